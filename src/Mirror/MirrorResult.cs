using System.Collections.Immutable;

namespace Verified.Mirror;

/// <summary>What a comparison of a specification with its mirror found.</summary>
/// <param name="Module">The mirrored module.</param>
/// <param name="Model">The <c>.cfg</c> file's name.</param>
/// <param name="States">Reachable states compared.</param>
/// <param name="Transitions">Labelled transitions compared, each once.</param>
/// <param name="Seconds">Wall time in seconds.</param>
/// <param name="ViolatedAt">The level at which the model's own property is violated and the comparison ends; null where
/// the whole graphs were compared.</param>
/// <param name="Difference">The first difference, or null where the graphs are equal.</param>
public sealed record MirrorResult(
    string Module,
    string Model,
    long States,
    long Transitions,
    double Seconds,
    int? ViolatedAt,
    MirrorDifference? Difference)
{
    public bool IsEqual => Difference is null;

    /// <summary>The model under which this very graph was compared already; null where it was compared for this one.</summary>
    public string? SameAs { get; init; }
}

/// <summary>Where specification and mirror part.</summary>
/// <param name="Message">What differs, for people.</param>
/// <param name="Path">The actions of a shortest path to the state where it shows; empty for names and initial states.</param>
/// <param name="Details">One line for each differing name, transition or variable.</param>
public sealed record MirrorDifference(
    string Message, ImmutableArray<string> Path, ImmutableArray<string> Details)
{
    public override string ToString() => string.Join(
        Environment.NewLine,
        [Message, .. Path.Select((step, i) => $"  {i + 1,3}  {step}"), .. Details.Select(d => $"       {d}")]);
}
