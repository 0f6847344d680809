namespace Verified.Tla.Semantics;

/// <summary>"Did you mean": the known name nearest to a mistyped one.</summary>
public static class Spelling
{
    /// <summary>The nearest name within a third of its length in edits, or null. Ties go to the ordinally first.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        string? best = null;
        var limit = Math.Max(1, name.Length / 3);
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) > limit || candidate.Length < 2) continue;
            var distance = Distance(name, candidate);
            if (distance < limit + 1 && (best is null || distance < limit
                || (distance == limit && string.CompareOrdinal(candidate, best) < 0)))
            {
                best = candidate;
                limit = distance;
            }
        }

        return best;
    }

    // Levenshtein, ignoring case: a wrong capital is half a mistake.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[b.Length];
    }
}
