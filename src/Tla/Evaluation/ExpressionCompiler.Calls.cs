using System.Collections.Immutable;
using Verified.Tla.Semantics;
using static Verified.Tla.Evaluation.Environment;

namespace Verified.Tla.Evaluation;

/// <summary>Names and calls.</summary>
internal sealed partial class ExpressionCompiler
{
    private Code Constant(Expr.Constant e, Environment env, bool primed, Origin origin)
    {
        if (session.Bindings.Values.TryGetValue(e.Symbol, out var value))
            return new LiteralCode(value, origin);
        var target = session.Bindings.Resolve(e.Symbol);
        return target switch
        {
            Definition definition => Call(definition, e.Arguments, env, primed, origin),
            BuiltinOperator op => Builtin(op, e.Arguments, env, primed, origin),
            ConstantSymbol => throw new UnsupportedException(
                "VTL0404", $"the model gives the constant {e.Symbol.Name} no value", e.Span),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Code Parameter(Expr.Parameter e, Environment env, bool primed, Origin origin)
    {
        switch (env.Find(e.Symbol))
        {
            case Meaning.Strict strict:
                return new StrictSlotCode(strict.Slot, origin);
            case Meaning.Lazy { IsNext: true } lazy:
                return new LazySlotCode(lazy.Slot, origin);
            case Meaning.Lazy lazy when primed && lazy.Of is null:
                throw new UnsupportedException(
                    "VTL0405", $"the recursive operator's parameter {e.Symbol.Name} is primed", e.Span);
            case Meaning.Lazy lazy when primed && Effective.LevelOf(lazy.Of!, lazy.In!) > Level.Constant:
                return Compile(lazy.Of!, lazy.In!, primed);
            case Meaning.Lazy lazy:
                return new LazySlotCode(lazy.Slot, origin);
            case Meaning.ByName name:
                return Compile(name.Of, name.In, primed);
            case Meaning.Operator op:
                return ApplyOperator(op, e.Arguments, env, primed, origin);
            default:
                throw new InvalidOperationException($"{e.Symbol.Name} at {e.Span} is not bound");
        }
    }

    /// <summary>Calls what was passed as an operator: its own names mean what they meant where it was passed.</summary>
    private Code ApplyOperator(
        Meaning.Operator op, ImmutableArray<Argument> arguments, Environment env, bool primed, Origin origin)
    {
        return ApplyOperator(op.Of, op.In, In(arguments, env), primed, origin);
    }

    private Code ApplyOperator(
        Argument op, Environment opEnv, (Argument Of, Environment In)[] arguments, bool primed, Origin origin)
    {
        switch (op)
        {
            case Argument.Lambda lambda:
                return Expand(lambda.Definition, arguments, opEnv, primed, origin);
            case Argument.Operator named:
                (Argument, Environment)[] all = [.. named.Leading.Select(a => (a, opEnv)), .. arguments];
                var target = session.Bindings.Resolve(named.Symbol);
                switch (target)
                {
                    case Definition definition:
                        return Call(definition, all, opEnv, primed, origin);
                    case BuiltinOperator builtin:
                        return Builtin(builtin, all, primed, origin);
                    case ParameterSymbol parameter when opEnv.Find(parameter) is Meaning.Operator inner:
                        return ApplyOperator(inner.Of, inner.In, all, primed, origin);
                    default:
                        throw new UnsupportedException(
                            "VTL0404", $"the model gives the operator {named.Symbol.Name} no meaning", origin.Span);
                }

            default:
                throw new InvalidOperationException($"an operator was expected at {origin.Span}");
        }
    }

    private Code Call(Expr.Call e, Environment env, bool primed, Origin origin)
    {
        if (session.Bindings.Values.TryGetValue(e.Definition, out var value))
            return new LiteralCode(value, origin);
        return session.Bindings.Resolve(e) switch
        {
            Definition definition => Call(definition, e.Arguments, env, primed, origin),
            BuiltinOperator op => Builtin(op, e.Arguments, env, primed, origin),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Code Call(
        Definition definition, ImmutableArray<Argument> arguments, Environment env, bool primed, Origin origin) =>
        Call(definition, In(arguments, env), env, primed, origin);

    private Code Call(
        Definition definition, (Argument Of, Environment In)[] arguments, Environment env, bool primed, Origin origin)
    {
        var local = env.Find(definition) as Meaning.Local;
        if (local?.Slot is { } slot && !(primed && Effective.LevelOf(definition.Body, local.Closure) > Level.Constant))
            return new LazySlotCode(slot, origin);
        if (definition.IsRecursive)
            return CallProcedure(definition, local, arguments, primed, origin);
        if (IsShared(definition, env))
            return new SharedConstantCode(Shared(definition), origin);
        var code = Expand(definition, arguments, local?.Closure ?? Empty, primed, origin);
        return (!primed || Hidden is null) && StateDefinitionOf(definition, env) is { } known
            ? new StateDefinitionCode(known, primed, code, origin)
            : code;
    }

    private StateDefinition? StateDefinitionOf(Definition definition, Environment env)
    {
        if (definition is not { Arity: 0, Level: Level.State } || env.Find(definition) is not null) return null;
        if (session.StateDefinitions.TryGetValue(definition, out var known)) return known;
        if (!Effective.TakesWork(definition.Body, session.Bindings)
            || Effective.HasEffect(definition.Body, session.Bindings))
            return null;
        var inner = new ExpressionCompiler(session, new Layout());
        var code = inner.Compile(definition.Body, Empty);
        return session.StateDefinitions[definition] =
            new StateDefinition(session.StateDefinitions.Count, code, inner.Layout.Count);
    }

    /// <summary>A constant-level definition of a module is evaluated once; TLC does so before the search.</summary>
    internal bool IsShared(Definition definition, Environment env) =>
        definition is { Arity: 0, Level: Level.Constant, IsRecursive: false }
        && env.Find(definition) is null
        && !Effective.HasEffect(definition.Body, session.Bindings);

    // What makes a set or goes through one, always the same.
    private bool IsSharedExpression(Expr e, Environment env) =>
        e.Level == Level.Constant
        && e is Expr.SetFilter or Expr.SetMap or Expr.SetEnumeration or Expr.FunctionConstructor or Expr.Choose
        && !ReferenceEquals(env, Empty)
        && Effective.IsClosed(e, env)
        && !Effective.HasEffect(e, session.Bindings);

    private SharedConstant Shared(Expr e)
    {
        if (session.ConstantExpressions.TryGetValue(e, out var known)) return known;
        var inner = new ExpressionCompiler(session, new Layout());
        var code = inner.Compile(e, Empty);
        return session.ConstantExpressions[e] = new SharedConstant(code, inner.Layout.Count);
    }

    private SharedConstant Shared(Definition definition)
    {
        if (session.Constants.TryGetValue(definition, out var known)) return known;
        var inner = new ExpressionCompiler(session, new Layout());
        var code = inner.Compile(definition.Body, Empty);
        return session.Constants[definition] = new SharedConstant(code, inner.Layout.Count);
    }

    /// <summary>The body of a definition with its parameters bound to the arguments.</summary>
    private Code Expand(
        Definition definition,
        (Argument Of, Environment In)[] arguments,
        Environment closure,
        bool primed,
        Origin origin)
    {
        var (body, inner, starts) = Open(definition, arguments, closure, primed, origin);
        var code = Compile(body, inner, primed);
        return starts.Count == 0 ? code : new LetCode([.. starts], code, origin);
    }

    private (Expr Body, Environment Inner, List<(int, Code, bool)> Starts) Open(
        Definition definition,
        (Argument Of, Environment In)[] arguments,
        Environment closure,
        bool primed,
        Origin origin,
        Func<Expr, Environment, bool>? isLazy = null)
    {
        var inner = closure.Calling(new CallSite(definition.Name, origin));
        var starts = new List<(int, Code, bool)>();
        for (var i = 0; i < arguments.Length; i++)
            inner = inner.With(
                definition.Parameters[i], BindArgument(definition, i, arguments[i], primed, starts, isLazy));
        return (definition.Body, inner, starts);
    }

    /// <summary>A call opened for an action: its body, where it stands, and the slots to start first.</summary>
    /// <param name="isLazy">Whether an argument is to be left alone until it is needed.</param>
    internal (Expr Body, Environment Inner, List<(int, Code, bool)> Starts) ExpandCall(
        Definition definition, ImmutableArray<Argument> arguments, Environment env, Origin origin,
        Func<Expr, Environment, bool> isLazy) =>
        Open(definition, In(arguments, env), ClosureOf(definition, env), primed: false, origin, isLazy);

    /// <summary>The same for an operator that was passed as an argument; null if it is a builtin.</summary>
    internal (Expr Body, Environment Inner, List<(int, Code, bool)> Starts)? ExpandOperator(
        Meaning.Operator op, ImmutableArray<Argument> arguments, Environment env, Origin origin)
    {
        if (op.Of is Argument.Lambda lambda)
            return Open(lambda.Definition, In(arguments, env), op.In, primed: false, origin);
        if (op.Of is not Argument.Operator named) return null;
        (Argument, Environment)[] all = [.. In(named.Leading, op.In), .. In(arguments, env)];
        if (named.Symbol is ParameterSymbol parameter && op.In.Find(parameter) is Meaning.Operator inner)
            return ExpandOperator(inner, arguments, env, origin);
        return session.Bindings.Resolve(named.Symbol) is Definition { IsRecursive: false } definition
            ? Open(definition, all, ClosureOf(definition, op.In), primed: false, origin)
            : null;
    }

    /// <summary>What a call or parameter stands for, to look at only: nothing is compiled.</summary>
    internal (Expr Meaning, Environment Inside)? Peek(Expr e, Environment env)
    {
        switch (e)
        {
            case Expr.Parameter { Arguments.IsEmpty: true } p:
                return env.Find(p.Symbol) switch
                {
                    Meaning.ByName name => (name.Of, name.In),
                    Meaning.Lazy { Of: { } of, In: { } inside } => (of, inside),
                    _ => null,
                };
            case Expr.Parameter p when env.Find(p.Symbol) is Meaning.Operator op:
                return PeekOperator(op, In(p.Arguments, env));
            case Expr.Call call when !session.Bindings.Values.ContainsKey(call.Definition):
                return PeekCall(session.Bindings.Resolve(call), In(call.Arguments, env), env);
            case Expr.Constant constant when !session.Bindings.Values.ContainsKey(constant.Symbol):
                return PeekCall(session.Bindings.Resolve(constant.Symbol), In(constant.Arguments, env), env);
            default:
                return null;
        }
    }

    private (Expr, Environment)? PeekOperator(Meaning.Operator op, (Argument, Environment)[] arguments)
    {
        switch (op.Of)
        {
            case Argument.Lambda lambda:
                return (lambda.Definition.Body, ByName(lambda.Definition, arguments, op.In));
            case Argument.Operator { Symbol: ParameterSymbol parameter, Leading.IsEmpty: true }
                when op.In.Find(parameter) is Meaning.Operator inner:
                return PeekOperator(inner, arguments);
            case Argument.Operator named:
                return PeekCall(session.Bindings.Resolve(named.Symbol), [.. In(named.Leading, op.In), .. arguments], op.In);
            default:
                return null;
        }
    }

    private static (Expr, Environment)? PeekCall(
        Symbol symbol, (Argument, Environment)[] arguments, Environment env) =>
        symbol is Definition { IsRecursive: false } definition
            ? (definition.Body, ByName(definition, arguments, ClosureOf(definition, env)))
            : null;

    private static Environment ByName(
        Definition definition, (Argument Of, Environment In)[] arguments, Environment closure)
    {
        var inner = closure;
        for (var i = 0; i < arguments.Length; i++)
            inner = inner.With(definition.Parameters[i], arguments[i] switch
            {
                (Argument.Expression { Value: var value }, var env) =>
                    new Meaning.ByName(value, env, Effective.LevelOf(value, env) >= Level.Action),
                var (op, env) => new Meaning.Operator(op, env),
            });
        return inner;
    }

    /// <summary>A LET's definitions bound to look at only.</summary>
    internal static Environment Shadow(Expr.Let e, Environment env)
    {
        var inner = env;
        foreach (var definition in e.Definitions)
            inner = inner.With(definition, new Meaning.Local(inner, 0, null));
        return inner;
    }

    private static Environment ClosureOf(Definition definition, Environment env) =>
        (env.Find(definition) as Meaning.Local)?.Closure ?? Empty;

    private static (Argument, Environment)[] In(ImmutableArray<Argument> arguments, Environment env)
    {
        var bound = new (Argument, Environment)[arguments.Length];
        for (var i = 0; i < bound.Length; i++) bound[i] = (arguments[i], env);
        return bound;
    }

    private Meaning BindArgument(
        Definition definition, int index, (Argument Of, Environment In) argument, bool primed,
        List<(int, Code, bool)> starts, Func<Expr, Environment, bool>? isLazy)
    {
        if (argument.Of is not Argument.Expression { Value: var value })
            return new Meaning.Operator(argument.Of, argument.In);
        var level = Effective.LevelOf(value, argument.In);
        if (IsAtom(value) || level >= Level.Action)
            return new Meaning.ByName(value, argument.In, level >= Level.Action);
        var slot = Layout.New();
        starts.Add((slot, Compile(value, argument.In, primed),
            isLazy?.Invoke(value, argument.In) != true
                && Strictness.Needs(definition.Body, definition.Parameters[index])));
        return new Meaning.Lazy(slot, value, argument.In);
    }

    // Nothing is gained by keeping these in a slot.
    private static bool IsAtom(Expr e) => e is Expr.Literal or Expr.Bound or Expr.Variable
        or Expr.Constant { Arguments.IsEmpty: true } or Expr.Parameter { Arguments.IsEmpty: true };

    private Code Let(Expr.Let e, Environment env, bool primed, Origin origin)
    {
        var inner = BindLocals(e, env, primed, out var starts);
        var body = Compile(e.Body, inner, primed);
        return starts.Count == 0 ? body : new LetCode([.. starts], body, origin);
    }

    /// <summary>Binds the definitions of a LET: plain ones to slots, the others to be expanded at their calls.</summary>
    internal Environment BindLocals(
        Expr.Let e, Environment env, bool primed, out List<(int Slot, Code Code, bool Strict)> starts)
    {
        starts = [];
        var inner = env;
        var locals = new List<Meaning.Local>();
        foreach (var definition in e.Definitions)
        {
            var inSlot = definition.Arity == 0 && !definition.IsRecursive
                && Effective.LevelOf(definition.Body, inner) < Level.Action;
            var slot = inSlot ? Layout.New() : (int?)null;
            var local = new Meaning.Local(inner, Layout.Count, slot);
            if (slot is { } s)
                starts.Add((s, Compile(definition.Body, inner, primed), Strictness.Needs(e.Body, definition)));
            inner = inner.With(definition, local);
            locals.Add(local);
        }

        // Recursive definitions see themselves and each other; the rest see what stands before them.
        foreach (var (definition, local) in e.Definitions.Zip(locals))
            if (definition.IsRecursive)
                local.Closure = inner;
        return inner;
    }
}
