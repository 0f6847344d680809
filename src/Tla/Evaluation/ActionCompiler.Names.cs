using System.Collections.Immutable;
using Verified.Tla.Semantics;
using static Verified.Tla.Evaluation.Environment;

namespace Verified.Tla.Evaluation;

/// <summary>Sees through calls and parameters to what assigns, what branches, and what a transition is called.</summary>
internal sealed partial class ActionCompiler
{
    private readonly List<ActionLabel> _labels = [];

    /// <summary>The labels used so far; one for each place in the formula.</summary>
    public IReadOnlyList<ActionLabel> Labels => _labels;

    /// <summary>The next-state relation, its actions labelled.</summary>
    public ActionCode CompileNext(Expr next, string name, Environment env, ActionCode then) =>
        Labelled(next, env, new ActionLabel(name, [], [], next.Span), then);

    /// <summary>A step that may be one of the next-state relation's disjuncts: those are scopes in both.</summary>
    public ActionCode CompileStep(Expr step, Environment env, ActionCode then) => CompileNext(step, "", env, then);

    private ActionCode Labelled(Expr e, Environment env, ActionLabel label, ActionCode then)
    {
        var origin = new Origin(e.Span, env.Site);
        switch (e)
        {
            case Expr.Builtin { Operator.Operation: Operation.Or } or:
                return new OrAction(
                    [.. Enumerable.Range(0, or.Arguments.Length).Select(i => Labelled(or[i], env, label, then))], origin);
            case Expr.Quantifier { IsUniversal: false } exists:
                return Exists(exists, env, inner => Labelled(exists.Body, inner, label, then), origin);
            case Expr.Let let:
                var locals = values.BindLocals(let, env, primed: false, out var begun);
                return WithStarts(begun, Labelled(let.Body, locals, label, then), origin);
            case Expr.Call call when Expand(call, env) is var (body, inside, starts):
                var called = LabelOf(call, env);
                return WithStarts(starts, Scope(call, env, called, Labelled(body, inside, called, then)), origin);
            default:
                _labels.Add(label);
                return new LabelAction(label, Compile(e, env, then), origin);
        }
    }

    /// <summary>The body of a call as a scope, where definition and arguments say all that it depends on.</summary>
    private ActionCode Scope(Expr.Call call, Environment env, ActionLabel label, ActionCode body) =>
        session.Bindings.Resolve(call) is Definition definition && env.Find(definition) is null
            && label.Parameters.Length == definition.Parameters.Length
            ? new ScopeAction(definition, label.ArgumentCodes, body)
            : body;

    /// <summary>Takes an initial predicate apart: the conjuncts up to the one that gives the last variable its value, and
    /// those behind it, which can only be tested.</summary>
    public ((Expr Expr, Environment Env)[] Assignments, (Expr Expr, Environment Env)[] Conditions) SplitAssignments(
        (Expr Expr, Environment Env)[] conjuncts)
    {
        var flat = new List<(Expr Expr, Environment Env)>();
        foreach (var (expr, env) in conjuncts) Flatten(expr, env, flat);
        var assigned = new HashSet<int>();
        var count = 0;
        while (count < flat.Count && assigned.Count < session.Variables)
            if (AssignedBy(flat[count++]) is { } variable)
                assigned.Add(variable);
        return assigned.Count == session.Variables ? ([.. flat.Take(count)], [.. flat.Skip(count)]) : (conjuncts, []);
    }

    private void Flatten(Expr e, Environment env, List<(Expr Expr, Environment Env)> conjuncts)
    {
        if (e is Expr.Builtin and && session.Bindings.Resolve(and) is BuiltinOperator { Operation: Operation.And })
            for (var i = 0; i < and.Arguments.Length; i++)
                Flatten(and[i], env, conjuncts);
        else if (e is Expr.Call { Arguments.IsEmpty: true } && values.Peek(e, env) is var (meaning, inside))
            Flatten(meaning, inside, conjuncts);
        else
            conjuncts.Add((e, env));
    }

    private int? AssignedBy((Expr Expr, Environment Env) conjunct) =>
        conjunct.Expr is Expr.Builtin e && session.Bindings.Resolve(e) is BuiltinOperator
        {
            Operation: Operation.Equal or Operation.In or Operation.SubsetEq,
        }
            ? AssignedVariable(e[0], conjunct.Env)
            : null;

    private ActionLabel LabelOf(Expr.Call call, Environment env)
    {
        var definition = (Definition)session.Bindings.Resolve(call);
        var names = ImmutableArray.CreateBuilder<string>();
        var codes = new List<Code>();
        for (var i = definition.Implicit; i < definition.Parameters.Length; i++)
            if (call.Arguments[i] is Argument.Expression { Value: var value }
                && Effective.LevelOf(value, env) < Level.Action)
            {
                names.Add(definition.Parameters[i].Name);
                codes.Add(values.Compile(value, env));
            }

        return new ActionLabel(definition.Name, names.ToImmutable(), [.. codes], definition.Span);
    }

    /// <summary>What a call or parameter stands for, with the slots to start; null where it is a value already.</summary>
    private (Expr Meaning, Environment Inside, List<(int, Code, bool)> Starts)? Expand(Expr e, Environment env)
    {
        switch (e)
        {
            case Expr.Parameter { Arguments.IsEmpty: true } p:
                return env.Find(p.Symbol) switch
                {
                    Meaning.ByName name => (name.Of, name.In, []),
                    _ => null,
                };
            case Expr.Parameter p when env.Find(p.Symbol) is Meaning.Operator op:
                return values.ExpandOperator(op, p.Arguments, env, new Origin(e.Span, env.Site));
            case Expr.Call call when !session.Bindings.Values.ContainsKey(call.Definition)
                && session.Bindings.Resolve(call) is Definition { IsRecursive: false } definition
                && !values.IsShared(definition, env):
                return values.ExpandCall(definition, call.Arguments, env, new Origin(e.Span, env.Site), MayBranch);
            case Expr.Constant constant when !session.Bindings.Values.ContainsKey(constant.Symbol)
                && session.Bindings.Resolve(constant.Symbol) is Definition { IsRecursive: false } definition:
                return values.ExpandCall(definition, constant.Arguments, env, new Origin(e.Span, env.Site), MayBranch);
            default:
                return null;
        }
    }

    /// <summary>The variable that <c>x' = e</c> would assign, seen through parameters and plain definitions.</summary>
    private int? AssignedVariable(Expr e, Environment env) => e switch
    {
        Expr.Builtin { Operator.Operation: Operation.Prime } prime => initial ? null : Plain(prime[0], env),
        Expr.Variable variable => initial ? variable.Symbol.Index : null,
        _ => Through(e, env) is var (meaning, inside) ? AssignedVariable(meaning, inside) : null,
    };

    private int? Plain(Expr e, Environment env) => e switch
    {
        Expr.Variable variable => variable.Symbol.Index,
        Expr.Substituted substituted when values.Hidden is not null => values.HiddenIndex(substituted.Symbol),
        _ => Through(e, env) is var (meaning, inside) ? Plain(meaning, inside) : null,
    };

    private (Expr, Environment)? Through(Expr e, Environment env) => e switch
    {
        Expr.Substituted substituted => (substituted.Value, env),
        Expr.Parameter { Arguments.IsEmpty: true } p => env.Find(p.Symbol) switch
        {
            Meaning.ByName name => (name.Of, name.In),
            Meaning.Lazy { Of: { } of, In: { } inside } => (of, inside),
            _ => null,
        },
        Expr.Call { Arguments.IsEmpty: true } call when !session.Bindings.Values.ContainsKey(call.Definition)
            && session.Bindings.Resolve(call) is Definition { IsRecursive: false } definition =>
            (definition.Body, (env.Find(definition) as Meaning.Local)?.Closure ?? Empty),
        _ => null,
    };

    /// <summary>Whether the formula can be made true in several ways by itself.</summary>
    private bool MayBranch(Expr e, Environment env) => Any(e, env, branch: true);

    /// <summary>Whether the formula may give a variable its value.</summary>
    private bool MayAssign(Expr e, Environment env) => Any(e, env, branch: false);

    private bool Any(Expr e, Environment env, bool branch)
    {
        switch (e)
        {
            case Expr.Builtin b when session.Bindings.Resolve(b) is BuiltinOperator op:
                return op.Operation switch
                {
                    Operation.Or when branch => true,
                    Operation.And or Operation.Or => b.Arguments.Any(a => Any(((Argument.Expression)a).Value, env, branch)),
                    Operation.Implies => Any(b[1], env, branch),
                    Operation.Unchanged => !branch,
                    Operation.Compose => true,
                    Operation.Equal or Operation.In or Operation.SubsetEq =>
                        !branch && AssignedVariable(b[0], env) is not null,
                    _ => false,
                };
            case Expr.Quantifier q:
                return (branch && !q.IsUniversal) || Any(q.Body, env, branch);
            case Expr.If i:
                return Any(i.Then, env, branch) || Any(i.Else, env, branch);
            case Expr.Case c:
                return c.Arms.Any(a => Any(a.Value, env, branch)) || (c.Other is { } other && Any(other, env, branch));
            case Expr.Let l:
                return Any(l.Body, ExpressionCompiler.Shadow(l, env), branch);
            case Expr.ActionSubscript:
                return true;
            case Expr.Call call when RecursiveCall(call, env) is not null:
                return branch || Effective.LevelOf(call, env) >= Level.Action;
            case Expr.FunctionApplication f when Constructor(f.Function, env) is ({ Self: not null } recursive, _):
                return branch || recursive.Level >= Level.Action;
            case Expr.FunctionApplication f when Constructor(f.Function, env) is var (function, within):
                return Any(function.Body, within, branch);
            case Expr.Parameter or Expr.Call or Expr.Constant:
                return values.Peek(e, env) is var (meaning, inside) && Any(meaning, inside, branch);
            default:
                return false;
        }
    }
}
