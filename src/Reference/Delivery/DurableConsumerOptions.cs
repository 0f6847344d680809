namespace Verified.Reference;

/// <summary>How a durable consumer works.</summary>
public sealed record DurableConsumerOptions
{
    /// <summary>Which events are messages for it; by default all that are no records of the system.</summary>
    public Func<RecordedEvent, bool> Filter { get; init; } = _ => true;

    /// <summary>What has the same key is handled in order; by default the stream.</summary>
    public Func<RecordedEvent, string> Key { get; init; } = recorded => recorded.Stream.Value;

    /// <summary>How many handlers run at once; 8 by default.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>How many messages are read and not settled; the reader waits beyond that. 256 by default.</summary>
    public int MaxAhead { get; init; } = 256;

    /// <summary>How often a message is delivered before it is set aside; 5 by default. A count ends with its process.</summary>
    public int MaxDeliveries { get; init; } = 5;

    /// <summary>How long a failed delivery waits for the next.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>After how many events the checkpoint is saved; 100 by default. More is cheaper, and delivers more of
    /// them again after a crash.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Hears of each step under its name in <c>Delivery</c>, as it is taken; a worker is named by its key. Null,
    /// the default, costs nothing.</summary>
    public Action<DeliveryAction>? Observer { get; init; }

    /// <summary>Is told of deliveries, of what becomes of them, and of checkpoints, as an outsider can tell them; by default
    /// nobody. What the consumer is subscribed to is for the caller to tell.</summary>
    /// <remarks>A handler that reacts with nothing leaves no mark: delivered again, it is told to have had its effect again.</remarks>
    public IBusObserver BusObserver { get; init; } = IBusObserver.None;

    /// <summary>The design of the reader, or a mistake that tests must find.</summary>
    internal SubscriptionVariant Reader { get; init; } = SubscriptionVariant.Correct;

    /// <summary>The design of the inbox, or a mistake that tests must find.</summary>
    internal DeliveryVariant Inbox { get; init; } = DeliveryVariant.Correct;

    /// <exception cref="ArgumentException">A number is below 1.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAhead, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDeliveries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointEvery, 1);
    }
}
