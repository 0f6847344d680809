namespace Verified.Tla.Syntax;

/// <summary>The fixed spellings of TLA+: keywords, punctuation, operator symbols, Unicode
/// variants.</summary>
internal static class Lexicon
{
    /// <summary>The keywords in the order of <see cref="TokenKind"/>, from
    /// <see cref="TokenKind.Action"/> on.</summary>
    private const string Keywords =
        "ACTION ASSUME ASSUMPTION BY CASE CHOOSE CONSTANT DEF DEFINE ELSE EXCEPT EXTENDS HAVE HIDE IF IN " +
        "INSTANCE LAMBDA LET LOCAL MODULE NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF PROVE QED RECURSIVE " +
        "STATE SUFFICES TAKE TEMPORAL THEN THEOREM USE VARIABLE WITH WITNESS";

    private const int LongestBackslashed = 12;

    private static readonly (string Spelling, TokenKind Kind)[] punctuation =
    [
        ("(", TokenKind.LeftParen), (")", TokenKind.RightParen),
        ("[", TokenKind.LeftBracket), ("]", TokenKind.RightBracket), ("]_", TokenKind.RightBracketSubscript),
        ("{", TokenKind.LeftBrace), ("}", TokenKind.RightBrace),
        ("<<", TokenKind.LeftTuple), (">>", TokenKind.RightTuple), (">>_", TokenKind.RightTupleSubscript),
        ("⟨", TokenKind.LeftTuple), ("⟩", TokenKind.RightTuple),
        (",", TokenKind.Comma), (":", TokenKind.Colon), ("::", TokenKind.Label), ("∷", TokenKind.Label),
        (".", TokenKind.Dot), ("==", TokenKind.Definition), ("≜", TokenKind.Definition),
        ("!", TokenKind.Bang), ("->", TokenKind.Arrow), ("→", TokenKind.Arrow),
        ("<-", TokenKind.Substitute), ("←", TokenKind.Substitute),
        ("|->", TokenKind.MapsTo), ("↦", TokenKind.MapsTo), ("@", TokenKind.At),
        ("[]ASSUME", TokenKind.BoxAssume), ("[]PROVE", TokenKind.BoxProve),
        ("\\A", TokenKind.Forall), ("\\forall", TokenKind.Forall), ("∀", TokenKind.Forall),
        ("\\E", TokenKind.Exists), ("\\exists", TokenKind.Exists), ("∃", TokenKind.Exists),
        ("\\AA", TokenKind.TemporalForall), ("\\EE", TokenKind.TemporalExists),
        ("ℕ", TokenKind.Identifier), ("ℤ", TokenKind.Identifier), ("ℝ", TokenKind.Identifier),
    ];

    private static readonly Dictionary<string, Meaning> s_words = BuildWords();
    private static readonly Dictionary<string, Meaning> s_backslashed = BuildBackslashed();
    private static readonly Entry[]?[] s_ascii = BuildAscii();
    private static readonly Dictionary<char, Meaning> s_unicode = BuildUnicode();

    private static readonly Dictionary<string, Meaning>.AlternateLookup<ReadOnlySpan<char>> wordLookup =
        s_words.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly Dictionary<string, Meaning>.AlternateLookup<ReadOnlySpan<char>> backslashedLookup =
        s_backslashed.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A keyword or an operator that is a word.</summary>
    public static bool TryWord(ReadOnlySpan<char> word, out Meaning meaning) =>
        wordLookup.TryGetValue(word, out meaning);

    /// <summary>The longest <c>\name</c> symbol that begins <paramref name="text"/>; SANY reads
    /// <c>\inS</c> as <c>\in S</c>.</summary>
    public static int MatchBackslashed(ReadOnlySpan<char> text, out Meaning meaning)
    {
        var length = 1;
        while (length < text.Length && length < LongestBackslashed && char.IsAsciiLetter(text[length]))
            length++;
        for (; length > 1; length--)
            if (backslashedLookup.TryGetValue(text[..length], out meaning))
                return length;
        meaning = default;
        return 0;
    }

    /// <summary>The longest symbol that begins <paramref name="text"/>, or 0.</summary>
    public static int MatchSymbol(ReadOnlySpan<char> text, out Meaning meaning)
    {
        if (text[0] >= s_ascii.Length)
        {
            var known = s_unicode.TryGetValue(text[0], out meaning);
            if (known && meaning.Kind == TokenKind.RightTuple && text.Length > 1 && text[1] == '_')
            {
                meaning = new Meaning(TokenKind.RightTupleSubscript);
                return 2;
            }

            return known ? 1 : 0;
        }

        foreach (var entry in s_ascii[text[0]] ?? [])
            if (text.StartsWith(entry.Spelling, StringComparison.Ordinal))
            {
                meaning = entry.Meaning;
                return entry.Spelling.Length;
            }

        meaning = default;
        return 0;
    }

    /// <summary>What a spelling stands for.</summary>
    public readonly record struct Meaning(TokenKind Kind, OperatorSymbol? Symbol = null);

    private readonly record struct Entry(string Spelling, Meaning Meaning);

    private static Dictionary<string, Meaning> BuildWords()
    {
        var table = new Dictionary<string, Meaning>(96, StringComparer.Ordinal);
        var keyword = TokenKind.Action;
        foreach (var word in Keywords.Split(' '))
            table.Add(word, new Meaning(keyword++));
        Span<(string, TokenKind)> variants =
        [
            ("ACTIONS", TokenKind.Action), ("AXIOM", TokenKind.Assumption), ("CONSTANTS", TokenKind.Constant),
            ("DEFS", TokenKind.Def), ("TEMPORALS", TokenKind.Temporal), ("VARIABLES", TokenKind.Variable),
            ("LEMMA", TokenKind.Theorem), ("PROPOSITION", TokenKind.Theorem), ("COROLLARY", TokenKind.Theorem),
        ];
        foreach (var (word, kind) in variants)
            table.Add(word, new Meaning(kind));
        foreach (var (spelling, symbol) in OperatorTable.Spellings)
            if (char.IsAsciiLetter(spelling[0]))
                table.Add(spelling, Of(symbol, spelling));
        return table;
    }

    private static Dictionary<string, Meaning> BuildBackslashed()
    {
        var table = new Dictionary<string, Meaning>(96, StringComparer.Ordinal);
        foreach (var (spelling, kind) in punctuation)
            if (IsBackslashed(spelling))
                table.Add(spelling, new Meaning(kind));
        foreach (var (spelling, symbol) in OperatorTable.Spellings)
            if (IsBackslashed(spelling))
                table.Add(spelling, Of(symbol, spelling));
        return table;
    }

    private static Entry[]?[] BuildAscii()
    {
        var lists = new List<Entry>?[128];
        foreach (var (spelling, meaning) in Symbols())
            if (spelling[0] < lists.Length)
                (lists[spelling[0]] ??= []).Add(new Entry(spelling, meaning));
        var table = new Entry[]?[128];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i]?.Sort((a, b) => b.Spelling.Length.CompareTo(a.Spelling.Length));
            table[i] = lists[i]?.ToArray();
        }

        return table;
    }

    private static Dictionary<char, Meaning> BuildUnicode()
    {
        var table = new Dictionary<char, Meaning>();
        foreach (var (spelling, meaning) in Symbols())
            if (spelling[0] >= 128)
                table.Add(spelling[0], meaning);
        return table;
    }

    /// <summary>Every spelling that is neither a word nor a backslash with letters.</summary>
    private static IEnumerable<(string Spelling, Meaning Meaning)> Symbols()
    {
        foreach (var (spelling, kind) in punctuation)
            if (!IsBackslashed(spelling))
                yield return (spelling, new Meaning(kind));
        foreach (var (spelling, symbol) in OperatorTable.Spellings)
            if (!IsBackslashed(spelling) && !char.IsAsciiLetter(spelling[0]))
                yield return (spelling, Of(symbol, spelling));
    }

    private static bool IsBackslashed(string spelling) =>
        spelling.Length > 1 && spelling[0] == '\\' && char.IsAsciiLetter(spelling[1]);

    /// <summary>Only the drawn forms of and, or are bullets.</summary>
    private static Meaning Of(OperatorSymbol symbol, string spelling) => spelling switch
    {
        "/\\" or "∧" => new Meaning(TokenKind.AndBullet, symbol),
        "\\/" or "∨" => new Meaning(TokenKind.OrBullet, symbol),
        _ => new Meaning(TokenKind.Operator, symbol),
    };
}
