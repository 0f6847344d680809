using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>A body that can be explored: asynchronous code with the claims that it must keep in every schedule.</summary>
/// <param name="Name">Words with hyphens; what is on the command line and in tokens.</param>
/// <param name="Claim">What must hold, in a sentence.</param>
/// <param name="IsBroken">Whether it is a known bug, so that a schedule must break the claim.</param>
/// <param name="Body">Runs once for each schedule; throws where the claim is broken.</param>
public sealed record Scenario(string Name, string Claim, bool IsBroken, Func<Runtime, Task> Body)
{
    /// <summary>Most faults in one schedule. Default: 1.</summary>
    public int Faults { get; init; } = 1;
}
