namespace Verified.Tests.Spec.Syntax;

/// <summary>Damages texts at random: what is decided by the seed alone can be done again.</summary>
internal sealed class Fuzzer(IReadOnlyList<string> seeds, int seed)
{
    private const int MostNesting = 20_000;

    private static readonly string[] s_pieces =
    [
        "(", ")", "[", "]", "{", "}", "<<", ">>", "]_", ">>_", "/\\", "\\/", "==", "=", "\"", "(*", "*)", "\\*", "\n",
        "LET", "IN", "CASE", "[]", "<1>", "<1>2.", "----", "====", "MODULE", "\\in", ":", "::", "!", "@", "'", "-.",
        "LAMBDA", "PROOF", "QED", "\\o7", "1.5", "_", "WF_", "\0", "\t", "😀", "\uD800", "ASSUME", "PROVE", ",", ".",
        "CONSTANT", "<-", "SYMMETRY", "INVARIANT", "TRUE", "-1", "99999999999999999999", "IF", "THEN", "ELSE", "\\A x \\in", "EXCEPT",
    ];

    private static readonly string[] s_nesting = ["(", "[", "{", "<<", "(*", "/\\ ", "~", "[]", "IF ", "LET x == ", "\\A x : ", "SUBSET ", "{{", "a!"];

    private readonly Random _random = new(seed);

    /// <summary>The next damaged text.</summary>
    public string Next()
    {
        var text = seeds[_random.Next(seeds.Count)];
        for (var change = _random.Next(1, 8); change > 0; change--) text = Change(text);
        return text;
    }

    private string Change(string text)
    {
        var at = _random.Next(text.Length + 1);
        var length = Math.Min(_random.Next(0, 40), text.Length - at);
        return _random.Next(8) switch
        {
            0 => text.Remove(at, length),
            1 or 2 => text.Insert(at, s_pieces[_random.Next(s_pieces.Length)]),
            3 => text.Insert(_random.Next(text.Length + 1), text.Substring(at, length)),
            4 => text.Insert(at, Part(seeds[_random.Next(seeds.Count)])),
            5 => text.Insert(at, ((char)_random.Next(0x10000)).ToString()),
            6 when _random.Next(50) == 0 => text.Insert(at, Nested()),
            7 => text[..at],
            _ => text,
        };
    }

    private string Part(string text)
    {
        var start = _random.Next(text.Length + 1);
        return text.Substring(start, Math.Min(_random.Next(0, 200), text.Length - start));
    }

    private string Nested() => string.Concat(
        Enumerable.Repeat(s_nesting[_random.Next(s_nesting.Length)], _random.Next(1, MostNesting)));
}
