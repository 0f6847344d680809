using System.Collections.Immutable;
using Verified.Tla.Semantics;
using Verified.Tla.Source;
using Verified.Tla.Values;
using static Verified.Tla.Evaluation.Environment;

namespace Verified.Tla.Evaluation;

/// <summary>Operators of the language and of standard modules.</summary>
internal sealed partial class ExpressionCompiler
{
    private Code Builtin(Expr.Builtin e, Environment env, bool primed, Origin origin)
    {
        var target = session.Bindings.Resolve(e);
        return target is Definition definition
            ? Call(definition, e.Arguments, env, primed, origin)
            : Builtin((BuiltinOperator)target, e.Arguments, env, primed, origin);
    }

    private Code Builtin(
        BuiltinOperator op, ImmutableArray<Argument> arguments, Environment env, bool primed, Origin origin) =>
        Builtin(op, In(arguments, env), primed, origin);

    private Code Builtin(
        BuiltinOperator op, (Argument Of, Environment In)[] arguments, bool primed, Origin origin)
    {
        if (session.Bindings.Values.TryGetValue(op, out var value)) return new LiteralCode(value, origin);
        Code At(int i) => Compile(Value(arguments[i].Of, origin.Span), arguments[i].In, primed);
        switch (op.Operation)
        {
            case Operation.And: return new AndCode([.. arguments.Select((_, i) => At(i))], origin);
            case Operation.Or: return new OrCode([.. arguments.Select((_, i) => At(i))], origin);
            case Operation.Not: return new NotCode(At(0), origin);
            case Operation.Implies: return new ImpliesCode(At(0), At(1), origin);
            case Operation.Equivalent: return new EquivalentCode(At(0), At(1), origin);
            case Operation.Equal: return new EqualCode(At(0), At(1), false, origin);
            case Operation.NotEqual: return new EqualCode(At(0), At(1), true, origin);
            case Operation.In: return new MemberCode(At(0), At(1), false, origin);
            case Operation.NotIn: return new MemberCode(At(0), At(1), true, origin);
            case Operation.SubsetEq: return new SubsetCode(At(0), At(1), origin);
            case Operation.Union: return new SetOperatorCode(SetOps.Union, At(0), At(1), origin);
            case Operation.Intersect: return new SetOperatorCode(SetOps.Intersect, At(0), At(1), origin);
            case Operation.Difference: return new SetOperatorCode(SetOps.Difference, At(0), At(1), origin);
            case Operation.PowerSet:
                return new SetConstructorCode(sets => new PowerSet(sets[0]), [At(0)], origin);
            case Operation.BigUnion:
                return new SetConstructorCode(sets => SetOps.BigUnion(sets[0]), [At(0)], origin);
            case Operation.Domain: return new DomainCode(At(0), origin);
            case Operation.Prime: return Primed(arguments[0], primed, origin);
            case Operation.Unchanged: return Unchanged(arguments[0], primed, origin);
            case Operation.Function: return Function(op, arguments, primed, origin);
            case Operation.Enabled: return Enabled(arguments[0], primed, origin);
            case Operation.Compose:
                return Composition(arguments, primed, origin);
            default:
                throw Temporal(origin.Span);
        }
    }

    private Code Primed((Argument Of, Environment In) argument, bool primed, Origin origin)
    {
        if (primed)
            throw new UnsupportedException("VTL0301", "an expression is primed twice", origin.Span);
        return Compile(Value(argument.Of, origin.Span), argument.In, primed: true);
    }

    private EqualCode Unchanged((Argument Of, Environment In) argument, bool primed, Origin origin)
    {
        if (primed)
            throw new UnsupportedException("VTL0301", "UNCHANGED is primed", origin.Span);
        var value = Value(argument.Of, origin.Span);
        return new EqualCode(
            Compile(value, argument.In), Compile(value, argument.In, primed: true), negated: false, origin);
    }

    private EnabledCode Enabled((Argument Of, Environment In) argument, bool primed, Origin origin)
    {
        if (primed)
            throw new UnsupportedException("VTL0410", "ENABLED inside a primed expression is not supported", origin.Span);
        var outer = Hidden;
        Hidden = [];
        var action = new ActionCompiler(session, this, initial: false)
            .Compile(Value(argument.Of, origin.Span), argument.In, new EmitCode(origin));
        var size = session.Variables + Hidden.Count;
        Hidden = outer;
        return new EnabledCode(action, size, origin);
    }

    /// <summary>The action of a fair step, and the variables of its subscript; null where the subscript is more than
    /// variables, or where variables of an instance stand for expressions: ENABLED takes those for variables.</summary>
    internal (ActionCode Action, int[] Subscript)? Step(Expr action, Expr subscript, Environment env)
    {
        Hidden = [];
        var compiler = new ActionCompiler(session, this, initial: false);
        var code = compiler.CompileStep(action, env, new EmitCode(new Origin(action.Span, env.Site)));
        var variables = compiler.VariablesOf(subscript, env);
        var isOwn = Hidden.Count == 0;
        Hidden = null;
        return isOwn && variables is not null ? (code, variables) : null;
    }

    private ComposeCode Composition((Argument Of, Environment In)[] arguments, bool primed, Origin origin)
    {
        if (primed || Hidden is not null)
            throw new UnsupportedException("VTL0411", @"\cdot under a prime or ENABLED is not supported here", origin.Span);
        foreach (var (of, env) in arguments) RequireRigid(Value(of, origin.Span), env);
        var first = new ActionCompiler(session, this, initial: false)
            .Compile(Value(arguments[0].Of, origin.Span), arguments[0].In, new EmitCode(origin));
        return new ComposeCode(
            first, Compile(Value(arguments[1].Of, origin.Span), arguments[1].In), session.Variables, origin);
    }

    /// <summary>Refuses \cdot over parameters and LET definitions whose value was taken in the state where it began.</summary>
    internal static void RequireRigid(Expr e, Environment env)
    {
        var isFlexible = e switch
        {
            Expr.Parameter p => env.Find(p.Symbol) is Meaning.Lazy lazy
                && (lazy.Of is null || Effective.LevelOf(lazy.Of, lazy.In!) > Level.Constant),
            Expr.Call c => env.Find(c.Definition) is Meaning.Local { Slot: not null }
                && Effective.LevelOf(c.Definition.Body, env) > Level.Constant,
            _ => false,
        };
        if (isFlexible)
            throw new UnsupportedException("VTL0411",
                @"\cdot over a parameter or LET definition that depends on variables is not supported", e.Span);
        foreach (var child in ExprChildren.Of(e)) RequireRigid(child, env);
    }

    private Code Function(
        BuiltinOperator op, (Argument Of, Environment In)[] arguments, bool primed, Origin origin)
    {
        if (op.Unsupported is { } why)
            return new RefusedCode("VTL0409", $"{op.Name}: {why}", origin);
        session.IsOrdered |= op.IsOrdered;
        // Printing again is all that printing does.
        session.IsPackable &= !op.HasEffect || op.Name is "Print" or "PrintT";
        Code At(int i) => Compile(Value(arguments[i].Of, origin.Span), arguments[i].In, primed);
        if (op.Unary is { } unary) return new UnaryCode(unary, At(0), origin);
        if (op.Binary is { } binary) return new BinaryCode(binary, At(0), At(1), origin);
        if (op.Relation is { } relation) return new RelationCode(relation, At(0), At(1), origin);
        if (op.Arity == 0 && !op.HasEffect)
            return new LiteralCode(op.Function!(new Invocation([], [], new EvaluationHost())), origin);
        var values = new Code?[arguments.Length];
        var operators = new OperatorCode?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            if (op.OperatorArities?[i] is { } arity and > 0)
                operators[i] = Operator(arguments[i], arity, primed, origin);
            else
                values[i] = At(i);
        var invocation = new InvocationCode(op.Function!, values, operators, origin);
        return op.HasEffect ? new EffectCode(invocation, origin) : invocation;
    }

    private OperatorCode Operator((Argument Of, Environment In) argument, int arity, bool primed, Origin origin)
    {
        var slots = new int[arity];
        var bound = new (Argument, Environment)[arity];
        for (var i = 0; i < arity; i++)
        {
            slots[i] = Layout.New();
            var symbol = new BoundSymbol($"_{i + 1}", origin.Span);
            bound[i] = (new Argument.Expression(new Expr.Bound(symbol, origin.Span)),
                Empty.With(symbol, new Meaning.Strict(slots[i])));
        }

        var (op, env) = argument;
        if (op is Argument.Operator { Symbol: ParameterSymbol parameter, Leading.IsEmpty: true }
            && env.Find(parameter) is Meaning.Operator passed)
            (op, env) = (passed.Of, passed.In);
        return new OperatorCode(slots, ApplyOperator(op, env, bound, primed, origin));
    }

    private static Expr Value(Argument argument, Span span) => argument is Argument.Expression { Value: var value }
        ? value
        : throw new UnsupportedException("VTL0412", "an operator stands where a value is needed", span);
}
