namespace Verified.Tla.Values;

/// <summary>The fingerprints of a value under each of some permutations, remembered for the parts that states share.</summary>
/// <remarks>Not safe for two threads. Linear in what is new of a value, times the permutations.</remarks>
public sealed class PermutedFingerprints(IReadOnlyList<Permutation> permutations)
{
    // Fingerprints kept in all, before everything is forgotten: 64 MiB.
    private const int MostKept = 1 << 23;

    private readonly Dictionary<ulong, ulong[]> _known = [];

    /// <summary>One fingerprint for each permutation.</summary>
    /// <param name="value">A value without laziness (<see cref="Value.Canonical"/>).</param>
    public ReadOnlySpan<ulong> Of(Value value)
    {
        if ((long)_known.Count * permutations.Count > MostKept) _known.Clear();
        return Compute(value);
    }

    private ulong[] Compute(Value value)
    {
        if (_known.TryGetValue(value.Fingerprint, out var known)) return known;
        StackGuard.Require();
        var results = new ulong[permutations.Count];
        switch (value)
        {
            case SetValue and not IntervalSet:
                AddElements(((SetValue)value).ToExplicit().Elements, results);
                break;
            case FunctionLike function:
                AddResults(function, results);
                break;
            default:
                for (var i = 0; i < results.Length; i++) results[i] = permutations[i].FingerprintOf(value);
                break;
        }

        return _known[value.Fingerprint] = results;
    }

    private void AddElements(ReadOnlySpan<Value> elements, ulong[] sums)
    {
        foreach (var element in elements)
        {
            var part = Compute(element);
            for (var i = 0; i < sums.Length; i++) sums[i] = unchecked(sums[i] + Mixing.Element(part[i]));
        }

        for (var i = 0; i < sums.Length; i++) sums[i] = Mixing.Whole(Mixing.Seed.Set, (ulong)elements.Length, sums[i]);
    }

    private void AddResults(FunctionLike function, ulong[] sums)
    {
        for (var place = 0; place < function.Count; place++)
        {
            var (argument, result) = (Compute(function.ArgumentAt(place)), Compute(function.ResultAt(place)));
            for (var i = 0; i < sums.Length; i++) sums[i] = unchecked(sums[i] + Mixing.Pair(argument[i], result[i]));
        }

        for (var i = 0; i < sums.Length; i++) sums[i] = Mixing.Whole(Mixing.Seed.Function, (ulong)function.Count, sums[i]);
    }
}
