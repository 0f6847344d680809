using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module TransitiveClosure, for relations that are sets of pairs.</summary>
internal static class TransitiveClosure
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("Warshall", static relation => Close(Set(relation, "Warshall").ToExplicit())),
    ];

    private static ExplicitSet Close(ExplicitSet pairs)
    {
        var support = new List<Value>();
        foreach (var pair in pairs.Elements)
        {
            var items = Sequence(pair, "Warshall").Items;
            if (items.Length != 2)
                throw new ValueException($"Warshall takes pairs, not {pair.ToString(Value.MessageLength)}");
            support.AddRange(items);
        }

        return Relation.Matrix.Of(ExplicitSet.From(support), (x, y) => pairs.Contains(TupleValue.Of(x, y)))
            .Close(isReflexive: false).ToPairs();
    }
}
