namespace Verified.Checking;

/// <summary>How a model is explored.</summary>
public sealed record CheckOptions
{
    /// <summary>States of a random behaviour, where <see cref="Depth"/> does not say less.</summary>
    public const int SimulationDepth = 100;

    /// <summary>Follow this many random behaviours instead of exploring all states; 0 for all states.</summary>
    public long Simulate { get; init; }

    /// <summary>Threads; the machine's processors by default.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Overrides CHECK_DEADLOCK of the model: false never reports a deadlock.</summary>
    public bool AllowDeadlock { get; init; }

    /// <summary>Memory in bytes, of the heap or resident, past which the search stops as undetermined; no limit by
    /// default.</summary>
    public long MemoryLimit { get; init; } = long.MaxValue;

    /// <summary>What evaluates the specification.</summary>
    public Engine Engine { get; init; }

    /// <summary>States on the longest behaviour that is looked at: states at this depth are not expanded.</summary>
    public int Depth { get; init; } = int.MaxValue;

    /// <summary>Goes on after a violation: one for each property is found.</summary>
    public bool Continues { get; init; }

    /// <summary>Counts how often actions are taken and conjuncts are true; the search is slower.</summary>
    public bool Counts { get; init; }

    /// <summary>Temporal properties are asked of behaviours that stay within the constraints of the model; without it
    /// they are refused where a constraint leaves something out.</summary>
    public bool IsWithinConstraints { get; init; }

    /// <summary>Decides what a specification draws at random.</summary>
    public int Seed { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What evaluates a specification. Verdicts and counts do not depend on it.</summary>
public enum Engine
{
    /// <summary>Packed states where a model is large enough to gain by them.</summary>
    Automatic,

    /// <summary>States as values: every formula is evaluated in every state.</summary>
    General,

    /// <summary>States packed into words, and evaluation remembered by the words that it read.</summary>
    Packed,
}

/// <summary>How far a search is.</summary>
/// <param name="Generated">States generated so far.</param>
/// <param name="Distinct">Distinct states so far.</param>
/// <param name="Queue">States found and not yet expanded.</param>
/// <param name="Depth">The level under way.</param>
/// <param name="Elapsed">Since the start.</param>
public readonly record struct CheckProgress(long Generated, long Distinct, long Queue, int Depth, TimeSpan Elapsed);
