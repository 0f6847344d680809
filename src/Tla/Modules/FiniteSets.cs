using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module FiniteSets.</summary>
internal static class FiniteSets
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("IsFiniteSet", static s => BoolValue.Of(Set(s, "IsFiniteSet").IsFinite)),
        BuiltinOperator.Of("Cardinality", static s => s is ExplicitSet set ? IntValue.Of(set.Count) : IntValue.Of(Set(s, "Cardinality").Cardinality)),
    ];
}
