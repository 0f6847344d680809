using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module BagsExt: one copy more or less, and folds over bags.</summary>
internal static class BagsExt
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("BagAdd", static (b, x) => Change(Function(b, "BagAdd"), x, 1)),
        BuiltinOperator.Of("BagRemove", static (b, x) => Change(Function(b, "BagRemove"), x, -1)),
        BuiltinOperator.Of("BagRemoveAll", static (b, x) => Without(Function(b, "BagRemoveAll"), x)),
        BuiltinOperator.Of("MapThenFoldBag", 5, MapThenFoldBag, [2, 0, 1, 1, 0]),
        BuiltinOperator.Of("FoldBag", 3, static call =>
            Fold(call.Operator(0), call[1], Function(call[2], "FoldBag"), "FoldBag"), [2, 0, 0]),
        BuiltinOperator.Of("SumBag", static b => Combine(b, "SumBag", IntValue.Zero, IntValue.Add)),
        BuiltinOperator.Of("ProductBag", static b => Combine(b, "ProductBag", IntValue.One, IntValue.Multiply)),
    ];

    private static FunctionLike Change(FunctionLike bag, Value element, int copies)
    {
        if (!bag.TryApply(element, out var before))
            return copies < 0
                ? bag
                : FunctionLike.Combine(bag, FunctionLike.Singleton(element, IntValue.One));
        var after = IntValue.Add(Integer(before, "a bag"), IntValue.Of(copies));
        return after.Sign > 0 ? bag.With(element, after) : Without(bag, element);
    }

    private static FunctionLike Without(FunctionLike bag, Value element) => FunctionLike.Construct(
        SetOps.Difference(bag.Domain, ExplicitSet.Singleton(element)).ToExplicit(), bag.Apply);

    private static Value MapThenFoldBag(Invocation call)
    {
        var (op, map) = (call.Operator(0), call.Operator(2));
        return Fold(op, call[1], Function(call[4], "MapThenFoldBag"), "MapThenFoldBag", map);
    }

    private static Value Fold(
        OperatorArgument op, Value start, FunctionLike bag, string name, OperatorArgument? map = null)
    {
        var result = start;
        foreach (var element in bag.Domain.ToExplicit().Elements)
            for (var copies = Index(bag.Apply(element), name); copies > 0; copies--)
                result = op(result, map is null ? element : map(element));
        return result;
    }

    private static IntValue Combine(
        Value bag, string name, IntValue start, Func<IntValue, IntValue, IntValue> combine) => (IntValue)Fold(
        arguments => combine((IntValue)arguments[0], Integer(arguments[1], name)), start, Function(bag, name), name);
}
