using Verified.Tla.Semantics;
using static Verified.Tla.Evaluation.Environment;

namespace Verified.Tla.Evaluation;

/// <summary>Actions behind recursive operators and behind functions: what a call runs is known only when it runs.</summary>
internal sealed partial class ActionCompiler
{
    private readonly Dictionary<(object, Environment), ActionProcedure> _procedures = procedures ?? [];

    private Definition? RecursiveCall(Expr.Call call, Environment env) =>
        !session.Bindings.Values.ContainsKey(call.Definition)
        && session.Bindings.Resolve(call) is Definition { IsRecursive: true } definition
            ? definition
            : null;

    private ActionCallAction CallProcedure(
        Definition definition, Expr.Call call, Environment env, ActionCode then, Origin origin)
    {
        var local = env.Find(definition) as Meaning.Local;
        var key = new ProcedureKey(
            definition, local?.Closure ?? Empty, false, ExpressionCompiler.Operators(ExpressionCompiler.At(call.Arguments, env)));
        if (!_procedures.TryGetValue((key, Empty), out var procedure))
            procedure = Compile(key, values.Captured(key, local), origin);
        return new ActionCallAction(
            procedure, values.ProcedureArguments(definition, call.Arguments, env, origin), then, origin);
    }

    private ActionProcedure Compile(ProcedureKey key, int captured, Origin origin)
    {
        session.Count(origin.Span);
        var site = new CallSite(key.Definition.Name, origin);
        var procedure = new ActionProcedure(site, captured);
        _procedures[(key, Empty)] = procedure;
        var inner = values.ForProcedure(captured);
        var env = inner.BindParameters(key, key.Closure.Calling(site));
        procedure.Body = new ActionCompiler(session, inner, initial, _procedures)
            .Compile(key.Definition.Body, env, new ReturnAction(origin));
        procedure.FrameSize = inner.Layout.Count;
        return procedure;
    }

    /// <summary><c>f[x \in S] == A</c>: the body as a procedure of x; inside, f is itself again.</summary>
    private ActionProcedure Recursive(
        Expr.FunctionConstructor function, BoundSymbol self, Environment inside, Origin origin)
    {
        if (_procedures.TryGetValue((function, inside), out var known)) return known;
        var procedure = new ActionProcedure(new CallSite(self.Name, origin), values.Layout.Count);
        _procedures[(function, inside)] = procedure;
        var inner = values.ForProcedure(procedure.Captured);
        var argument = new StrictSlotCode(inner.Layout.New(), origin);
        var env = inner.Bind(
            function.Bindings, inside.With(self, new Meaning.ByName(function, inside, false)), primed: false, out var bindings);
        var body = new ActionCompiler(session, inner, initial, _procedures)
            .Compile(function.Body, env, new ReturnAction(origin));
        procedure.Body = new ApplyAction(argument, bindings, body, Place(origin), origin);
        procedure.FrameSize = inner.Layout.Count;
        return procedure;
    }

    /// <summary>The function constructor that an expression stands for, not yet evaluated; null where there is none.</summary>
    private (Expr.FunctionConstructor Function, Environment Inside)? Constructor(Expr e, Environment env) => e switch
    {
        Expr.FunctionConstructor function => (function, env),
        Expr.Bound bound when env.Find(bound.Symbol) is Meaning.ByName name => Constructor(name.Of, name.In),
        Expr.Call call when session.Bindings.Resolve(call) is Definition definition
            && values.IsShared(definition, env) => null,
        Expr.Call or Expr.Parameter when values.Peek(e, env) is var (meaning, inside) => Constructor(meaning, inside),
        _ => null,
    };

    private ActionCode Applied(
        Expr.FunctionApplication e, Expr.FunctionConstructor function, Environment env, Environment inside,
        ActionCode then, Origin origin)
    {
        var argument = values.Compile(e.Argument, env);
        if (function.Self is { } self)
            return new ActionCallAction(Recursive(function, self, inside, origin), [(argument, true)], then, origin);
        var inner = values.Bind(function.Bindings, inside, primed: false, out var bindings);
        return new ApplyAction(argument, bindings, Compile(function.Body, inner, then), Place(origin), origin);
    }
}
