namespace Verified.Systematic;

/// <summary>An exploration found something; the message tells it whole.</summary>
public sealed class SystematicTestException : Exception
{
    public SystematicTestException(Exploration exploration)
        : base(exploration.ToString(), exploration.Failure?.Exception) => Exploration = exploration;

    public SystematicTestException(string message)
        : base(message)
    {
    }

    public SystematicTestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public SystematicTestException()
    {
    }

    public Exploration? Exploration { get; }
}
