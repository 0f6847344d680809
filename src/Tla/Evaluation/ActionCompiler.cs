using System.Runtime.CompilerServices;
using Verified.Tla.Semantics;

namespace Verified.Tla.Evaluation;

/// <summary>Compiles an initial predicate or a next-state action to code that enumerates states.</summary>
/// <param name="initial">Assign unprimed variables (an initial predicate), not primed ones.</param>
internal sealed partial class ActionCompiler(
    CompilationSession session,
    ExpressionCompiler values,
    bool initial,
    Dictionary<(object, Environment), ActionProcedure>? procedures = null)
{
    /// <summary>Where conjuncts are counted; null where they are not.</summary>
    public Coverage? Coverage { get; init; }

    /// <summary>Code that runs <paramref name="then"/> once for each way to make the formula true.</summary>
    public ActionCode Compile(Expr expr, Environment env, ActionCode then)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        session.Count(expr.Span);
        var origin = new Origin(expr.Span, env.Site);
        switch (expr)
        {
            case Expr.Builtin builtin when session.Bindings.Resolve(builtin) is BuiltinOperator op:
                return Builtin(op, builtin, env, then, origin);
            case Expr.Quantifier { IsUniversal: false } quantifier:
                return Exists(quantifier, env, inner => Compile(quantifier.Body, inner, then), origin);
            case Expr.Quantifier quantifier when MayAssign(quantifier.Body, env) || MayBranch(quantifier.Body, env):
                return ForAll(quantifier, env, then, origin);
            case Expr.If e:
                return new IfAction(
                    values.Compile(e.Condition, env), Compile(e.Then, env, then), Compile(e.Else, env, then), origin);
            case Expr.Case e:
                return Case(e, env, then, origin);
            case Expr.Let e:
                var inner = values.BindLocals(e, env, primed: false, out var starts);
                var body = Compile(e.Body, inner, then);
                return starts.Count == 0 ? body : new LetAction([.. starts], body, origin);
            case Expr.ActionSubscript e:
                return Subscript(e, env, then, origin);
            case Expr.FunctionApplication e when Constructor(e.Function, env) is var (function, within)
                && (MayAssign(function.Body, within) || MayBranch(function.Body, within)):
                return Applied(e, function, env, within, then, origin);
            case Expr.Parameter { Arguments.IsEmpty: true } e when env.Find(e.Symbol) is
                Environment.Meaning.Lazy { Of: { } of, In: { } within } lazy && MayBranch(of, within):
                return new LazyAction(lazy.Slot, values.Compile(e, env), Compile(of, within, then), then, origin);
            case Expr.Call e when RecursiveCall(e, env) is { } definition:
                return CallProcedure(definition, e, env, then, origin);
            default:
                return Expand(expr, env) is var (meaning, inside, started)
                    ? WithStarts(started, Compile(meaning, inside, then), origin)
                    : Test(expr, env, then, origin);
        }
    }

    private static ActionCode WithStarts(List<(int, Code, bool)> starts, ActionCode body, Origin origin) =>
        starts.Count == 0 ? body : new LetAction([.. starts], body, origin);

    private TestAction Test(Expr expr, Environment env, ActionCode then, Origin origin) =>
        new(values.Compile(expr, env), then, origin);

    private ActionCode Builtin(BuiltinOperator op, Expr.Builtin e, Environment env, ActionCode then, Origin origin)
    {
        switch (op.Operation)
        {
            case Operation.And:
                return Conjunction(e, env, then);
            case Operation.Or:
                return new OrAction([.. Enumerable.Range(0, e.Arguments.Length).Select(i => Compile(e[i], env, then))], origin);
            case Operation.Implies:
                return new IfAction(values.Compile(e[0], env), Compile(e[1], env, then), then, origin);
            case Operation.Equal when AssignedVariable(e[0], env) is { } variable:
                return new AssignAction(
                    variable, initial, values.Compile(e[1], env), Place(origin), then, origin);
            case Operation.In when AssignedVariable(e[0], env) is { } variable:
                return new AssignAnyAction(
                    variable, initial, false, values.Compile(e[1], env), Place(origin), then, origin);
            case Operation.SubsetEq when AssignedVariable(e[0], env) is { } variable:
                return new AssignAnyAction(
                    variable, initial, true, values.Compile(e[1], env), Place(origin), then, origin);
            case Operation.Unchanged when !initial:
                return Unchanged(e[0], env, then, origin);
            case Operation.Compose when !initial:
                return Compose(e, env, then, origin);
            default:
                return Test(e, env, then, origin);
        }
    }

    private ComposeAction Compose(Expr.Builtin e, Environment env, ActionCode then, Origin origin)
    {
        ExpressionCompiler.RequireRigid(e, env);
        var second = Compile(e[1], env, new ComposeAction.End(then, origin));
        var first = Compile(e[0], env, new ComposeAction.Middle(second, Place(origin), origin));
        if (values.Hidden is { Count: > 0 })
            throw new UnsupportedException("VTL0411", @"\cdot under ENABLED in an instance is not supported", e.Span);
        (ActionCode, ActionCode)? alone = then is EmitCode ? (Compile(e[0], env, then), Compile(e[1], env, then)) : null;
        return new ComposeAction(first, alone, session.Variables, origin);
    }

    // A place to report a fault at, for nodes that are no expressions themselves.
    private static FaultCode Place(Origin origin) => new("", origin);

    private ActionCode Conjunction(Expr.Builtin e, Environment env, ActionCode then) =>
        CompileAll([.. Enumerable.Range(0, e.Arguments.Length).Select(i => (e[i], env))], then);

    /// <summary>A conjunction of formulas, each in its environment.</summary>
    public ActionCode CompileAll((Expr Expr, Environment Env)[] conjuncts, ActionCode then)
    {
        var rest = then;
        for (var i = conjuncts.Length - 1; i > 0; i--)
        {
            var (expr, env) = conjuncts[i];
            var branching = Counted(expr, env, rest);
            rest = MayBranch(expr, env)
                ? new ThenAction(values.Compile(expr, env), branching, rest, new Origin(expr.Span, env.Site))
                : branching;
        }

        return Counted(conjuncts[0].Expr, conjuncts[0].Env, rest);
    }

    private ActionCode Counted(Expr expr, Environment env, ActionCode then)
    {
        if (Coverage is null) return Compile(expr, env, then);
        var (tally, origin) = (Coverage.Of(expr.Span), new Origin(expr.Span, env.Site));
        return new ReachedAction(tally, Compile(expr, env, new PassedAction(tally, then, origin)), origin);
    }

    private ActionCode Exists(
        Expr.Quantifier e, Environment env, Func<Environment, ActionCode> body, Origin origin)
    {
        var inner = values.Bind(e.Bindings, env, primed: false, out var bindings);
        return new ExistsAction(bindings, Place(origin), body(inner), origin);
    }

    private ActionCode ForAll(Expr.Quantifier e, Environment env, ActionCode then, Origin origin)
    {
        if (e.Bindings.Length > 1)
        {
            // \A x \in S, y \in T : A is \A x \in S : \A y \in T : A.
            var single = new Expr.Quantifier(true, e.Bindings.RemoveAt(0), e.Body, e.Span, e.Level);
            return ForAll(new Expr.Quantifier(true, [e.Bindings[0]], single, e.Span, e.Level), env, then, origin);
        }

        var loopSlot = values.Layout.New();
        var start = values.Layout.Count;
        var inner = values.Bind(e.Bindings, env, primed: false, out var bindings);
        var loop = new ForAllAction(bindings[0], Place(origin), loopSlot, then, origin);
        loop.Body = Compile(e.Body, inner, new ForAllAction.Step(loop, origin));
        loop.Condition = values.Compile(e.Body, inner);
        loop.BodySlots = (start, values.Layout.Count);
        return loop;
    }

    private CaseAction Case(Expr.Case e, Environment env, ActionCode then, Origin origin) => new(
        [.. e.Arms.Select(a => (values.Compile(a.Guard, env), Compile(a.Value, env, then)))],
        e.Other is null ? null : Compile(e.Other, env, then),
        new FaultCode("no arm of the CASE applies, and it has no OTHER", origin),
        origin);

    private ActionCode Subscript(Expr.ActionSubscript e, Environment env, ActionCode then, Origin origin)
    {
        if (initial) return Test(e, env, then, origin);
        if (e.IsBox)
            return new OrAction([Compile(e.Action, env, then), Unchanged(e.Subscript, env, then, origin)], origin);
        var changed = new EqualCode(
            values.Compile(e.Subscript, env), values.Compile(e.Subscript, env, primed: true), negated: true, origin);
        return Compile(e.Action, env, new TestAction(changed, then, origin));
    }

    private ActionCode Unchanged(Expr e, Environment env, ActionCode then, Origin origin)
    {
        var variables = new List<int>();
        var others = new List<(Expr, Environment)>();
        Flatten(e, env, variables, others);
        var code = then;
        foreach (var (other, inside) in others)
            code = other is Expr.Substituted hidden
                ? new AssignAction(
                    values.HiddenIndex(hidden.Symbol), initial, values.Compile(other, inside), Place(origin), code, origin)
                : new TestAction(
                new EqualCode(values.Compile(other, inside), values.Compile(other, inside, primed: true), false, origin),
                code, origin);
        for (var i = 0; i < variables.Count; i += 64)
            code = new UnchangedAction([.. variables.Skip(i).Take(64)], Place(origin), code, origin);
        return code;
    }

    /// <summary>The variables of a tuple of variables; null if it is anything else.</summary>
    public int[]? VariablesOf(Expr e, Environment env)
    {
        var variables = new List<int>();
        var others = new List<(Expr, Environment)>();
        Flatten(e, env, variables, others);
        return others.Count == 0 ? [.. variables] : null;
    }

    private void Flatten(Expr e, Environment env, List<int> variables, List<(Expr, Environment)> others)
    {
        switch (e)
        {
            case Expr.Variable variable:
                variables.Add(variable.Symbol.Index);
                break;
            case Expr.Substituted substituted when values.Hidden is null:
                Flatten(substituted.Value, env, variables, others);
                break;
            case Expr.Tuple tuple:
                foreach (var element in tuple.Elements)
                    Flatten(element, env, variables, others);
                break;
            case Expr.Call { Arguments.IsEmpty: true } or Expr.Parameter { Arguments.IsEmpty: true }
                when values.Peek(e, env) is var (meaning, inside):
                Flatten(meaning, inside, variables, others);
                break;
            default:
                others.Add((e, env));
                break;
        }
    }
}
