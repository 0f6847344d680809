namespace Verified.Tests.Conformance.Rules.Projections;

/// <summary>Faults of a projection, each injected so that the history proves it, and the rule that must convict.</summary>
internal static class ProjectionFaults
{
    public static (string Rule, Action<ProjectionSimulation> Inject)[] All { get; } =
    [
        ("projection-applied-once", Twice),
        ("projection-is-fold", OutOfOrder),
        ("projection-is-fold", Failed),
        ("projection-is-fold", LeftOut),
        ("equal-positions-equal-views", TwoContents),
        ("read-your-writes", TooEarly),
    ];

    private static void Apply(ProjectionSimulation system, long position, string type = "ok", string completion = "", string more = "") =>
        system.History.Operation(
            system.NewProcess(), "project", HistoryText.Invariant($"\"projection\":\"other\"{more},\"events\":[{{\"id\":\"e{position}\",\"position\":{position}}}]"), type, completion);

    private static void ApplyAll(ProjectionSimulation system)
    {
        foreach (var position in system.Log) Apply(system, position);
    }

    private static void Twice(ProjectionSimulation system)
    {
        ApplyAll(system);
        Apply(system, system.Log[^1]);
    }

    private static void OutOfOrder(ProjectionSimulation system)
    {
        var first = system.Append();
        Apply(system, system.Append(), more: ",\"partial\":true");
        Apply(system, first);
    }

    private static void Failed(ProjectionSimulation system)
    {
        Apply(system, system.Append(), "fail", more: ",\"partial\":true");
        Apply(system, system.Append());
    }

    private static void LeftOut(ProjectionSimulation system)
    {
        ApplyAll(system);
        system.Append();
        Apply(system, system.Append());
    }

    private static void TwoContents(ProjectionSimulation system)
    {
        var position = system.Append();
        Apply(system, position, "ok", "\"state\":\"a\"", ",\"partial\":true,\"replica\":\"1\"");
        Apply(system, position, "ok", "\"state\":\"b\"", ",\"partial\":true,\"replica\":\"2\"");
    }

    private static void TooEarly(ProjectionSimulation system)
    {
        var position = system.Append();
        system.History.Operation(
            system.NewProcess(), "read", HistoryText.Invariant($"\"projection\":\"other\",\"token\":{position}"), "ok",
            HistoryText.Invariant($"\"position\":{position - 1}"));
    }
}
