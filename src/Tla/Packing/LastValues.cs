using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>The values that the places of a state had last: from one state to the next most of them stay as they are.</summary>
/// <remarks>Not safe for two threads at once.</remarks>
internal sealed class LastValues(StateLayout layout)
{
    // Of the state that an evaluation starts from, and of the one after it.
    private readonly Entry[] _now = new Entry[layout.CompositeCount];
    private readonly Entry[] _next = new Entry[layout.CompositeCount];

    /// <summary>The value at a place.</summary>
    /// <param name="start">Where the state's words start.</param>
    public Value Read(Place place, int[] words, int start) =>
        Read(place, words.AsSpan(start, layout.Width), start == 0 ? _now : _next);

    private static Value Read(Place place, ReadOnlySpan<int> words, Entry[] entries)
    {
        if (place is Place.Atom) return place.Decode(words);
        ref var entry = ref entries[place.Number];
        var own = words.Slice(place.Offset, place.Width);
        if (entry.Value is not null && own.SequenceEqual(entry.Words)) return entry.Value;
        var value = place is Place.Fields fields ? Decode(fields, words, entries) : place.Decode(words);
        entry.Words ??= new int[place.Width];
        own.CopyTo(entry.Words);
        return entry.Value = value;
    }

    private static Value Decode(Place.Fields fields, ReadOnlySpan<int> words, Entry[] entries)
    {
        var results = new Value[fields.Items.Length];
        Span<Value> into = results;
        for (var i = 0; i < into.Length; i++) into[i] = Read(fields.Items[i], words, entries);
        return fields.Form.Make(results).Canonical();
    }

    private struct Entry
    {
        public int[]? Words;
        public Value? Value;
    }
}
