namespace Verified.Tests.Conformance.Rules.Bus;

/// <summary>The oracle against a simulated bus.</summary>
public class BusLaws : PartLaws
{
    protected override IReadOnlyList<string> RuleOfFault { get; } = Array.ConvertAll(BusFaults.All, fault => fault.Rule);

    protected override string Run(int seed, int fault) =>
        new BusSimulation(seed, fault >= 0).Run(fault < 0 ? null : BusFaults.All[fault].Inject);
}
