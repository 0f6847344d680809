namespace Verified.Reference;

/// <summary>The log of events as a pure state machine: the mirror of <c>EventLog.tla</c>.</summary>
/// <remarks>
/// <para>A mirror is compared with its module by reflection: the reachable state graphs must be equal. What belongs
/// to what follows from names, for every mirror of this project alike. For a module <c>M</c>:</para>
/// <list type="table">
/// <item><term>CONSTANT <c>MaxCommit</c></term><description>property <c>MaxCommit</c> of <c>MModel</c></description></item>
/// <item><term>VARIABLE <c>ackedDeletes</c></term><description>property <c>AckedDeletes</c> of <c>MState</c></description></item>
/// <item><term>action <c>A(x, y)</c> of <c>Next</c></term><description>sealed case <c>A(X, Y)</c> of <c>MAction</c>,
/// parameters in the same order</description></item>
/// <item><term>Init</term><description><c>MState M.Init(MModel)</c></description></item>
/// <item><term>the quantifiers of Next</term><description><c>IEnumerable&lt;MAction&gt; M.Actions(MModel)</c></description></item>
/// <item><term>an action</term><description><c>MState? M.Step(MModel, MState, MAction)</c>: the successor, or null
/// where the action is not enabled</description></item>
/// <item><term><c>XInv</c></term><description><c>bool M.XInv(MState)</c> or <c>bool M.XInv(MModel, MState)</c></description></item>
/// <item><term><c>XProp</c>, that is <c>[][P]_v</c></term><description><c>bool M.XProp(MState, MState)</c>: the state
/// before a step and the one after</description></item>
/// </list>
/// <para>Values correspond by shape:</para>
/// <list type="table">
/// <item><term>TRUE, 7</term><description><see cref="bool"/>, <see cref="int"/> or <see cref="long"/></description></item>
/// <item><term>model value <c>s1</c></term><description>an identifier (a record struct over one string) with that text</description></item>
/// <item><term><c>"Correct"</c></term><description>the member <c>Correct</c> of an enum</description></item>
/// <item><term><c>&lt;&lt;a, b&gt;&gt;</c></term><description><see cref="EquatableArray{T}"/></description></item>
/// <item><term><c>{a, b}</c></term><description><see cref="EquatableSet{T}"/></description></item>
/// <item><term><c>[firstVersion |-> 0]</c></term><description>a record with a property <c>FirstVersion</c></description></item>
/// <item><term><c>[kind |-> "Exact", version |-> 3]</c></term><description>the case <c>Exact(Version)</c> of a closed
/// hierarchy: the name of the case is the field <c>kind</c></description></item>
/// </list>
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
