using System.Runtime.InteropServices;

namespace Verified.Systematic;

/// <summary>Places that a bounded search has been to, with the fewest preemptions spent on the way.</summary>
/// <remarks>Full, it takes no more: the search then tries some places again. A key is 64 bits, so that two places out of n
/// are taken for one with a probability of about n²/2⁶⁵.</remarks>
/// <param name="capacity">Most places; each takes about 24 bytes.</param>
internal sealed class PlaceCache(int capacity)
{
    private readonly Dictionary<ulong, int> _spent = [];

    /// <returns>Whether there is something to try from here that was not tried before.</returns>
    public bool Enter(ulong place, int spent)
    {
        if (_spent.Count >= capacity)
            return !_spent.TryGetValue(place, out var before) || spent < before;
        ref var fewest = ref CollectionsMarshal.GetValueRefOrAddDefault(_spent, place, out var exists);
        if (exists && fewest <= spent)
            return false;
        fewest = spent;
        return true;
    }
}
