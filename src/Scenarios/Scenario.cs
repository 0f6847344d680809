using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>A body that can be explored: asynchronous code with the claims that it must keep in every schedule.</summary>
/// <param name="Name">Words with hyphens; what is on the command line and in tokens.</param>
/// <param name="Claim">What must hold, in a sentence.</param>
/// <param name="IsBroken">Whether it is a known bug, so that a schedule must break the claim.</param>
/// <param name="WatchedBody">Runs once for each schedule, while others look on; throws where the claim is broken.</param>
public sealed record Scenario(string Name, string Claim, bool IsBroken, Func<Runtime, Onlookers, Task> WatchedBody)
{
    /// <summary>A scenario that shows nothing to onlookers.</summary>
    public Scenario(string name, string claim, bool isBroken, Func<Runtime, Task> body)
        : this(name, claim, isBroken, (runtime, _) => body(runtime))
    {
    }

    /// <summary>The body while nobody looks on.</summary>
    public Func<Runtime, Task> Body => runtime => WatchedBody(runtime, Onlookers.None);

    /// <summary>Most faults in one schedule. Default: 1.</summary>
    public int Faults { get; init; } = 1;

    /// <summary>A scenario that must hold.</summary>
    internal static Scenario Sound(string name, string claim, Func<Runtime, Onlookers, Task> body) =>
        new(name, claim, IsBroken: false, body);

    /// <summary>A scenario with a mistake in it, which must be found.</summary>
    internal static Scenario Mistake(string name, string claim, Func<Runtime, Onlookers, Task> body) =>
        new(name, claim, IsBroken: true, body);
}
