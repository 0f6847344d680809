using System.Collections.Immutable;

namespace Verified.Tla.Semantics;

/// <summary>The direct parts of an expression, in the order they are written; a LAMBDA's body counts as one.</summary>
public static class ExprChildren
{
    public static IEnumerable<Expr> Of(Expr e) => e switch
    {
        Expr.Substituted s => [s.Value],
        Expr.Constant c => Of(c.Arguments),
        Expr.Parameter p => Of(p.Arguments),
        Expr.Call c => Of(c.Arguments),
        Expr.Builtin b => Of(b.Arguments),
        Expr.Quantifier q => Sets(q.Bindings).Append(q.Body),
        Expr.TemporalQuantifier t => [t.Body],
        Expr.Choose c => Sets([c.Binding]).Append(c.Predicate),
        Expr.SetEnumeration s => s.Elements,
        Expr.SetFilter f => Sets([f.Binding]).Append(f.Predicate),
        Expr.SetMap m => Sets(m.Bindings).Append(m.Element),
        Expr.Tuple t => t.Elements,
        Expr.Product p => p.Sets,
        Expr.FunctionConstructor f => Sets(f.Bindings).Append(f.Body),
        Expr.FunctionSet f => [f.Domain, f.Range],
        Expr.FunctionApplication f => [f.Function, f.Argument],
        Expr.RecordConstructor r => r.Values,
        Expr.RecordSet r => r.Sets,
        Expr.Except x => x.Updates.SelectMany(u => u.Path.Append(u.Value)).Prepend(x.Function),
        Expr.If i => [i.Condition, i.Then, i.Else],
        Expr.Case c => c.Arms.SelectMany(a => new[] { a.Guard, a.Value }).Concat(c.Other is null ? [] : [c.Other]),
        Expr.Let l => l.Definitions.Select(d => d.Body).Append(l.Body),
        Expr.ActionSubscript a => [a.Action, a.Subscript],
        Expr.Fairness f => [f.Subscript, f.Action],
        _ => [],
    };

    /// <summary>The arguments of a call; none of any other expression.</summary>
    public static ImmutableArray<Argument> ArgumentsOf(Expr e) => e switch
    {
        Expr.Constant c => c.Arguments,
        Expr.Parameter p => p.Arguments,
        Expr.Call c => c.Arguments,
        Expr.Builtin b => b.Arguments,
        _ => [],
    };

    private static IEnumerable<Expr> Of(ImmutableArray<Argument> arguments)
    {
        foreach (var argument in arguments)
            switch (argument)
            {
                case Argument.Expression e:
                    yield return e.Value;
                    break;
                case Argument.Lambda l:
                    yield return l.Definition.Body;
                    break;
                case Argument.Operator o:
                    foreach (var leading in Of(o.Leading)) yield return leading;
                    break;
            }
    }

    private static IEnumerable<Expr> Sets(ImmutableArray<Binding> bindings)
    {
        foreach (var binding in bindings)
            if (binding.Set is { } set)
                yield return set;
    }
}
