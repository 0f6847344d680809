namespace Verified.Systematic;

/// <summary>How an exploration searches and when it stops.</summary>
public sealed record ExplorationOptions
{
    /// <summary>Default: <see cref="SearchStrategy.Thorough"/>.</summary>
    public SearchStrategy Strategy { get; init; } = SearchStrategy.Thorough;

    /// <summary>Most schedules, those given up as repetitions included. Default: 10,000.</summary>
    public int Schedules { get; init; } = 10_000;

    /// <summary>Most steps of a schedule that the strategy decides; as many follow in which all have their turn.
    /// Default: 5,000.</summary>
    public int Steps { get; init; } = 5_000;

    /// <summary>Most faults in one schedule. Default: 1.</summary>
    public int Faults { get; init; } = 1;

    /// <summary>Most preemptions that <see cref="SearchStrategy.Bounded"/> goes up to. Default: 2.</summary>
    public int Preemptions { get; init; } = 2;

    /// <summary>Determines everything random. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether a timer may fire before everything else waits. Default: no.</summary>
    public bool EarlyTimers { get; init; }

    /// <summary>Whether the beginning of an operation is a step of its own, which conflicts with everything; otherwise an
    /// operation runs up to its first wait as it is spawned. Default: no.</summary>
    public bool StartsAreSteps { get; init; }

    /// <summary>Whether to look for a simpler schedule that fails in the same way. Default: yes.</summary>
    public bool Minimise { get; init; } = true;

    /// <summary>How long a single step may take by the machine's clock before it counts as blocking. Default: 10 s.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal Limits Limits => new(Steps, Faults, EarlyTimers, StartsAreSteps);
}
