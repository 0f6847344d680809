namespace Verified.Scenarios;

/// <summary>A scenario of which each run tells another story.</summary>
/// <param name="Name">Words with hyphens; the first is what it is about. In tokens.</param>
/// <param name="Claim">What must hold of every story, in a sentence.</param>
/// <param name="IsBroken">Whether a mistake is planted in what it runs, so that some story must break the claim.</param>
/// <param name="Draw">Makes a story of random numbers: given n it gets one from 0 to below n.</param>
public sealed record DrawnScenario(string Name, string Claim, bool IsBroken, Func<Func<int, int>, Story> Draw)
{
    internal static DrawnScenario Sound(string name, string claim, Func<Func<int, int>, Story> draw) =>
        new(name, claim, IsBroken: false, draw);

    internal static DrawnScenario Mistake(string name, string claim, Func<Func<int, int>, Story> draw) =>
        new(name, claim, IsBroken: true, draw);
}
