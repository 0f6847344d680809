namespace Verified.Systematic;

/// <summary>How a schedule ended.</summary>
internal enum Outcome
{
    /// <summary>The body and everything it began ended well.</summary>
    Completed,

    Failed,

    /// <summary>The strategy knows that schedules like this one were tried.</summary>
    Pruned,

    /// <summary>It did not end within the bound of steps.</summary>
    Truncated,
}
