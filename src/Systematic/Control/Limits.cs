namespace Verified.Systematic;

/// <summary>What bounds each schedule.</summary>
/// <param name="Steps">Steps that a strategy decides; as many follow fairly.</param>
/// <param name="Faults">Faults in one schedule.</param>
/// <param name="EarlyTimers">Whether a timer may fire before all else waits.</param>
/// <param name="StartsAreSteps">Whether the beginning of an operation is a step of its own.</param>
internal sealed record Limits(int Steps, int Faults, bool EarlyTimers, bool StartsAreSteps);
