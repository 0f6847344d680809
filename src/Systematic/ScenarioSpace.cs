namespace Verified.Systematic;

/// <summary>Scenarios of which an exploration draws one for each random schedule, and which it simplifies where one
/// fails.</summary>
/// <param name="Draw">Makes a scenario from random numbers: given n it gets one from 0 to below n. The same numbers make
/// the same scenario.</param>
/// <param name="Shrink">Simpler scenarios than one, simplest first, always in the same order.</param>
public sealed record ScenarioSpace<T>(Func<Func<int, int>, T> Draw, Func<T, IEnumerable<T>> Shrink);
