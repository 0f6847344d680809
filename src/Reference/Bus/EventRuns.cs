namespace Verified.Reference;

/// <summary>The runs of an event that several handlers have to handle, who were subscribed when it was published.</summary>
/// <remarks>Those of different handlers are written by different operations, the last one reads them all.
/// Source: <c>EventBus</c>, VARIABLE <c>runs</c>.</remarks>
internal sealed class EventRuns
{
    private readonly EventContext[] _runs;

    /// <summary>How many have not ended.</summary>
    private int _open;

    /// <param name="life">Who runs them.</param>
    /// <param name="due">The event, and who has to handle it.</param>
    public EventRuns(BusRun life, DueEvent due)
    {
        _runs = Array.ConvertAll(due.Handlers, slot => new EventContext(life, due, slot, this));
        _open = _runs.Length;
    }

    public ReadOnlySpan<EventContext> Runs => _runs;

    /// <summary>A handler has failed.</summary>
    public bool HasFailure() => Array.Exists(_runs, run => run.Reason is not null);

    /// <summary>A run has ended.</summary>
    /// <returns>It was the last one: the event is handled.</returns>
    public bool EndOne() => Interlocked.Decrement(ref _open) == 0;

    /// <summary>The outcomes; asked for when every run has ended.</summary>
    public EquatableArray<HandlerReport> Outcomes() => new(Array.ConvertAll(_runs, run => run.Report()));
}

/// <summary>An event, and who has to handle it.</summary>
/// <param name="Recorded">The event.</param>
/// <param name="Entry">What is noted about it, or about the request to replay it.</param>
/// <param name="Handlers">Who has to handle it.</param>
/// <param name="Round">How often it was replayed.</param>
internal readonly record struct DueEvent(
    RecordedEvent Recorded, ReaderProgress.Entry Entry, HandlerSlot[] Handlers, int Round);
