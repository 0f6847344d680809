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
    /// <param name="number">The event's, among those that were read.</param>
    /// <param name="recorded">The event.</param>
    /// <param name="handlers">Who has to handle it.</param>
    /// <param name="round">How often it was replayed.</param>
    public EventRuns(BusRun life, long number, RecordedEvent recorded, HandlerSlot[] handlers, int round)
    {
        _runs = Array.ConvertAll(handlers, slot => new EventContext(life, number, recorded, slot, round, this));
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
