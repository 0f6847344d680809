namespace Verified.Systematic;

/// <summary>What went wrong in a schedule.</summary>
public enum FailureKind
{
    /// <summary>The body, or an operation whose exception nobody looked at, threw.</summary>
    Exception,

    /// <summary>Every operation waits, and no timer is set.</summary>
    Deadlock,

    /// <summary>The body ended before something that it had begun.</summary>
    Leak,

    /// <summary>Something that was owed did not happen.</summary>
    Liveness,

    /// <summary>Code under test left the control of the scheduler; what else was found means nothing.</summary>
    Escape,

    /// <summary>The same choices led to another schedule: the code depends on something outside the seam.</summary>
    Unrepeatable,
}
