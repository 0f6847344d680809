using System.Numerics;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>States that a permutation maps to each other are one: the least fingerprint of all images tells.</summary>
/// <remarks>
/// The fingerprint of an image is a sum over the words of the state: what a word holds is permuted, and so is its place,
/// <c>f[a]</c> becoming <c>f[π(a)]</c>. Both are remembered, so a step costs what it changes times the permutations.
/// Source: Ip, Dill, <i>Better verification through symmetry</i> (1996).
/// </remarks>
internal sealed class SymmetryIdentity : PackedIdentity
{
    // Fingerprints kept in all, before everything is forgotten: 64 MiB.
    private const int MostKept = 1 << 23;

    private readonly int[] _buffer;
    private readonly Leaf[] _leaves;
    private readonly PermutedFingerprints _permuted;
    private readonly ulong[] _sums;
    private readonly ulong[] _next;
    private int _kept;

    public SymmetryIdentity(StateLayout layout, int[] buffer, IReadOnlyList<Permutation> permutations)
    {
        _buffer = buffer;
        _permuted = new PermutedFingerprints(permutations);
        _sums = new ulong[permutations.Count + 1];
        _next = new ulong[_sums.Length];
        _leaves = new Leaf[layout.Width];
        foreach (var (variable, place) in layout.Places.Index())
            AddLeaves(place, [.. Enumerable.Repeat((ulong)variable + 1, _sums.Length)]);
    }

    public override ulong Enter(ulong sum)
    {
        SumAll(0, _sums);
        return Least(_sums);
    }

    public override ulong OfNext(ulong sum, ulong changed)
    {
        if (changed == ulong.MaxValue)
            SumAll(_leaves.Length, _next);
        else
            SumChanges(changed);
        return Least(_next);
    }

    private void SumAll(int start, ulong[] sums)
    {
        Array.Clear(sums);
        for (var word = 0; word < _leaves.Length; word++) Add(sums, PartsOf(word, _buffer[start + word]));
    }

    private void SumChanges(ulong changed)
    {
        _sums.CopyTo(_next, 0);
        for (var rest = changed; rest != 0; rest &= rest - 1)
            for (var word = BitOperations.TrailingZeroCount(rest); word < _leaves.Length; word += 64)
                if (_buffer[word] is var old && _buffer[_leaves.Length + word] is var now && old != now)
                    Exchange(_next, PartsOf(word, old), PartsOf(word, now));
    }

    private static void Add(ulong[] sums, ulong[] parts)
    {
        for (var i = 0; i < sums.Length; i++) sums[i] = unchecked(sums[i] + parts[i]);
    }

    private static void Exchange(ulong[] sums, ulong[] old, ulong[] now)
    {
        for (var i = 0; i < sums.Length; i++) sums[i] = unchecked(sums[i] + now[i] - old[i]);
    }

    private static ulong Least(ulong[] sums)
    {
        var least = ulong.MaxValue;
        foreach (var sum in sums) least = Math.Min(least, PackedHash.Finish(sum));
        return least;
    }

    // What a word adds to the fingerprint of each image; that of the state itself comes first.
    private ulong[] PartsOf(int word, int content)
    {
        var known = _leaves[word].Known;
        if (known.TryGetValue(content, out var parts)) return parts;
        if ((_kept += _sums.Length) > MostKept) Forget();
        parts = new ulong[_sums.Length];
        if (_leaves[word].Place is Place.Members set)
            AddElements(set, (word - set.Offset) * 32, content, _leaves[word].Keys, parts);
        else
            AddValue(_leaves[word].Place.Decode(Alone(word, content)), _leaves[word].Keys, parts);
        return known[content] = parts;
    }

    private void AddElements(Place.Members set, int first, int bits, ulong[] keys, ulong[] parts)
    {
        for (var rest = unchecked((uint)bits); rest != 0; rest &= rest - 1)
            AddValue(set.Universe[first + BitOperations.TrailingZeroCount(rest)], keys, parts);
    }

    private void AddValue(Value value, ulong[] keys, ulong[] parts)
    {
        var images = _permuted.Of(value);
        parts[0] = unchecked(parts[0] + Mixing.Pair(keys[0], value.Fingerprint));
        for (var i = 1; i < parts.Length; i++) parts[i] = unchecked(parts[i] + Mixing.Pair(keys[i], images[i - 1]));
    }

    private void AddLeaves(Place place, ulong[] keys)
    {
        if (place is Place.Fields fields)
        {
            for (var i = 0; i < fields.Items.Length; i++)
                AddLeaves(fields.Items[i], KeysOf(fields.ArgumentAt(i), keys));
            return;
        }

        for (var i = 0; i < place.Width; i++) _leaves[place.Offset + i] = new Leaf(place, keys, []);
    }

    // Names the places of f[π(a)] as keys name those of f.
    private ulong[] KeysOf(Value argument, ulong[] keys)
    {
        var inner = new ulong[keys.Length];
        var images = _permuted.Of(argument);
        inner[0] = Mixing.Pair(keys[0], argument.Fingerprint);
        for (var i = 1; i < inner.Length; i++) inner[i] = Mixing.Pair(keys[i], images[i - 1]);
        return inner;
    }

    private int[] Alone(int word, int content)
    {
        var words = new int[_leaves.Length];
        words[word] = content;
        return words;
    }

    private void Forget()
    {
        foreach (var leaf in _leaves) leaf.Known.Clear();
        _kept = _sums.Length;
    }

    /// <summary>A word: the place that it is of, how that is named in each image, and what is known of its contents.</summary>
    private readonly record struct Leaf(Place Place, ulong[] Keys, Dictionary<int, ulong[]> Known);
}
