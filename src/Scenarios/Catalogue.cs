using System.Collections.Immutable;

namespace Verified.Scenarios;

/// <summary>Every scenario that ships with the tool. Tests explore the same ones.</summary>
public static class Catalogue
{
    public static ImmutableArray<Scenario> All => [.. KnownBugs, .. RunningSystem];

    /// <summary>Bugs that everybody knows, as small as can be, each with its correct twin.</summary>
    public static ImmutableArray<Scenario> KnownBugs { get; } =
    [
        .. LostUpdate.Scenarios,
        .. OneCondition.Scenarios,
        .. CheckThenAct.Scenarios,
        .. ClaimFirst.Scenarios,
        .. UnfencedCommit.Scenarios,
        .. NestedPublish.Scenarios,
        .. CheckpointAhead.Scenarios,
        .. EarlyReply.Scenarios,
        .. DoubleCompensation.Scenarios,
    ];

    /// <summary>What the running system does, and the same with the mistakes of the specifications planted in it.</summary>
    public static ImmutableArray<Scenario> RunningSystem { get; } =
    [
        .. StoreScenarios.All, .. StoreScenarios.Mistakes,
        .. DeliveryScenarios.All, .. DeliveryScenarios.Mistakes,
        .. BusScenarios.All, .. BusScenarios.Mistakes,
        .. GroupScenarios.All, .. GroupScenarios.Mistakes,
        .. QueueScenarios.All, .. QueueScenarios.Mistakes,
        .. ProjectionScenarios.All, .. ProjectionScenarios.Mistakes,
        .. SagaScenarios.All, .. SagaScenarios.Mistakes,
        .. ShopScenarios.All,
    ];

    /// <summary>The running system in stories that are drawn, and the same with a mistake planted in it.</summary>
    public static ImmutableArray<DrawnScenario> Drawn { get; } =
    [
        .. StoreScenarios.Drawn,
        .. DeliveryScenarios.Drawn,
        .. BusScenarios.Drawn,
        .. GroupScenarios.Drawn,
        .. QueueScenarios.Drawn,
        .. ProjectionScenarios.Drawn,
        .. SagaScenarios.Drawn,
        .. ShopScenarios.Drawn,
    ];

    /// <summary>The scenario of that name; null: there is none.</summary>
    public static Scenario? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}
