using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module Bags: functions from elements to how many copies there are, at least one.</summary>
internal static class Bags
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("IsABag", static b => BoolValue.Of(IsABag(b))),
        BuiltinOperator.Of("BagToSet", static b => Bag(b, "BagToSet").Domain),
        BuiltinOperator.Of("SetToBag", static s => FunctionLike.Construct(Set(s, "SetToBag"), static _ => IntValue.Of(1))),
        BuiltinOperator.Of("BagIn", static (e, b) => BoolValue.Of(Copies(Bag(b, "BagIn"), e).Sign > 0)),
        BuiltinOperator.Value("EmptyBag", static () => TupleValue.Adopt([])),
        BuiltinOperator.Of(@"\oplus", static (a, b) => Add(Bag(a, "(+)"), Bag(b, "(+)"))),
        BuiltinOperator.Of(@"\ominus", static (a, b) => Remove(Bag(a, "(-)"), Bag(b, "(-)"))),
        BuiltinOperator.Of("BagUnion", BagUnion),
        BuiltinOperator.Of(@"\sqsubseteq", static (a, b) => BoolValue.Of(IsWithin(Bag(a, @"\sqsubseteq"), Bag(b, @"\sqsubseteq")))),
        BuiltinOperator.Of("SubBag", SubBag),
        BuiltinOperator.Of("BagOfAll", 2, BagOfAll, [1, 0]),
        BuiltinOperator.Of("BagCardinality", static b => Cardinality(Bag(b, "BagCardinality"))),
        BuiltinOperator.Of("CopiesIn", static (e, b) => Copies(Bag(b, "CopiesIn"), e)),
    ];

    private static bool IsABag(Value value)
    {
        if (value is not FunctionLike bag || !bag.Domain.IsEnumerable) return false;
        bag = bag.ToExplicit();
        for (var i = 0; i < bag.Count; i++)
            if (bag.ResultAt(i) is not IntValue { Sign: > 0 })
                return false;
        return true;
    }

    private static FunctionLike Bag(Value value, string op) => IsABag(value)
        ? ((FunctionLike)value).ToExplicit()
        : throw new ValueException($"{op} takes a bag, not {value.ToString(Value.MessageLength)}");

    private static IntValue Copies(FunctionLike bag, Value element) =>
        bag.TryApply(element, out var copies) ? (IntValue)copies : IntValue.Of(0);

    private static FunctionLike Add(FunctionLike a, FunctionLike b) => FunctionLike.Construct(
        ((SetValue)SetOps.Union(a.Domain, b.Domain)).ToExplicit(), e => IntValue.Add(Copies(a, e), Copies(b, e)));

    private static FunctionLike Remove(FunctionLike a, FunctionLike b)
    {
        var left = new List<Value>();
        foreach (var element in a.Domain.ToExplicit().Elements)
            if (IntValue.Compare(Copies(a, element), Copies(b, element)) > 0)
                left.Add(element);
        return FunctionLike.Construct(
            ExplicitSet.From(left), e => IntValue.Subtract(Copies(a, e), Copies(b, e)));
    }

    private static FunctionLike BagUnion(Value bags)
    {
        FunctionLike sum = TupleValue.Adopt([]);
        foreach (var bag in Set(bags, "BagUnion").ToExplicit().Elements) sum = Add(sum, Bag(bag, "BagUnion"));
        return sum;
    }

    private static bool IsWithin(FunctionLike a, FunctionLike b)
    {
        foreach (var element in a.Domain.ToExplicit().Elements)
            if (IntValue.Compare(Copies(a, element), Copies(b, element)) > 0)
                return false;
        return true;
    }

    private static ExplicitSet SubBag(Value value)
    {
        var bag = Bag(value, "SubBag");
        var elements = bag.Domain.ToExplicit().Elements.ToArray();
        var found = new List<Value>();
        var chosen = new List<(Value Element, IntValue Copies)>();
        Choose(0);
        return ExplicitSet.From(found);

        void Choose(int place)
        {
            if (place == elements.Length)
            {
                found.Add(Of(chosen));
                return;
            }

            Choose(place + 1);
            var most = Copies(bag, elements[place]);
            for (var n = IntValue.Of(1); IntValue.Compare(n, most) <= 0; n = IntValue.Add(n, IntValue.Of(1)))
            {
                chosen.Add((elements[place], n));
                Choose(place + 1);
                chosen.RemoveAt(chosen.Count - 1);
            }
        }
    }

    private static FunctionLike Of(List<(Value Element, IntValue Copies)> chosen)
    {
        var domain = ExplicitSet.Adopt([.. chosen.Select(c => c.Element)]);
        var copies = chosen.ToDictionary(c => c.Element, c => c.Copies);
        return FunctionLike.Construct(domain, e => copies[e]);
    }

    private static FunctionLike BagOfAll(Invocation call)
    {
        var map = call.Operator(0);
        FunctionLike sum = TupleValue.Adopt([]);
        var bag = Bag(call[1], "BagOfAll");
        foreach (var element in bag.Domain.ToExplicit().Elements)
            sum = Add(sum, FunctionLike.Singleton(map(element), Copies(bag, element)));
        return sum;
    }

    private static IntValue Cardinality(FunctionLike bag)
    {
        var sum = IntValue.Of(0);
        for (var i = 0; i < bag.Count; i++) sum = IntValue.Add(sum, (IntValue)bag.ResultAt(i));
        return sum;
    }
}
