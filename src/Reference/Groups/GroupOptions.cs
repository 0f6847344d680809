namespace Verified.Reference;

/// <summary>How a consumer group works.</summary>
public sealed record GroupOptions
{
    /// <summary>A member that is silent for so long is taken for dead; 30 seconds by default.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a member says that it is alive, and looks for a new deal; 3 seconds by default.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After how many records of a partition a member commits; 100 by default. It also commits where the
    /// partition ends.</summary>
    public int CommitEvery { get; init; } = 100;

    /// <summary>Hears of each step under its name in <c>ConsumerGroup</c>, as it is taken. Null, the default, costs
    /// nothing.</summary>
    public Action<ConsumerGroupAction>? Observer { get; init; }

    /// <summary>Is told of members, deals and commits, as an outsider can tell them; by default nobody. What the members are
    /// delivered they tell theirs (<see cref="DurableConsumerOptions.BusObserver"/>).</summary>
    public IBusObserver BusObserver { get; init; } = IBusObserver.None;

    /// <summary>The design, or a mistake that tests must find.</summary>
    internal ConsumerGroupVariant Variant { get; init; } = ConsumerGroupVariant.Correct;

    /// <exception cref="ArgumentException">A time is not positive, a number is below 1, or a member would be taken for
    /// dead between two signs of life.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HeartbeatInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(CommitEvery, 1);
        if (SessionTimeout <= HeartbeatInterval)
            throw new ArgumentException(
                $"The session time-out ({SessionTimeout}) must be longer than the heartbeat interval ({HeartbeatInterval}).");
    }
}
