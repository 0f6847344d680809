namespace Verified.Reference;

/// <summary>The constants of <c>EventLog</c>.</summary>
/// <param name="Streams">Names of streams.</param>
/// <param name="Ids">Identities of events; each is used once at most.</param>
/// <param name="MaxCommit">The most events of one commit.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record EventLogModel(
    EquatableSet<StreamId> Streams, EquatableSet<EventId> Ids, int MaxCommit, EventLogVariant Variant);

/// <summary>The design of the log, or a mistake in it. Source: <c>EventLog!Variants</c>.</summary>
public enum EventLogVariant
{
    Correct,

    /// <summary>An event that turned out wrong is corrected where it is.</summary>
    Overwrite,
}

/// <summary>The variables of <c>EventLog</c>.</summary>
/// <param name="Log">All events, in the order in which they were committed.</param>
public sealed record EventLogState(EquatableArray<LogEvent> Log);

/// <summary>An event of the log: its stream, its version there, and its id in place of its content.</summary>
/// <remarks>Source: <c>EventLog!LogEvent</c>, <c>EventStore!LogEvent</c>.</remarks>
public readonly record struct LogEvent(StreamId Stream, long Version, EventId Id);

/// <summary>What a commit asks for; the log itself gives versions. Source: <c>EventLog!LogEntry</c>.</summary>
public readonly record struct LogEntry(StreamId Stream, EventId Id);

/// <summary>The actions of <c>EventLog</c>, with their arguments.</summary>
public abstract record EventLogAction
{
    private EventLogAction()
    {
    }

    /// <summary>Commits entries, all of them or none. Source: <c>EventLog!AppendEvents</c>.</summary>
    public sealed record AppendEvents(EquatableArray<LogEntry> Entries) : EventLogAction;

    /// <summary>The mistake: puts another event where one stands already.</summary>
    /// <remarks>Source: <c>EventLog!OverwriteEvent</c>.</remarks>
    /// <param name="Position">Which event of the log; the first is 1.</param>
    /// <param name="Id">The event that takes its place.</param>
    public sealed record OverwriteEvent(int Position, EventId Id) : EventLogAction;
}
