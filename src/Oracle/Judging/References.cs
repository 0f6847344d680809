using System.Globalization;
using System.Text;

namespace Verified.Oracle;

/// <summary>The references in a violation's sentence: <c>{id@17/2}</c>, <c>{outcomes.consumer@17/2}</c>, <c>{stream@17}</c>, <c>{line@17}</c>.</summary>
internal static class References
{
    private const int FirstCause = -1_000_000_000;

    /// <summary>Stands for a line's outbox: names under it are not those of its events.</summary>
    public static int OutboxOrdinal(int ordinal) => -2 - ordinal;

    /// <summary>Stands for the cause of a line's event.</summary>
    public static int CauseOrdinal(int ordinal) => FirstCause - ordinal;

    /// <summary>Where a name stands in its line: the array, the place in it, and the member.</summary>
    public static (string Array, int Ordinal, string Member) Place(string what, int ordinal)
    {
        var dot = what.IndexOf('.', StringComparison.Ordinal);
        return ordinal <= FirstCause ? ("events", FirstCause - ordinal, "cause")
            : ordinal <= -2 ? ("outbox", -2 - ordinal, what)
            : dot >= 0 ? (what[..dot], ordinal, what[(dot + 1)..])
            : ("events", ordinal, what);
    }

    /// <summary>Adds every line a sentence refers to.</summary>
    public static void CollectLines(string sentence, HashSet<uint> lines) =>
        Replace(sentence, (_, line, _) =>
        {
            lines.Add(line);
            return "";
        });

    /// <summary>Puts text where references stand; an ordinal that is left out is −1.</summary>
    public static string Replace(string sentence, Func<string, uint, int, string> resolve)
    {
        var text = new StringBuilder();
        var at = 0;
        while (true)
        {
            var open = sentence.IndexOf('{', at);
            if (open < 0) return text.Append(sentence.AsSpan(at)).ToString();
            var close = sentence.IndexOf('}', open);
            text.Append(sentence.AsSpan(at, open - at)).Append(Resolve(sentence.AsSpan(open + 1, close - open - 1), resolve));
            at = close + 1;
        }
    }

    private static string Resolve(ReadOnlySpan<char> reference, Func<string, uint, int, string> resolve)
    {
        var at = reference.IndexOf('@');
        var slash = reference.IndexOf('/');
        var ordinal = slash < 0 ? -1 : int.Parse(reference[(slash + 1)..], CultureInfo.InvariantCulture);
        var line = uint.Parse(reference[(at + 1)..(slash < 0 ? reference.Length : slash)], CultureInfo.InvariantCulture);
        return resolve(reference[..at].ToString(), line, ordinal);
    }
}
