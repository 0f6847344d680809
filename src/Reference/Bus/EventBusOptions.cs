namespace Verified.Reference;

/// <summary>How a bus works.</summary>
public sealed record EventBusOptions
{
    /// <summary>How many handlers run at once; 8 by default.</summary>
    public int MaxPermits { get; init; } = 8;

    /// <summary>How many events are dispatched and not handled; the dispatcher waits beyond that. 256 by default.</summary>
    public int MaxAhead { get; init; } = 256;

    /// <summary>After how many events the checkpoint is saved; 100 by default.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>The layers around publishing, the outermost first.</summary>
    public EquatableArray<PublishMiddleware> Middleware { get; init; } = [];

    /// <summary>Where events go that name no stream of their own.</summary>
    public StreamId Stream { get; init; } = new("events");

    /// <summary>Hears of each step under its name in <c>EventBus</c>, as it is taken. Null, the default, costs nothing.</summary>
    public Action<EventBusAction>? Observer { get; init; }

    /// <summary>The design, or a mistake that tests must find.</summary>
    internal EventBusVariant Variant { get; init; } = EventBusVariant.Correct;

    /// <exception cref="ArgumentException">A number is below 1.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPermits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAhead, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointEvery, 1);
    }
}
