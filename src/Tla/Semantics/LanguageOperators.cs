namespace Verified.Tla.Semantics;

/// <summary>The operators of the language itself, visible in every module.</summary>
internal static class LanguageOperators
{
    public static readonly BuiltinOperator And = BuiltinOperator.Of(@"/\", 2, Operation.And);
    public static readonly BuiltinOperator Or = BuiltinOperator.Of(@"\/", 2, Operation.Or);

    public static readonly BuiltinOperator Not = BuiltinOperator.Of("~", 1, Operation.Not);
    public static readonly BuiltinOperator Enabled = BuiltinOperator.Of("ENABLED", 1, Operation.Enabled);

    public static readonly BuiltinOperator[] All =
    [
        And,
        Or,
        Not,
        BuiltinOperator.Of("=>", 2, Operation.Implies),
        BuiltinOperator.Of("<=>", 2, Operation.Equivalent),
        BuiltinOperator.Of("=", 2, Operation.Equal),
        BuiltinOperator.Of("/=", 2, Operation.NotEqual),
        BuiltinOperator.Of(@"\in", 2, Operation.In),
        BuiltinOperator.Of(@"\notin", 2, Operation.NotIn),
        BuiltinOperator.Of(@"\subseteq", 2, Operation.SubsetEq),
        BuiltinOperator.Of(@"\cup", 2, Operation.Union),
        BuiltinOperator.Of(@"\cap", 2, Operation.Intersect),
        BuiltinOperator.Of(@"\", 2, Operation.Difference),
        BuiltinOperator.Of("SUBSET", 1, Operation.PowerSet),
        BuiltinOperator.Of("UNION", 1, Operation.BigUnion),
        BuiltinOperator.Of("DOMAIN", 1, Operation.Domain),
        BuiltinOperator.Of("'", 1, Operation.Prime),
        BuiltinOperator.Of("UNCHANGED", 1, Operation.Unchanged),
        Enabled,
        BuiltinOperator.Of("[]", 1, Operation.Always),
        BuiltinOperator.Of("<>", 1, Operation.Eventually),
        BuiltinOperator.Of("~>", 2, Operation.LeadsTo),
        BuiltinOperator.Of("-+->", 2, Operation.Guarantees),
        BuiltinOperator.Of(@"\cdot", 2, Operation.Compose),
    ];
}
