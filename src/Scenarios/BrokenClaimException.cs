namespace Verified.Scenarios;

/// <summary>A scenario's claim does not hold in this schedule.</summary>
public sealed class BrokenClaimException : Exception
{
    public BrokenClaimException(string message)
        : base(message)
    {
    }

    public BrokenClaimException()
    {
    }

    public BrokenClaimException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
