namespace Verified.Systematic;

/// <summary>How far an exploration is.</summary>
/// <param name="Strategy">The search that runs.</param>
/// <param name="Schedules">Schedules so far.</param>
/// <param name="Budget">Most schedules.</param>
public readonly record struct ExplorationProgress(string Strategy, long Schedules, long Budget);
