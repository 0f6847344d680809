using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>States in which a view has equal values are one.</summary>
/// <remarks>A view is mostly a tuple of variables: what it does not show is taken out of the state's sum. Its other
/// components are evaluated, and remembered like everything else.</remarks>
internal sealed class ViewIdentity : PackedIdentity
{
    private readonly int[] _buffer;
    private readonly int _width;
    private readonly RememberedFingerprints _fingerprints;
    private readonly List<int> _hidden = [];
    private readonly List<Part> _others = [];

    public ViewIdentity(
        int[] buffer, int width, Code view, Splitter splitter, RememberedFingerprints fingerprints)
    {
        (_buffer, _width, _fingerprints) = (buffer, width, fingerprints);
        var shown = new HashSet<int>();
        foreach (var component in view.Components)
            if (splitter.PlaceOf(component) is { } place)
                shown.UnionWith(Enumerable.Range(place.Offset, place.Width));
            else
                _others.Add(splitter.Whole(component));
        for (var word = 0; word < width; word++)
            if (!shown.Contains(word)) _hidden.Add(word);
    }

    public override ulong Enter(ulong sum) => Of(0, sum);

    public override ulong OfNext(ulong sum, ulong changed) => Of(_width, sum);

    private ulong Of(int start, ulong sum)
    {
        foreach (var word in _hidden) sum = unchecked(sum - PackedHash.Of(word, _buffer[start + word]));
        for (var i = 0; i < _others.Count; i++)
            sum = unchecked(sum + Mixing.Pair((ulong)i + 1, _fingerprints.Ask(_others[i], start, isPair: false)));
        return PackedHash.Finish(sum);
    }
}
