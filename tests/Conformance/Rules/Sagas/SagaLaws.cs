namespace Verified.Tests.Conformance.Rules.Sagas;

/// <summary>The oracle against simulated sagas.</summary>
public class SagaLaws : PartLaws
{
    protected override IReadOnlyList<string> RuleOfFault { get; } = Array.ConvertAll(SagaFaults.All, fault => fault.Rule);

    protected override string Run(int seed, int fault) =>
        new SagaSimulation(seed, fault >= 0).Run(fault < 0 ? null : SagaFaults.All[fault].Inject);
}
