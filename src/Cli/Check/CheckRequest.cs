using Verified.Checking;

namespace Verified.Cli;

/// <summary>What <c>verified check</c> was asked for.</summary>
internal sealed record CheckRequest
{
    /// <summary>Modules, configurations, manifests; none means the project's own manifest.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The <c>.cfg</c> of the one module among <see cref="Files"/>, or null.</summary>
    public string? Config { get; init; }

    /// <summary>Folders searched for modules after the root module's own.</summary>
    public IReadOnlyList<string> Libraries { get; init; } = [];

    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>A state without successor is no error, whatever the model says.</summary>
    public bool AllowDeadlock { get; init; }

    /// <summary>Checks the manifest's large models too.</summary>
    public bool Large { get; init; }

    /// <summary>Of the whole command; no limit by default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>In bytes; no limit by default.</summary>
    public long? Memory { get; init; }

    /// <summary>What evaluates the specification; results do not depend on it.</summary>
    public Engine Engine { get; init; }

    /// <summary>Prints every state of a trace whole, not only what changed.</summary>
    public bool FullStates { get; init; }

    public bool Json { get; init; }

    /// <summary>Random behaviours to follow instead of exploring all states; null for all states.</summary>
    public int? Simulate { get; init; }

    /// <summary>States on the longest behaviour that is looked at; null for no limit.</summary>
    public int? Depth { get; init; }

    /// <summary>What is drawn at random; chosen and printed where nobody gave one.</summary>
    public int Seed { get; init; }

    /// <summary>Goes on after a violation.</summary>
    public bool Continues { get; init; }

    /// <summary>Counts actions and conjuncts, and warns of what never happens.</summary>
    public bool Counts { get; init; }

    /// <summary>Asks temporal properties of behaviours within the constraints only.</summary>
    public bool IsWithinConstraints { get; init; }

    /// <summary>Where to write the counterexample, or null.</summary>
    public string? Trace { get; init; }

    /// <summary>A trace to take in the model instead of searching, or null.</summary>
    public string? Replay { get; init; }

    /// <summary>Where to write the state graph, or null: .dot, or .json.</summary>
    public string? Dump { get; init; }

    /// <summary>The same for the checker.</summary>
    public CheckOptions ToOptions() => new()
    {
        Workers = Workers,
        AllowDeadlock = AllowDeadlock,
        Engine = Engine,
        MemoryLimit = Memory ?? long.MaxValue,
        Simulate = Simulate ?? 0,
        Depth = Depth ?? int.MaxValue,
        Seed = Seed,
        Continues = Continues,
        Counts = Counts,
        IsWithinConstraints = IsWithinConstraints,
    };
}
