namespace Verified.Tests.Conformance.Rules.Sagas;

/// <summary>
/// Correct sagas, several at once: two coordinators that race for each revision, commands that arrive twice or after the end,
/// steps that are refused, cancelled, lost and answered again, compensations that fail until the saga is stuck and goes
/// on; steps read and write what all share, with the anomalies that follow. Everything follows from the seed.
/// </summary>
internal sealed class SagaSimulation
{
    private readonly List<SimulatedSaga> sagas = [];
    private readonly Dictionary<string, long> stock = new() { ["i0"] = 0, ["i1"] = 0, ["i2"] = 0 };
    private long nextProcess;

    /// <summary>Serial sagas, that declare every countermeasure; or concurrent ones, that declare none.</summary>
    private readonly bool isSerial;

    public SagaSimulation(int seed, bool isWhole = false)
    {
        Random = new Random(seed);
        isSerial = isWhole || Random.Next(3) == 0;
        History = new HistoryText(
            "\"saga\"", "\"finalReads\":true,\"drained\":true", isSerial ? "\"countermeasures\":[\"lost-update\",\"dirty-read\",\"fuzzy-read\"]" : "");
    }

    public Random Random { get; }

    public HistoryText History { get; }

    /// <summary>Runs to the end; <paramref name="fault"/> is called after the last saga ended.</summary>
    public string Run(Action<SagaSimulation>? fault = null)
    {
        var count = Random.Next(1, 6);
        for (var i = 0; i < count; i++) sagas.Add(new SimulatedSaga(this, $"s{i}"));
        var running = new List<SimulatedSaga>(sagas);
        while (running.Count > 0)
        {
            var saga = running[isSerial ? 0 : Random.Next(running.Count)];
            saga.Step();
            if (saga.HasEnded) running.Remove(saga);
        }

        for (var i = Random.Next(4); i > 0; i--) sagas[Random.Next(count)].HearLate();
        fault?.Invoke(this);
        return History.ToString();
    }

    public long NewProcess() => nextProcess++;

    /// <summary>What a step reads, and if it writes makes: the next version.</summary>
    public string Touch(bool writes)
    {
        var key = $"i{Random.Next(3)}";
        var read = stock[key];
        var list = HistoryText.Invariant($"\"reads\":[{{\"key\":\"{key}\",\"version\":{read}}}]");
        if (!writes) return list;
        stock[key] = read + 1;
        return HistoryText.Invariant($"{list},\"writes\":[{{\"key\":\"{key}\",\"version\":{read + 1}}}]");
    }
}

/// <summary>One saga, its coordinators and its participants.</summary>
internal sealed class SimulatedSaga
{
    private readonly SagaSimulation system;
    private readonly string name;
    private readonly int steps;
    private readonly HashSet<string> decided = [];
    private int standing;
    private int failures;
    private bool isBack;
    private bool isStarted;
    private long revision;

    public SimulatedSaga(SagaSimulation system, string name)
    {
        this.system = system;
        this.name = name;
        steps = system.Random.Next(1, 5);
    }

    public bool HasEnded { get; private set; }

    private Random Random => system.Random;

    public void Step()
    {
        if (!isStarted) Start();
        else if (Random.Next(4) == 0) Save();
        else if (!isBack && standing < steps) Forward();
        else if (isBack && standing > 0) Back();
        else End(isBack ? "aborted" : "completed");
    }

    /// <summary>A command arrives after the end.</summary>
    public void HearLate()
    {
        var function = Random.Next(2) == 0 ? "saga-step" : "saga-compensate";
        var step = Random.Next(1, steps + 1);
        var known = decided.Contains($"{function}{step}");
        Do(function, step, known ? "ok" : "fail", known ? "\"duplicate\":true" : "");
    }

    private void Do(string function, int step, string type = "ok", string completion = "") =>
        Operation(function, HistoryText.Invariant($"\"saga\":\"{name}\",\"step\":{step}"), type, completion);

    /// <summary>An operation; one that is lost may be so without a word.</summary>
    private void Operation(string function, string fields, string type = "ok", string completion = "")
    {
        var process = system.NewProcess();
        if (type == "info" && Random.Next(2) == 0) system.History.Line(process, "invoke", function, fields);
        else system.History.Operation(process, function, fields, type, completion);
    }

    private void Start()
    {
        var request = HistoryText.Invariant($"\"saga\":\"{name}\",\"correlation\":\"order-{name}\",\"steps\":{steps}");
        var outcome = Random.Next(6);
        Operation("saga-start", request, outcome == 0 ? "info" : "ok");
        isStarted = true;
        if (outcome == 0) Operation("saga-start", request, "ok", Random.Next(2) == 0 ? "\"duplicate\":true" : "");
        else if (outcome == 1)
        {
            var second = request.Replace($"\"saga\":\"{name}\"", $"\"saga\":\"{name}b\"", StringComparison.Ordinal);
            Operation("saga-start", second, "fail");
        }
    }

    /// <summary>A coordinator saves; now and then a second one loses the race, or an answer is lost.</summary>
    private void Save()
    {
        var fields = HistoryText.Invariant($"\"saga\":\"{name}\",\"revision\":{revision}");
        var outcome = Random.Next(6);
        if (outcome == 0)
        {
            Operation("checkpoint", fields, "info");
            if (Random.Next(2) == 0) return; // It was not written; the next try takes this revision.
        }
        else
        {
            var process = system.NewProcess();
            system.History.Line(process, "invoke", "checkpoint", fields);
            if (outcome == 1) Operation("checkpoint", fields, "fail");
            system.History.Line(process, "ok", "checkpoint");
        }

        revision++;
    }

    private void Forward()
    {
        var step = standing + 1;
        switch (Random.Next(8))
        {
            case 0:
                Do("saga-step", step, "fail", "\"error\":\"refused\"");
                isBack = true;
                break;
            case 1:
                Do("saga-step", step, "info");
                if (Random.Next(2) == 0) Do("saga-step", step, "ok", "\"duplicate\":true");
                else Do("saga-step", step);
                Stand(step);
                break;
            default:
                Do("saga-step", step, "ok", system.Touch(Random.Next(2) == 0));
                if (Random.Next(6) == 0) Do("saga-step", step, "ok", "\"duplicate\":true");
                Stand(step);
                if (Random.Next(6) == 0) isBack = true;
                break;
        }
    }

    private void Stand(int step)
    {
        standing = step;
        decided.Add($"saga-step{step}");
        if (standing == steps) isBack = false;
    }

    private void Back()
    {
        var step = standing;
        if (Random.Next(4) == 0)
        {
            Do("saga-compensate", step, "fail");
            if (++failures % 3 == 0) End("stuck");
            return;
        }

        if (Random.Next(6) == 0) Do("saga-compensate", step, "info");
        Do("saga-compensate", step);
        if (Random.Next(6) == 0) Do("saga-compensate", step, "ok", "\"duplicate\":true");
        decided.Add($"saga-compensate{step}");
        standing--;
    }

    private void End(string outcome)
    {
        var fields = $"\"saga\":\"{name}\",\"outcome\":\"{outcome}\"";
        if (Random.Next(8) == 0) Operation("saga-end", fields, "info");
        Operation("saga-end", fields);
        HasEnded = outcome != "stuck";
    }
}
