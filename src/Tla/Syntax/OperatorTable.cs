using System.Diagnostics.CodeAnalysis;

namespace Verified.Tla.Syntax;

/// <summary>Every operator symbol of TLA+ 2 and every way to spell it. Immutable, safe to
/// share.</summary>
public static class OperatorTable
{
    private static readonly Dictionary<string, OperatorSymbol> s_bySpelling = Build();

    /// <summary><c>-.</c>: how the minus sign before an operand is declared and named.</summary>
    public static OperatorSymbol Negative { get; } = s_bySpelling["-."];

    /// <summary><c>-</c> between operands.</summary>
    public static OperatorSymbol Minus { get; } = s_bySpelling["-"];

    public static OperatorSymbol And { get; } = s_bySpelling["/\\"];

    public static OperatorSymbol Or { get; } = s_bySpelling["\\/"];

    /// <summary><c>\X</c>, which takes two or more operands.</summary>
    public static OperatorSymbol Product { get; } = s_bySpelling["\\X"];

    /// <summary><c>\in</c>, also the sign of a bound.</summary>
    public static OperatorSymbol In { get; } = s_bySpelling["\\in"];

    /// <summary><c>=</c>, also the sign of an EXCEPT update.</summary>
    public static OperatorSymbol Equal { get; } = s_bySpelling["="];

    /// <summary><c>[]</c>, also the separator of CASE arms.</summary>
    public static OperatorSymbol Always { get; } = s_bySpelling["[]"];

    /// <summary>Function application, <c>f[x]</c>; not a symbol that can be defined.</summary>
    internal static OperatorSymbol Application { get; } = new("[", Fixity.Postfix, 16, 16, true);

    /// <summary>All spellings with their symbols.</summary>
    internal static IReadOnlyDictionary<string, OperatorSymbol> Spellings => s_bySpelling;

    /// <summary>Finds a symbol by any of its spellings. O(1).</summary>
    public static bool TryFind(string spelling, [NotNullWhen(true)] out OperatorSymbol? symbol) =>
        s_bySpelling.TryGetValue(spelling, out symbol);

    private static Dictionary<string, OperatorSymbol> Build()
    {
        var table = new Dictionary<string, OperatorSymbol>(256, StringComparer.Ordinal);
        AddPrefixAndPostfix(table);
        AddLogic(table);
        AddRelations(table);
        AddSets(table);
        AddArithmetic(table);
        return table;
    }

    private static void AddPrefixAndPostfix(Dictionary<string, OperatorSymbol> table)
    {
        Add(table, Fixity.Prefix, 4, 4, false, "~ \\lnot \\neg ¬");
        Add(table, Fixity.Prefix, 4, 15, false, "ENABLED", "UNCHANGED", "[] □", "<> ◇");
        Add(table, Fixity.Prefix, 10, 13, false, "SUBSET", "UNION", "DOMAIN");
        Add(table, Fixity.Prefix, 12, 12, false, "-.");
        Add(table, Fixity.Postfix, 15, 15, false, "'", "^+ ⁺", "^*", "^#");
    }

    private static void AddLogic(Dictionary<string, OperatorSymbol> table)
    {
        Add(table, Fixity.Infix, 1, 1, false, "=> ⇒");
        Add(table, Fixity.Infix, 2, 2, false, "<=> \\equiv ≡ ⇔", "~> ↝", "-+-> ⇸");
        Add(table, Fixity.Infix, 3, 3, true, "/\\ \\land ∧", "\\/ \\lor ∨");
        Add(table, Fixity.Infix, 5, 14, true, "\\cdot ⋅");
    }

    private static void AddRelations(Dictionary<string, OperatorSymbol> table) =>
        Add(table, Fixity.Infix, 5, 5, false,
            "=", "/= # ≠", "<", ">", "\\leq <= =< ≤", "\\geq >= ≥", "\\in ∈", "\\notin ∉",
            "\\subset ⊂", "\\subseteq ⊆", "\\supset ⊃", "\\supseteq ⊇",
            "\\sqsubset ⊏", "\\sqsubseteq ⊑", "\\sqsupset ⊐", "\\sqsupseteq ⊒",
            "\\prec ≺", "\\preceq ⪯", "\\succ ≻", "\\succeq ⪰", "\\ll ≪", "\\gg ≫",
            "\\sim ∼", "\\simeq ≃", "\\asymp ≍", "\\approx ≈", "\\cong ≅", "\\doteq ≐", "\\propto ∝",
            "|- ⊢", "|= ⊨", "-| ⊣", "=| ⫤", ":= ≔", "::= ⩴");

    private static void AddSets(Dictionary<string, OperatorSymbol> table)
    {
        Add(table, Fixity.Infix, 6, 6, true, "@@");
        Add(table, Fixity.Infix, 7, 7, false, ":>", "<:");
        Add(table, Fixity.Infix, 8, 8, false, "\\");
        Add(table, Fixity.Infix, 8, 8, true, "\\cap \\intersect ∩", "\\cup \\union ∪");
        Add(table, Fixity.Infix, 10, 13, true, "\\X \\times ×");
        Add(table, Fixity.Infix, 9, 13, true, "\\uplus ⊎", "\\sqcap ⊓", "\\sqcup ⊔");
    }

    private static void AddArithmetic(Dictionary<string, OperatorSymbol> table)
    {
        Add(table, Fixity.Infix, 9, 9, false, ".. ‥", "... …");
        Add(table, Fixity.Infix, 9, 14, false, "\\wr ≀");
        Add(table, Fixity.Infix, 9, 13, true, "$", "$$", "##", "?? ⁇");
        Add(table, Fixity.Infix, 9, 13, false, "!! ‼");
        Add(table, Fixity.Infix, 10, 10, true, "+", "++", "\\oplus (+) ⊕");
        Add(table, Fixity.Infix, 10, 11, true, "|", "|| ‖", "%%");
        Add(table, Fixity.Infix, 10, 11, false, "%");
        Add(table, Fixity.Infix, 11, 11, true, "-", "--", "\\ominus (-) ⊖");
        Add(table, Fixity.Infix, 13, 13, true,
            "*", "**", "&", "&&", "\\o \\circ ∘", "\\odot (.) ⊙", "\\otimes (\\X) ⊗",
            "\\star ⋆", "\\bigcirc ◯", "\\bullet ●");
        Add(table, Fixity.Infix, 13, 13, false, "/", "//", "\\div ÷", "\\oslash (/) ⊘");
        Add(table, Fixity.Infix, 14, 14, false, "^", "^^");
    }

    /// <summary>Each entry lists the spellings of one symbol, canonical first.</summary>
    private static void Add(
        Dictionary<string, OperatorSymbol> table, Fixity fixity, int low, int high, bool associative,
        params ReadOnlySpan<string> entries)
    {
        foreach (var entry in entries)
        {
            var spellings = entry.Split(' ');
            var symbol = new OperatorSymbol(spellings[0], fixity, low, high, associative);
            foreach (var spelling in spellings)
                table.Add(spelling, symbol);
        }
    }
}
