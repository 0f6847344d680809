namespace Verified.Tests.Conformance.Rules.Sagas;

/// <summary>Faults of sagas, each injected so that the history proves it, and the rule that must convict.</summary>
internal static class SagaFaults
{
    public static (string Rule, Action<SagaSimulation> Inject)[] All { get; } =
    [
        ("one-saga-per-correlation", TwoForOne),
        ("one-saga-per-correlation", StartedTwice),
        ("one-writer-per-revision", TwoWriters),
        ("saga-step-order", SecondFirst),
        ("saga-compensation-order", FirstBackFirst),
        ("one-effect-per-step", StepTwice),
        ("one-effect-per-step", BackTwice),
        ("saga-all-or-nothing", NotCompensated),
        ("saga-all-or-nothing", StepMissing),
        ("saga-all-or-nothing", Forgotten),
        ("saga-terminal", BackAfterTheEnd),
        ("saga-terminal", StepAfterTheEnd),
        ("saga-lost-update", LostUpdate),
        ("saga-dirty-read", DirtyRead),
        ("saga-fuzzy-read", FuzzyRead),
    ];

    private static void Do(SagaSimulation system, string function, string fields, string completion = "") =>
        system.History.Operation(system.NewProcess(), function, fields, "ok", completion);

    private static void Start(SagaSimulation system, int steps, string saga = "x", string correlation = "order-x") =>
        Do(system, "saga-start", HistoryText.Invariant($"\"saga\":\"{saga}\",\"correlation\":\"{correlation}\",\"steps\":{steps}"));

    private static void Step(SagaSimulation system, int step, string saga = "x", string completion = "") =>
        Do(system, "saga-step", HistoryText.Invariant($"\"saga\":\"{saga}\",\"step\":{step}"), completion);

    private static void Back(SagaSimulation system, int step, string saga = "x") =>
        Do(system, "saga-compensate", HistoryText.Invariant($"\"saga\":\"{saga}\",\"step\":{step}"));

    private static void End(SagaSimulation system, string outcome, string saga = "x") =>
        Do(system, "saga-end", $"\"saga\":\"{saga}\",\"outcome\":\"{outcome}\"");

    private static string Read(long version) => HistoryText.Invariant($"\"reads\":[{{\"key\":\"kx\",\"version\":{version}}}]");

    private static string Write(long version) => HistoryText.Invariant($"\"writes\":[{{\"key\":\"kx\",\"version\":{version}}}]");

    private static void TwoForOne(SagaSimulation system)
    {
        Start(system, 1);
        Start(system, 1, "y");
    }

    private static void StartedTwice(SagaSimulation system)
    {
        Start(system, 1);
        Start(system, 1);
    }

    private static void TwoWriters(SagaSimulation system)
    {
        Do(system, "checkpoint", "\"saga\":\"x\",\"revision\":3");
        Do(system, "checkpoint", "\"saga\":\"x\",\"revision\":3");
    }

    private static void SecondFirst(SagaSimulation system)
    {
        Start(system, 2);
        Step(system, 2);
        if (system.Random.Next(2) == 0) Step(system, 1);
        End(system, "completed");
    }

    private static void FirstBackFirst(SagaSimulation system)
    {
        Start(system, 3);
        for (var step = 1; step <= 3; step++) Step(system, step);
        for (var step = 1; step <= 3; step++) Back(system, step);
        End(system, "aborted");
    }

    private static void StepTwice(SagaSimulation system)
    {
        Step(system, 1);
        Step(system, 1);
    }

    private static void BackTwice(SagaSimulation system)
    {
        Step(system, 1);
        Back(system, 1);
        Back(system, 1);
    }

    private static void NotCompensated(SagaSimulation system)
    {
        Start(system, 3);
        Step(system, 1);
        Step(system, 2);
        if (system.Random.Next(2) == 0) Back(system, 2);
        End(system, "aborted");
    }

    private static void StepMissing(SagaSimulation system)
    {
        Start(system, 2);
        Step(system, 1);
        End(system, "completed");
    }

    private static void Forgotten(SagaSimulation system)
    {
        Start(system, 2);
        Step(system, 1);
    }

    private static void BackAfterTheEnd(SagaSimulation system)
    {
        Start(system, 1);
        Step(system, 1);
        End(system, "completed");
        Back(system, 1);
    }

    private static void StepAfterTheEnd(SagaSimulation system)
    {
        Start(system, 1);
        End(system, "aborted");
        Step(system, 1);
    }

    private static void LostUpdate(SagaSimulation system)
    {
        Step(system, 1, "x", Read(5));
        Step(system, 1, "y", $"{Read(5)},{Write(6)}");
        Step(system, 2, "x", Write(7));
    }

    private static void DirtyRead(SagaSimulation system)
    {
        Step(system, 1, "x", Write(6));
        Step(system, 1, "y", Read(6));
        Back(system, 1);
    }

    private static void FuzzyRead(SagaSimulation system)
    {
        Step(system, 1, "x", Read(5));
        Step(system, 1, "y", Write(6));
        Step(system, 2, "x", Read(6));
    }
}
