namespace Verified.Systematic;

/// <summary>One search of an exploration.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Schedules">Schedules that ran to their end.</param>
/// <param name="Pruned">Schedules given up because they repeat others.</param>
/// <param name="Truncated">Schedules that met the bound of steps.</param>
/// <param name="Steps">Steps of all of them.</param>
/// <param name="Decisions">Steps at which more than one operation could go on.</param>
/// <param name="IsExhausted">Whether it tried all it is for.</param>
public sealed record Phase(
    string Strategy, long Schedules, long Pruned, long Truncated, long Steps, long Decisions, bool IsExhausted);
