namespace Verified.Reference;

/// <summary>Finds the events of a log by their ids.</summary>
/// <remarks>
/// Open addressing over words: in the upper half the hash of an id, in the lower one the position of its event. So a
/// look-up reads the log only where the hashes are equal, and growing asks for no id again. Not thread-safe. Finding and
/// adding are O(1), adding amortised. Source: <c>EventStore</c>, VARIABLE <c>index</c>.
/// </remarks>
/// <param name="log">The event at position p is at index p − 1.</param>
internal sealed class EventIndex(AppendOnlyList<RecordedEvent> log)
{
    /// <summary>While it is smaller it grows in longer steps: to grow is to put all again.</summary>
    private const int Large = 1 << 16;

    /// <summary>0 where there is none; their number is a power of two, and no more than five of eight are in use.</summary>
    private ulong[] _places = new ulong[32];

    private int _count;

    public static uint HashOf(EventId id) => unchecked((uint)id.Value.GetHashCode());

    /// <summary>The event of this id, or null.</summary>
    public RecordedEvent? Find(EventId id) => Find(id, HashOf(id));

    /// <inheritdoc cref="Find(EventId)"/>
    /// <param name="hash"><see cref="HashOf"/> the id.</param>
    public RecordedEvent? Find(EventId id, uint hash)
    {
        var places = _places;
        for (var i = First(hash, places); places[i] is not 0 and var place; i = After(i, places))
            if (place >> 32 == hash && log[PositionIn(place) - 1] is var stored && stored.Event.Id == id)
                return stored;
        return null;
    }

    /// <summary>Adds an event that is not there yet; the log holds it before anybody asks for it.</summary>
    /// <param name="hash"><see cref="HashOf"/> its id.</param>
    /// <param name="position">Its place in the log.</param>
    public void Add(uint hash, long position)
    {
        if (++_count > _places.Length / 8 * 5)
            Grow();
        Put(_places, ((ulong)hash << 32) | (uint)position);
    }

    private void Grow()
    {
        var places = new ulong[_places.Length * (_places.Length < Large ? 4 : 2)];
        foreach (var place in _places)
            if (place != 0)
                Put(places, place);
        _places = places;
    }

    private static void Put(ulong[] places, ulong place)
    {
        var i = First((uint)(place >> 32), places);
        while (places[i] != 0)
            i = After(i, places);
        places[i] = place;
    }

    private static int First(uint hash, ulong[] places) => (int)(hash & (uint)(places.Length - 1));

    private static int After(int index, ulong[] places) => (index + 1) & (places.Length - 1);

    private static int PositionIn(ulong place) => (int)(place & uint.MaxValue);
}
