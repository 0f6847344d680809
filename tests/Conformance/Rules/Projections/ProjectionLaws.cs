namespace Verified.Tests.Conformance.Rules.Projections;

/// <summary>The oracle against a simulated projection.</summary>
public class ProjectionLaws : PartLaws
{
    protected override IReadOnlyList<string> RuleOfFault { get; } = Array.ConvertAll(ProjectionFaults.All, fault => fault.Rule);

    protected override string Run(int seed, int fault) =>
        new ProjectionSimulation(seed).Run(fault < 0 ? null : ProjectionFaults.All[fault].Inject);
}
