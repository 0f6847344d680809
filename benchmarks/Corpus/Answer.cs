namespace Verified.Corpus;

/// <summary>How an answer compares with the recorded one.</summary>
internal enum Comparison
{
    /// <summary>The verdict is the recorded one, and so are the counts where they are recorded.</summary>
    Agree,

    /// <summary>The verdict is the recorded one, the counts are not.</summary>
    CountsDiffer,

    /// <summary>Refused, with the construct named.</summary>
    Unsupported,

    /// <summary>A module that the model needs is not in the corpus.</summary>
    Incomplete,

    /// <summary>No verdict within the time or memory.</summary>
    OverTime,

    /// <summary>Another verdict than the recorded one.</summary>
    Disagree,
}

/// <summary>What the tool said of a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Result">Its verdict.</param>
/// <param name="Why">The first diagnostic, or null.</param>
/// <param name="Distinct">Distinct states.</param>
/// <param name="Generated">Generated states.</param>
/// <param name="Seconds">Wall time of the whole process.</param>
internal sealed record Answer(
    CorpusModel Model, string Result, string? Why, long Distinct, long Generated, double Seconds)
{
    private const string NoModule = "VTL0203";

    /// <summary>Whether the manifest records counts, and they are equal to these.</summary>
    public bool HasEqualCounts => Model.Distinct == Distinct && Model.Generated == Generated;

    public Comparison Comparison => Result switch
    {
        "error" when Why?.StartsWith(NoModule, StringComparison.Ordinal) == true => Comparison.Incomplete,
        "unsupported" => Comparison.Unsupported,
        "undetermined" => Comparison.OverTime,
        _ when Result != Model.Result => Comparison.Disagree,
        _ => (Model.Distinct ?? Distinct) == Distinct && (Model.Generated ?? Generated) == Generated
            ? Comparison.Agree
            : Comparison.CountsDiffer,
    };
}
