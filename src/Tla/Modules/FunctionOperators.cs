using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module Functions: restriction, range, inverse, injections and surjections, folds.</summary>
internal static class FunctionOperators
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("Restrict", static (f, s) => Restrict(Function(f, "Restrict"), Set(s, "Restrict"))),
        BuiltinOperator.Of("RestrictDomain", 2, RestrictDomain, [0, 1]),
        BuiltinOperator.Of("RestrictValues", 2, RestrictValues, [0, 1]),
        BuiltinOperator.Of("IsRestriction", static (narrow, wide) =>
            BoolValue.Of(IsRestriction(Function(narrow, "IsRestriction"), Function(wide, "IsRestriction")))),
        BuiltinOperator.Of("Range", static f => Range(Function(f, "Range"))),
        BuiltinOperator.Of("Pointwise", 3, Pointwise, [0, 0, 2]),
        BuiltinOperator.Of("Inverse", 3, static call =>
            Inverse(Function(call[0], "Inverse"), Set(call[1], "Inverse"), Set(call[2], "Inverse"))),
        BuiltinOperator.Of("AntiFunction", static f => AntiFunction(Function(f, "AntiFunction"))),
        BuiltinOperator.Of("IsInjective", static f => BoolValue.Of(IsInjective(Function(f, "IsInjective")))),
        BuiltinOperator.Of("Injection", static (s, t) => Injections(Set(s, "Injection"), Set(t, "Injection"))),
        BuiltinOperator.Of("Surjection", static (s, t) => Surjections(Set(s, "Surjection"), Set(t, "Surjection"))),
        BuiltinOperator.Of("Bijection", static (s, t) => Bijections(Set(s, "Bijection"), Set(t, "Bijection"))),
        BuiltinOperator.Of("ExistsInjection", static (s, t) =>
            BoolValue.Of(Set(s, "ExistsInjection").Cardinality <= Set(t, "ExistsInjection").Cardinality)),
        BuiltinOperator.Of("ExistsSurjection", static (s, t) =>
            BoolValue.Of(!Surjections(Set(s, "ExistsSurjection"), Set(t, "ExistsSurjection")).IsEmpty)),
        BuiltinOperator.Of("ExistsBijection", static (s, t) =>
            BoolValue.Of(Set(s, "ExistsBijection").Cardinality == Set(t, "ExistsBijection").Cardinality)),
        BuiltinOperator.Of("FoldFunction", 3, static call =>
        {
            var function = Function(call[2], "FoldFunction");
            return Folds.OfResults(call.Operator(0), call[1], function, function.Domain);
        }, [2, 0, 0]),
        BuiltinOperator.Of("FoldFunctionOnSet", 4, static call => Folds.OfResults(
            call.Operator(0), call[1], Function(call[2], "FoldFunctionOnSet"), Set(call[3], "FoldFunctionOnSet")),
            [2, 0, 0, 0]),
    ];

    public static ExplicitSet Range(FunctionLike function)
    {
        function = function.ToExplicit();
        var results = new List<Value>((int)function.Count);
        for (var i = 0; i < function.Count; i++) results.Add(function.ResultAt(i));
        return ExplicitSet.From(results);
    }

    public static bool IsInjective(FunctionLike function) => Range(function).Count == function.Count;

    private static FunctionLike Restrict(FunctionLike function, SetValue domain) =>
        FunctionLike.Construct(domain, function.Apply);

    private static FunctionLike RestrictDomain(Invocation call)
    {
        var (function, test) = (Function(call[0], "RestrictDomain"), call.Operator(1));
        return Restrict(function, Kept(function.Domain, x => Boolean(test(x), "RestrictDomain")));
    }

    private static FunctionLike RestrictValues(Invocation call)
    {
        var (function, test) = (Function(call[0], "RestrictValues"), call.Operator(1));
        return Restrict(function, Kept(function.Domain, x => Boolean(test(function.Apply(x)), "RestrictValues")));
    }

    // At once: an operator that was passed is not valid any longer than the call.
    private static SetValue Kept(SetValue domain, Func<Value, bool> test) => SetOps.Filter(domain.ToExplicit(), test);

    private static bool IsRestriction(FunctionLike narrow, FunctionLike wide)
    {
        if (!narrow.Domain.IsSubsetOf(wide.Domain)) return false;
        foreach (var argument in narrow.Domain.ToExplicit().Elements)
            if (!narrow.Apply(argument).EqualTo(wide.Apply(argument)))
                return false;
        return true;
    }

    private static FunctionLike Pointwise(Invocation call)
    {
        var (f, g, op) = (Function(call[0], "Pointwise"), Function(call[1], "Pointwise"), call.Operator(2));
        return FunctionLike.Construct(f.Domain.ToExplicit(), e => op(f.Apply(e), g.Apply(e)));
    }

    private static FunctionLike AntiFunction(FunctionLike function) =>
        Inverse(function, function.Domain, Range(function));

    // Where nothing leads to t, any element of S will do: the first, as CHOOSE has it.
    private static FunctionLike Inverse(FunctionLike function, SetValue from, SetValue to)
    {
        var range = Range(function);
        return FunctionLike.Construct(to.ToExplicit(), t =>
        {
            foreach (var s in from.ToExplicit().Elements)
                if (!range.Contains(t) || function.Apply(s).EqualTo(t))
                    return s;
            throw new ValueException($"Inverse finds no element that is mapped to {t.ToString(Value.MessageLength)}");
        });
    }

    private static SetValue Injections(SetValue from, SetValue to) =>
        SetOps.Filter(new FunctionSet(from, to), static f => IsInjective((FunctionLike)f));

    private static SetValue Surjections(SetValue from, SetValue to) =>
        SetOps.Filter(new FunctionSet(from, to), f => to.IsSubsetOf(Range((FunctionLike)f)));

    private static SetValue Bijections(SetValue from, SetValue to) => SetOps.Filter(
        new FunctionSet(from, to),
        f => IsInjective((FunctionLike)f) && to.IsSubsetOf(Range((FunctionLike)f)));
}
