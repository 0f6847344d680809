namespace Verified.Reference;

/// <content>Looking things up in a state of the mirror.</content>
public static partial class EventStore
{
    /// <summary>The version of the stream's last event, −1 where it has none.</summary>
    /// <remarks>Source: <c>EventStore!LastVersion</c>. O(log).</remarks>
    public static long LastVersion(EventStoreState state, StreamId stream)
    {
        var last = -1L;
        foreach (var stored in state.Log)
            if (stored.Stream == stream)
                last = Math.Max(last, stored.Version);
        return last;
    }

    /// <summary>Where the process finds the event of this id, or null. Source: <c>EventStore!Locate</c>.</summary>
    public static StoredAt? Locate(EventStoreState state, EventId id)
    {
        if (!state.Index.Contains(id))
            return null;
        foreach (var stored in state.Log)
            if (stored.Id == id)
                return new StoredAt(stored.Stream, stored.Version);
        return null;
    }

    /// <summary>All that the outcome of an append depends on. Source: <c>EventStore!FactsFor</c>.</summary>
    public static AppendFacts FactsFor(EventStoreState state, StreamId stream, EquatableArray<EventId> ids) =>
        new(
            LastVersion(state, stream),
            state.Deleted.Contains(stream),
            [.. ids.Select(id => Locate(state, id))]);

    /// <summary>What the process answers to an append. Source: <c>EventStore!Outcome</c>.</summary>
    public static AppendDecision Outcome(
        EventStoreState state, StreamId stream, ExpectedVersion expected, EquatableArray<EventId> ids) =>
        Decide(stream, expected, FactsFor(state, stream, ids));

    /// <summary>What the process answers to a deletion. Source: <c>EventStore!DeleteOutcome</c>.</summary>
    public static DeleteDecision DeleteOutcome(
        EventStoreState state, StreamId stream, ExpectedVersion expected) =>
        DecideDelete(expected, LastVersion(state, stream), state.Deleted.Contains(stream));

    /// <summary>The ids as events of the stream, from this version on; <see cref="VersionAt"/> gives them.</summary>
    /// <remarks>Source: <c>EventStore!Batch</c>. O(batch).</remarks>
    public static EquatableArray<LogEvent> Batch(
        StreamId stream, long firstVersion, IReadOnlyList<EventId> ids)
    {
        var batch = new LogEvent[ids.Count];
        for (var i = 0; i < batch.Length; i++)
            batch[i] = new LogEvent(stream, VersionAt(firstVersion, i), ids[i]);
        return new EquatableArray<LogEvent>(batch);
    }

    /// <summary>The version of an event of a batch.</summary>
    /// <remarks>Source: <c>EventStore!Batch</c>.</remarks>
    public static long VersionAt(long firstVersion, int index) => firstVersion + index;

    /// <summary>Each event of the batch is among these events, where it should be.</summary>
    private static bool StandsIn(
        EquatableArray<LogEvent> events, StreamId stream, long firstVersion, EquatableArray<EventId> ids)
    {
        foreach (var expected in Batch(stream, firstVersion, ids))
            if (!events.AsSpan().Contains(expected))
                return false;
        return true;
    }

    private static EquatableSet<EventId> IdsOf(EquatableArray<LogEvent> events) =>
        EquatableSet.From(events.Select(stored => stored.Id));
}
