using static Verified.Reference.EventStoreAction;

namespace Verified.Reference;

/// <summary>The event store as a pure state machine: the mirror of <c>EventStore.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says. Pure, so safe to call from
/// many threads.</remarks>
public static partial class EventStore
{
    public static EventStoreState Init(EventStoreModel model) => new(
        Disk: new DiskState([], []),
        Running: true,
        Log: [],
        Deleted: [],
        Index: [],
        Checked: [],
        Acked: [],
        AckedDeletes: []);

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    /// <remarks>Every action has one successor at most. O(log + batch).</remarks>
    public static EventStoreState? Step(EventStoreModel model, EventStoreState state, EventStoreAction action) =>
        action switch
        {
            AppendEvents(var stream, var expected, var ids)
                when state.Running
                  && model.Variant != EventStoreVariant.CheckThenAppend
                  && Outcome(state, stream, expected, ids) is AppendDecision.Append // OneWinnerInv, UniqueIdInv
                => Write(state, stream, LastVersion(state, stream) + 1, ids),

            RejectAppend(var stream, var expected, var ids, var why)
                when state.Running && Outcome(state, stream, expected, ids) == why
                => state,

            AcknowledgeAppend(var stream, var expected, var ids)
                when state.Running
                  && Outcome(state, stream, expected, ids) is AppendDecision.Idempotent(var first)
                  && (StandsIn(state.Disk.Log, stream, first, ids) // AckedDurableInv
                      || model.Variant == EventStoreVariant.AckBeforeDurable)
                  && !state.Acked.Contains(new AckedAppend(stream, expected, ids, first))
                  && state.Acked.Count < model.MaxAcked
                => state with { Acked = state.Acked.Add(new AckedAppend(stream, expected, ids, first)) },

            DeleteStream(var stream, var expected)
                when state.Running && DeleteOutcome(state, stream, expected) == DeleteDecision.Delete
                => state with { Deleted = state.Deleted.Add(stream) },

            RejectDelete(var stream, var expected)
                when state.Running && DeleteOutcome(state, stream, expected) == DeleteDecision.WrongExpectedVersion
                => state,

            AcknowledgeDelete(var stream)
                when state.Running
                  && state.Disk.Deleted.Contains(stream) // AckedDurableInv
                  && !state.AckedDeletes.Contains(stream)
                => state with { AckedDeletes = state.AckedDeletes.Add(stream) },

            Flush
                when state.Running && state.Disk != new DiskState(state.Log, state.Deleted)
                => state with { Disk = new DiskState(state.Log, state.Deleted) },

            Crash
                when state.Running
                => state with { Running = false, Log = [], Deleted = [], Index = [], Checked = [] },

            Recover
                when !state.Running
                => state with
                {
                    Running = true,
                    Log = state.Disk.Log,
                    Deleted = state.Disk.Deleted,
                    Index = model.Variant == EventStoreVariant.VolatileIdCache // RetrySafeInv
                        ? [] : IdsOf(state.Disk.Log),
                },

            CheckAppend(var stream, var expected, var ids)
                when state.Running
                  && model.Variant == EventStoreVariant.CheckThenAppend
                  && NamesPlace(expected)
                  && state.Checked.Count < 2
                  && Outcome(state, stream, expected, ids) is AppendDecision.Append // and when it is written?
                => state with
                {
                    Checked = state.Checked.Append(
                        new CheckedAppend(stream, ids, LastVersion(state, stream) + 1)),
                },

            WriteChecked
                when state.Running && state.Checked.Count > 0 && state.Checked[0] is var append
                => Write(state, append.Stream, append.FirstVersion, append.Ids)
                    with
                { Checked = state.Checked.Tail() },

            _ => null,
        };

    /// <summary>The whole batch behind the log, and its ids in the index.</summary>
    private static EventStoreState Write(
        EventStoreState state, StreamId stream, long firstVersion, EquatableArray<EventId> ids) =>
        state with
        {
            Log = state.Log.Concat(Batch(stream, firstVersion, ids)),
            Index = state.Index.Union(ids),
        };
}
