using Verified.Tla.Semantics;

namespace Verified.Tla.Evaluation;

/// <summary>Whether evaluating an expression is sure to need a name, so that the name may be evaluated first.</summary>
/// <remarks>Sound, not complete: "no" only costs a thunk.</remarks>
internal static class Strictness
{
    private const int MaxDepth = 40;

    public static bool Needs(Expr body, Symbol name) => Needs(body, name, MaxDepth);

    private static bool Needs(Expr e, Symbol name, int depth)
    {
        if (depth == 0) return false;
        depth--;
        return e switch
        {
            Expr.Parameter p => ReferenceEquals(p.Symbol, name),
            Expr.Substituted s => Needs(s.Value, name, depth),
            Expr.Call c => ReferenceEquals(c.Definition, name) || CallNeeds(c, name, depth),
            Expr.Builtin b => BuiltinNeeds(b, name, depth),
            Expr.If i => Needs(i.Condition, name, depth)
                || (Needs(i.Then, name, depth) && Needs(i.Else, name, depth)),
            Expr.Case c => Needs(c.Arms[0].Guard, name, depth),
            Expr.Quantifier q => q.Bindings[0].Set is { } set && Needs(set, name, depth),
            Expr.Choose { Binding.Set: { } set } => Needs(set, name, depth),
            Expr.SetFilter { Binding.Set: { } set } => Needs(set, name, depth),
            Expr.SetMap m => m.Bindings[0].Set is { } set && Needs(set, name, depth),
            Expr.FunctionConstructor f => f.Bindings[0].Set is { } set && Needs(set, name, depth),
            Expr.Let l => Needs(l.Body, name, depth),
            Expr.SetEnumeration or Expr.Tuple or Expr.Product or Expr.FunctionSet or Expr.FunctionApplication
                or Expr.RecordConstructor or Expr.RecordSet => AnyNeeds(e, name, depth),
            Expr.Except x => Needs(x.Function, name, depth),
            _ => false,
        };
    }

    private static bool AnyNeeds(Expr e, Symbol name, int depth)
    {
        foreach (var child in ExprChildren.Of(e))
            if (Needs(child, name, depth))
                return true;
        return false;
    }

    private static bool CallNeeds(Expr.Call call, Symbol name, int depth)
    {
        if (call.Definition.IsRecursive) return false;
        for (var i = 0; i < call.Arguments.Length; i++)
            if (call.Arguments[i] is Argument.Expression { Value: var value } && Needs(value, name, depth)
                && Needs(call.Definition.Body, call.Definition.Parameters[i], depth))
                return true;
        return false;
    }

    private static bool BuiltinNeeds(Expr.Builtin e, Symbol name, int depth)
    {
        switch (e.Operator.Operation)
        {
            case Operation.And or Operation.Or or Operation.Implies:
                return e.Arguments[0] is Argument.Expression { Value: var first } && Needs(first, name, depth);
            case Operation.Prime or Operation.Unchanged or Operation.Enabled or Operation.Compose:
            case Operation.Always or Operation.Eventually or Operation.LeadsTo or Operation.Guarantees:
                return false;
            default:
                foreach (var argument in e.Arguments)
                    if (argument is Argument.Expression { Value: var value } && Needs(value, name, depth))
                        return true;
                return false;
        }
    }
}
