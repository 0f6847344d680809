using System.Collections.Immutable;

namespace Verified.Scenarios;

/// <summary>Every scenario that ships with the tool. Tests explore the same ones.</summary>
public static class Catalogue
{
    public static ImmutableArray<Scenario> All { get; } =
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

    /// <summary>The scenario of that name; null: there is none.</summary>
    public static Scenario? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}
