namespace Verified.Reference;

/// <summary>The runs of one event: one for each handler that was subscribed when it was published.</summary>
/// <remarks>The entries of different handlers are written by different operations, the last one reads them all.
/// Source: <c>EventBus</c>, VARIABLE <c>runs</c>.</remarks>
/// <param name="position">What was read: the event, or the request to replay it.</param>
/// <param name="recorded">The event.</param>
/// <param name="handlers">Who has to handle it.</param>
/// <param name="round">How often it was replayed.</param>
internal sealed class EventRuns(long position, RecordedEvent recorded, HandlerSlot[] handlers, int round)
    : ReaderProgress.Entry(position)
{
    /// <summary>What became of each run.</summary>
    private readonly HandlerRun[] _runs = NewRuns(handlers.Length);

    /// <summary>Why each handler failed, null where it did not; null as a whole while none did.</summary>
    private string?[]? _reasons;

    private int _open = handlers.Length;

    public RecordedEvent Recorded { get; } = recorded;

    public EventId Id => Recorded.Event.Id;

    public HandlerSlot[] Handlers { get; } = handlers;

    public int Round { get; } = round;

    /// <summary>A handler has failed.</summary>
    public bool HasFailure => _reasons is not null;

    public HandlerRun this[int index]
    {
        get => _runs[index];
        set => _runs[index] = value;
    }

    /// <summary>A run has ended.</summary>
    /// <returns>It was the last one: the event is handled.</returns>
    public bool End(int index, HandlerRun ended, string? reason)
    {
        _runs[index] = ended;
        if (reason is not null)
            (_reasons ?? Interlocked.CompareExchange(ref _reasons, new string?[_runs.Length], null) ?? _reasons)[index] = reason;
        return Interlocked.Decrement(ref _open) == 0;
    }

    /// <summary>The outcomes; asked for when every run has ended.</summary>
    public EquatableArray<HandlerReport> Outcomes()
    {
        var reports = new HandlerReport[_runs.Length];
        for (var i = 0; i < reports.Length; i++)
            reports[i] = new HandlerReport(Handlers[i].Id, ((HandlerRun.Ended)_runs[i]).Outcome, _reasons?[i]);
        return new EquatableArray<HandlerReport>(reports);
    }

    private static HandlerRun[] NewRuns(int count)
    {
        var runs = new HandlerRun[count];
        Array.Fill(runs, HandlerRun.IsDue);
        return runs;
    }
}

/// <summary>The duty of one handler to handle one event.</summary>
internal readonly record struct DueRun(EventRuns Event, int Index)
{
    public HandlerSlot Slot => Event.Handlers[Index];

    public HandlerId Handler => Slot.Id;

    public HandlerRun Run
    {
        get => Event[Index];
        set => Event[Index] = value;
    }
}
