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

    /// <summary>Prints every state of a trace whole, not only what changed.</summary>
    public bool FullStates { get; init; }

    public bool Json { get; init; }

    /// <summary>The same for the checker.</summary>
    public CheckOptions ToOptions() => new()
    {
        Workers = Workers,
        AllowDeadlock = AllowDeadlock,
        MemoryLimit = Memory ?? long.MaxValue,
    };
}
