using Verified.Scenarios;

namespace Verified.Tests.Systematic;

/// <summary>Names of the known bugs and their twins.</summary>
public abstract class ScenarioData : TheoryData<string>
{
    protected ScenarioData(bool isBroken)
    {
        foreach (var scenario in Catalogue.KnownBugs)
            if (scenario.IsBroken == isBroken)
                Add(scenario.Name);
    }
}

/// <summary>Scenarios with a known bug.</summary>
public sealed class BrokenScenarioData() : ScenarioData(isBroken: true);

/// <summary>Scenarios that must hold.</summary>
public sealed class SoundScenarioData() : ScenarioData(isBroken: false);
