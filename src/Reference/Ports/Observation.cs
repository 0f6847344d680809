namespace Verified.Reference;

/// <summary>An operation that an observer was told of, until it is told how it ended; opaque to who passes it on.</summary>
/// <param name="Number">The observer's own number of it.</param>
/// <param name="Kind">The observer's own kind of it.</param>
public readonly record struct Observation(long Number, int Kind);

/// <summary>How an observed operation ended.</summary>
public enum ObservedOutcome
{
    /// <summary>It took effect.</summary>
    Succeeded,

    /// <summary>It was recognised as done before: it succeeded, and nothing was done again.</summary>
    Duplicate,

    /// <summary>It <em>certainly</em> had no effect, now or later: it was refused, or rolled back.</summary>
    Failed,

    /// <summary>Nobody knows: a time-out, a crash, a commit without an answer.</summary>
    Unknown,
}
