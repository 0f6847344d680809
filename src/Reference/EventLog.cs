namespace Verified.Reference;

/// <summary>The log of events as a pure state machine: the mirror of <c>EventLog.tla</c>.</summary>
/// <remarks>
/// <para>A mirror is compared with its module by reflection: the reachable state graphs must be
/// equal. What belongs to what follows from names, for every mirror of this project alike. For a
/// module <c>M</c>:</para>
/// <code>
/// CONSTANT MaxCommit         property MaxCommit of MModel
/// VARIABLE ackedDeletes      property AckedDeletes of MState
/// Init                       MState M.Init(MModel)
/// action A(x, y) of Next     sealed case A(X, Y) of MAction, parameters in the same order
/// the quantifiers of Next    IEnumerable of MAction M.Actions(MModel)
/// an action, taken           MState? M.Step(MModel, MState, MAction), null where it is not enabled
/// XInv                       bool M.XInv(MState) or bool M.XInv(MModel, MState)
/// XProp == [][P]_v           bool M.XProp(MState, MState): before a step, and after it
///                            or bool M.XProp(MModel, MState, MState)
/// </code>
/// <para>Values correspond by shape:</para>
/// <code>
/// TRUE                                    bool
/// 7                                       int or long
/// model value s1                          an identifier, a record struct over the one string "s1"
/// "Correct"                               the member Correct of an enum
/// sequence                                EquatableArray
/// set                                     EquatableSet
/// [x \in S |-> e]                         EquatableMap
/// [firstVersion |-> 0]                    a record with the one property FirstVersion
/// [kind |-> "Exact", version |-> 3]       the case Exact(Version) of a closed hierarchy of records:
///                                         the field kind is the name of the case
/// </code>
/// <para>A member that is not a property of a positional record (an indexer, a computed value) is no
/// part of the state.</para>
/// </remarks>
public static class EventLog
{
    public static EventLogState Init(EventLogModel model) => new([]);

    /// <summary>Every action with every argument, in the order of <c>EventLog!Next</c>.</summary>
    public static IEnumerable<EventLogAction> Actions(EventLogModel model)
    {
        foreach (var entries in Commits(model))
            yield return new EventLogAction.AppendEvents(entries);
        for (var position = 1; position <= model.Ids.Count; position++)
            foreach (var id in model.Ids)
                yield return new EventLogAction.OverwriteEvent(position, id);
    }

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    public static EventLogState? Step(EventLogModel model, EventLogState state, EventLogAction action) =>
        action switch
        {
            EventLogAction.AppendEvents(var entries)
                when !entries.Any(entry => Stores(state, entry.Id)) // an id names one event
                => new EventLogState(state.Log.Concat(Placed(state, entries))), // behind, never between

            EventLogAction.OverwriteEvent(var position, var id)
                when model.Variant == EventLogVariant.Overwrite
                  && position <= state.Log.Count
                  && !Stores(state, id)
                => new EventLogState(
                    state.Log.SetItem(position - 1, state.Log[position - 1] with { Id = id })),

            _ => null,
        };

    /// <summary>Whatever was read once is read again, at the same position, for ever.</summary>
    public static bool AppendOnlyProp(EventLogState state, EventLogState next) =>
        next.Log.StartsWith(state.Log);

    /// <summary>The version of an event is the number of events of its stream in front of it.</summary>
    public static bool ContiguousInv(EventLogState state) => Contiguous(state.Log);

    /// <summary>Versions of each stream run from 0, in steps of 1.</summary>
    internal static bool Contiguous(EquatableArray<LogEvent> events)
    {
        var next = new Dictionary<StreamId, long>();
        foreach (var stored in events)
        {
            if (stored.Version != next.GetValueOrDefault(stored.Stream))
                return false;
            next[stored.Stream] = stored.Version + 1;
        }

        return true;
    }

    /// <summary>All sequences of 1 to <paramref name="maxLength"/> different elements, shorter ones first.</summary>
    internal static IEnumerable<EquatableArray<T>> Sequences<T>(
        IReadOnlyCollection<T> elements, int maxLength, Func<T, T, bool> collide)
    {
        List<EquatableArray<T>> longest = [[]];
        for (var length = 1; length <= maxLength; length++)
        {
            longest = [.. longest.SelectMany(
                start => elements.Where(next => !start.Any(e => collide(e, next))).Select(start.Append))];
            foreach (var sequence in longest)
                yield return sequence;
        }
    }

    private static IEnumerable<EquatableArray<LogEntry>> Commits(EventLogModel model)
    {
        var entries = model.Streams.SelectMany(stream => model.Ids.Select(id => new LogEntry(stream, id)));
        return Sequences([.. entries], model.MaxCommit, (a, b) => a.Id == b.Id);
    }

    /// <summary>The entries as events: each behind all earlier ones of its stream.</summary>
    private static EquatableArray<LogEvent> Placed(EventLogState state, EquatableArray<LogEntry> entries)
    {
        var placed = new List<LogEvent>(entries.Count);
        foreach (var (stream, id) in entries)
            placed.Add(new LogEvent(
                stream,
                state.Log.Count(e => e.Stream == stream) + placed.Count(e => e.Stream == stream),
                id));
        return [.. placed];
    }

    private static bool Stores(EventLogState state, EventId id) => state.Log.Any(e => e.Id == id);
}
