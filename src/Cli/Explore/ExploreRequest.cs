using Verified.Systematic;

namespace Verified.Cli;

/// <summary>What <c>verified explore</c> is asked for.</summary>
internal sealed record ExploreRequest
{
    /// <summary>Names of scenarios; none: all of them.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Repeats one schedule instead.</summary>
    public string? Token { get; init; }

    public required bool List { get; init; }

    public required bool Json { get; init; }

    public required ExplorationOptions Options { get; init; }
}
