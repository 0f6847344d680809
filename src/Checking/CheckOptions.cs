namespace Verified.Checking;

/// <summary>How a model is explored.</summary>
public sealed record CheckOptions
{
    /// <summary>Threads; the machine's processors by default.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Overrides CHECK_DEADLOCK of the model: false never reports a deadlock.</summary>
    public bool AllowDeadlock { get; init; }

    /// <summary>Managed memory in bytes past which the search stops as undetermined; no limit by default.</summary>
    public long MemoryLimit { get; init; } = long.MaxValue;

    /// <summary>Decides what a specification draws at random.</summary>
    public int Seed { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>How far a search is.</summary>
/// <param name="Generated">States generated so far.</param>
/// <param name="Distinct">Distinct states so far.</param>
/// <param name="Queue">States found and not yet expanded.</param>
/// <param name="Depth">The level under way.</param>
/// <param name="Elapsed">Since the start.</param>
public readonly record struct CheckProgress(long Generated, long Distinct, long Queue, int Depth, TimeSpan Elapsed);
