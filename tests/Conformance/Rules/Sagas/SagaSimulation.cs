namespace Verified.Tests.Conformance.Rules.Sagas;

/// <summary>
/// Correct sagas, several at once: two coordinators that race for each revision, commands that arrive twice or after the end,
/// steps that are refused, cancelled, lost and answered again, compensations that fail until the saga is stuck and goes
/// on; steps read and write what all share, with the anomalies that follow. Everything follows from the seed.
/// </summary>
internal sealed class SagaSimulation
{
    private readonly List<SimulatedSaga> _sagas = [];
    private readonly Dictionary<string, long> _stock = new() { ["i0"] = 0, ["i1"] = 0, ["i2"] = 0 };
    private long _nextProcess;

    /// <summary>Serial sagas, that declare every countermeasure; or concurrent ones, that declare none.</summary>
    private readonly bool _isSerial;

    public SagaSimulation(int seed, bool isWhole = false)
    {
        Random = new Random(seed);
        _isSerial = isWhole || Random.Next(3) == 0;
        History = new HistoryText(
            "\"saga\"", "\"finalReads\":true,\"drained\":true", _isSerial ? "\"countermeasures\":[\"lost-update\",\"dirty-read\",\"fuzzy-read\"]" : "");
    }

    public Random Random { get; }

    public HistoryText History { get; }

    /// <summary>Runs to the end; <paramref name="fault"/> is called after the last saga ended.</summary>
    public string Run(Action<SagaSimulation>? fault = null)
    {
        var count = Random.Next(1, 6);
        for (var i = 0; i < count; i++) _sagas.Add(new SimulatedSaga(this, $"s{i}"));
        var running = new List<SimulatedSaga>(_sagas);
        while (running.Count > 0)
        {
            var saga = running[_isSerial ? 0 : Random.Next(running.Count)];
            saga.Step();
            if (saga.HasEnded) running.Remove(saga);
        }

        for (var i = Random.Next(4); i > 0; i--) _sagas[Random.Next(count)].HearLate();
        fault?.Invoke(this);
        return History.ToString();
    }

    public long NewProcess() => _nextProcess++;

    /// <summary>What a step reads, and if it writes makes: the next version.</summary>
    public string Touch(bool writes)
    {
        var key = $"i{Random.Next(3)}";
        var read = _stock[key];
        var list = HistoryText.Invariant($"\"reads\":[{{\"key\":\"{key}\",\"version\":{read}}}]");
        if (!writes) return list;
        _stock[key] = read + 1;
        return HistoryText.Invariant($"{list},\"writes\":[{{\"key\":\"{key}\",\"version\":{read + 1}}}]");
    }
}

/// <summary>One saga, its coordinators and its participants.</summary>
internal sealed class SimulatedSaga
{
    private readonly SagaSimulation _system;
    private readonly string _name;
    private readonly int _steps;
    private readonly HashSet<string> _decided = [];
    private int _standing;
    private int _failures;
    private bool _isBack;
    private bool _isStarted;
    private long _revision;

    public SimulatedSaga(SagaSimulation system, string name)
    {
        _system = system;
        _name = name;
        _steps = system.Random.Next(1, 5);
    }

    public bool HasEnded { get; private set; }

    private Random Random => _system.Random;

    public void Step()
    {
        if (!_isStarted) Start();
        else if (Random.Next(4) == 0) Save();
        else if (!_isBack && _standing < _steps) Forward();
        else if (_isBack && _standing > 0) Back();
        else End(_isBack ? "aborted" : "completed");
    }

    /// <summary>A command arrives after the end.</summary>
    public void HearLate()
    {
        var function = Random.Next(2) == 0 ? "saga-step" : "saga-compensate";
        var step = Random.Next(1, _steps + 1);
        var known = _decided.Contains($"{function}{step}");
        Do(function, step, known ? "ok" : "fail", known ? "\"duplicate\":true" : "");
    }

    private void Do(string function, int step, string type = "ok", string completion = "") =>
        Operation(function, HistoryText.Invariant($"\"saga\":\"{_name}\",\"step\":{step}"), type, completion);

    /// <summary>An operation; one that is lost may be so without a word.</summary>
    private void Operation(string function, string fields, string type = "ok", string completion = "")
    {
        var process = _system.NewProcess();
        if (type == "info" && Random.Next(2) == 0) _system.History.Line(process, "invoke", function, fields);
        else _system.History.Operation(process, function, fields, type, completion);
    }

    private void Start()
    {
        var request = HistoryText.Invariant($"\"saga\":\"{_name}\",\"correlation\":\"order-{_name}\",\"steps\":{_steps}");
        var outcome = Random.Next(6);
        Operation("saga-start", request, outcome == 0 ? "info" : "ok");
        _isStarted = true;
        if (outcome == 0) Operation("saga-start", request, "ok", Random.Next(2) == 0 ? "\"duplicate\":true" : "");
        else if (outcome == 1)
        {
            var second = request.Replace($"\"saga\":\"{_name}\"", $"\"saga\":\"{_name}b\"", StringComparison.Ordinal);
            Operation("saga-start", second, "fail");
        }
    }

    /// <summary>A coordinator saves; now and then a second one loses the race, or an answer is lost.</summary>
    private void Save()
    {
        var fields = HistoryText.Invariant($"\"saga\":\"{_name}\",\"revision\":{_revision}");
        var outcome = Random.Next(6);
        if (outcome == 0)
        {
            Operation("checkpoint", fields, "info");
            if (Random.Next(2) == 0) return; // It was not written; the next try takes this revision.
        }
        else
        {
            var process = _system.NewProcess();
            _system.History.Line(process, "invoke", "checkpoint", fields);
            if (outcome == 1) Operation("checkpoint", fields, "fail");
            _system.History.Line(process, "ok", "checkpoint");
        }

        _revision++;
    }

    private void Forward()
    {
        var step = _standing + 1;
        switch (Random.Next(8))
        {
            case 0:
                Do("saga-step", step, "fail", "\"error\":\"refused\"");
                _isBack = true;
                break;
            case 1:
                Do("saga-step", step, "info");
                if (Random.Next(2) == 0) Do("saga-step", step, "ok", "\"duplicate\":true");
                else Do("saga-step", step);
                Stand(step);
                break;
            default:
                Do("saga-step", step, "ok", _system.Touch(Random.Next(2) == 0));
                if (Random.Next(6) == 0) Do("saga-step", step, "ok", "\"duplicate\":true");
                Stand(step);
                if (Random.Next(6) == 0) _isBack = true;
                break;
        }
    }

    private void Stand(int step)
    {
        _standing = step;
        _decided.Add($"saga-step{step}");
        if (_standing == _steps) _isBack = false;
    }

    private void Back()
    {
        var step = _standing;
        if (Random.Next(4) == 0)
        {
            Do("saga-compensate", step, "fail");
            if (++_failures % 3 == 0) End("stuck");
            return;
        }

        if (Random.Next(6) == 0) Do("saga-compensate", step, "info");
        Do("saga-compensate", step);
        if (Random.Next(6) == 0) Do("saga-compensate", step, "ok", "\"duplicate\":true");
        _decided.Add($"saga-compensate{step}");
        _standing--;
    }

    private void End(string outcome)
    {
        var fields = $"\"saga\":\"{_name}\",\"outcome\":\"{outcome}\"";
        if (Random.Next(8) == 0) Operation("saga-end", fields, "info");
        Operation("saga-end", fields);
        HasEnded = outcome != "stuck";
    }
}
