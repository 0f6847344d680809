namespace Verified.Reference;

/// <summary>The runs of one event: one for each handler that was subscribed when it was published.</summary>
/// <remarks>Those of different handlers are written by different operations, the last one reads them all.
/// Source: <c>EventBus</c>, VARIABLE <c>runs</c>.</remarks>
internal sealed class EventRuns : ReaderProgress.Entry
{
    /// <summary>Most events have one handler; then this is all.</summary>
    private readonly EventContext? _first;

    private readonly EventContext[] _others = [];

    /// <summary>How many have not ended.</summary>
    private int _open;

    /// <param name="life">Who runs them.</param>
    /// <param name="position">What was read: the event, or the request to replay it.</param>
    /// <param name="recorded">The event.</param>
    /// <param name="handlers">Who has to handle it.</param>
    /// <param name="round">How often it was replayed.</param>
    public EventRuns(BusRun life, long position, RecordedEvent recorded, HandlerSlot[] handlers, int round)
        : base(position)
    {
        (Life, Recorded, Round, _open) = (life, recorded, round, handlers.Length);
        if (handlers.Length == 0)
            return;
        _first = new EventContext(this, handlers[0]);
        if (handlers.Length > 1)
            _others = Array.ConvertAll(handlers[1..], slot => new EventContext(this, slot));
    }

    public BusRun Life { get; }

    public RecordedEvent Recorded { get; }

    public EventId Id => Recorded.Event.Id;

    public int Round { get; }

    /// <summary>How many runs there are.</summary>
    public int Count => _first is null ? 0 : 1 + _others.Length;

    public EventContext this[int index] => index == 0 ? _first! : _others[index - 1];

    /// <summary>A handler has failed.</summary>
    public bool HasFailure()
    {
        for (var i = 0; i < Count; i++)
            if (this[i].Reason is not null)
                return true;
        return false;
    }

    /// <summary>A run has ended.</summary>
    /// <returns>It was the last one: the event is handled.</returns>
    public bool EndOne() => _others.Length == 0 || Interlocked.Decrement(ref _open) == 0;

    /// <summary>The outcomes; asked for when every run has ended.</summary>
    public EquatableArray<HandlerReport> Outcomes()
    {
        if (_first is { Reason: null, Run: HandlerRun.Ended(HandlerOutcome.Succeeded) } && _others.Length == 0)
            return _first.Slot.Success;
        var reports = new HandlerReport[Count];
        for (var i = 0; i < reports.Length; i++)
            reports[i] = new HandlerReport(this[i].Handler, ((HandlerRun.Ended)this[i].Run).Outcome, this[i].Reason);
        return new EquatableArray<HandlerReport>(reports);
    }
}
