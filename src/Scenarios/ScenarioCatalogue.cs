namespace Verified.Scenarios;

/// <summary>All scenarios of the running system.</summary>
public static class ScenarioCatalogue
{
    /// <summary>What must hold in every schedule.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. StoreScenarios.All, .. DeliveryScenarios.All, .. BusScenarios.All, .. GroupScenarios.All, .. QueueScenarios.All,
        .. SagaScenarios.All, .. ProjectionScenarios.All,
    ];

    /// <summary>The same with a mistake planted, which must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        .. StoreScenarios.Mistakes, .. DeliveryScenarios.Mistakes, .. BusScenarios.Mistakes,
        .. GroupScenarios.Mistakes, .. QueueScenarios.Mistakes, .. SagaScenarios.Mistakes, .. ProjectionScenarios.Mistakes,
    ];
}
