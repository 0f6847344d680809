using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module TLC.</summary>
internal static class TlcModule
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of(":>", static (argument, result) => FunctionLike.Singleton(argument, result)),
        BuiltinOperator.Of("@@", static (f, g) => FunctionLike.Combine(Function(f, "@@"), Function(g, "@@"))),
        BuiltinOperator.Of("Print", 2, Print, effect: true),
        BuiltinOperator.Of("PrintT", 1, PrintT, effect: true),
        BuiltinOperator.Of("Assert", 2, Assert),
        BuiltinOperator.Of("Permutations", static s => Permutations(Set(s, "Permutations"))),
        BuiltinOperator.Of("SortSeq", 2, SortSeq, [0, 2]),
        BuiltinOperator.Of("ToString", static v => StringValue.Of(v.ToString())),
        BuiltinOperator.Of("TLCEval", static v => v is SetValue { IsEnumerable: false } ? v : v.Canonical()),
        BuiltinOperator.Value("Any", () => InfiniteSet.Any),
        .. Registers.Of,
        BuiltinOperator.Of("RandomElement", 1, static call =>
            Randomization.Element(Set(call[0], "RandomElement"), call.Host.Random), ordered: true),
        BuiltinOperator.Refused("JavaTime", 0, "a specification does not read the clock"),
    ];

    private static Value Print(Invocation call)
    {
        call.Host.Print($"{call[0]}  {call[1]}");
        return call[1];
    }

    private static BoolValue PrintT(Invocation call)
    {
        call.Host.Print(call[0].ToString());
        return BoolValue.True;
    }

    private static BoolValue Assert(Invocation call) => Boolean(call[0], "Assert")
        ? BoolValue.True
        : throw new ValueException($"Assert failed: {call[1].ToString(Value.MessageLength)}");

    private static TupleValue SortSeq(Invocation call) =>
        Sort(Sequence(call[0], "SortSeq").Items.ToArray(), call.Operator(1), "SortSeq");

    /// <summary>Sorts the items in place. Insertion keeps equal items in place, and asks only "before(new, old)", as TLC
    /// does.</summary>
    public static TupleValue Sort(Value[] items, OperatorArgument before, string op)
    {
        for (var i = 1; i < items.Length; i++)
        {
            var item = items[i];
            var j = i;
            for (; j > 0 && Boolean(before(item, items[j - 1]), op); j--)
                items[j] = items[j - 1];
            items[j] = item;
        }

        return TupleValue.Adopt(items);
    }

    private static ExplicitSet Permutations(SetValue set)
    {
        var elements = set.ToExplicit();
        var found = new List<Value>();
        Permute(elements, [.. elements.Elements], 0, found);
        return ExplicitSet.From(found);
    }

    private static void Permute(ExplicitSet domain, Value[] image, int from, List<Value> found)
    {
        if (from >= image.Length - 1)
        {
            var results = image.AsSpan().ToArray();
            found.Add(FunctionLike.Construct(domain, x => results[domain.IndexOf(x)]));
            return;
        }

        for (var i = from; i < image.Length; i++)
        {
            (image[from], image[i]) = (image[i], image[from]);
            Permute(domain, image, from + 1, found);
            (image[from], image[i]) = (image[i], image[from]);
        }
    }
}
