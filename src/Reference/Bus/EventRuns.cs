namespace Verified.Reference;

/// <summary>The runs of one event: one for each handler that was subscribed when it was published.</summary>
/// <remarks>The entries of different handlers are written by different operations, the last one reads them all.
/// Source: <c>EventBus</c>, VARIABLE <c>runs</c>.</remarks>
internal sealed class EventRuns(RecordedEvent recorded, HandlerId[] handlers, int round, LogFollower.Reading reading)
{
    /// <summary>Why each handler failed, null where it did not; null as a whole while none did.</summary>
    private string?[]? _reasons;

    private int _open = handlers.Length;

    public RecordedEvent Recorded { get; } = recorded;

    /// <summary>Who has to handle it.</summary>
    public HandlerId[] Handlers { get; } = handlers;

    /// <summary>How often it was replayed.</summary>
    public int Round { get; } = round;

    public LogFollower.Reading Reading { get; } = reading;

    /// <summary>What became of each run.</summary>
    public HandlerRun[] Runs { get; } = NewRuns(handlers.Length);

    /// <summary>The outcomes; asked for when every run has ended.</summary>
    public EquatableArray<HandlerReport> Outcomes => EquatableArray.From(Handlers.Select((handler, i) =>
        new HandlerReport(handler, ((HandlerRun.Ended)Runs[i]).Outcome, _reasons?[i])));

    /// <summary>A handler has failed.</summary>
    public bool HasFailure => _reasons is not null;

    /// <summary>A run has ended.</summary>
    /// <returns>It was the last one: the event is handled.</returns>
    public bool End(int index, HandlerRun ended, string? reason)
    {
        Runs[index] = ended;
        if (reason is not null)
            (_reasons ?? Interlocked.CompareExchange(ref _reasons, new string?[Runs.Length], null) ?? _reasons)[index] = reason;
        return Interlocked.Decrement(ref _open) == 0;
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
    public HandlerId Handler => Event.Handlers[Index];

    public HandlerRun Run
    {
        get => Event.Runs[Index];
        set => Event.Runs[Index] = value;
    }
}
