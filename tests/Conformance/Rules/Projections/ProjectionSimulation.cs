namespace Verified.Tests.Conformance.Rules.Projections;

/// <summary>
/// A store and two replicas of a correct projection, which save view and checkpoint together; applications fail, are lost and
/// tried again; views are rebuilt, and read with tokens. Everything follows from the seed.
/// </summary>
internal sealed class ProjectionSimulation
{
    private readonly List<SimulatedReplica> _replicas = [];
    private long _nextProcess;

    public ProjectionSimulation(int seed)
    {
        Random = new Random(seed);
        History = new HistoryText("[\"eventstore\",\"projection\"]", "\"finalReads\":true", "");
    }

    public Random Random { get; }

    public HistoryText History { get; }

    /// <summary>Positions of the log, which has gaps.</summary>
    public List<long> Log { get; } = [];

    /// <summary>Runs to the end; <paramref name="fault"/> is called before the log is read back.</summary>
    public string Run(Action<ProjectionSimulation>? fault = null)
    {
        for (var i = 0; i < 2; i++) _replicas.Add(new SimulatedReplica(this, $"r{i}"));
        for (var step = Random.Next(10, 100); step > 0; step--)
        {
            if (Random.Next(3) == 0) Append();
            else _replicas[Random.Next(2)].Step();
        }

        Append();
        fault?.Invoke(this);
        History.Operation(NewProcess(), "read-all", "\"from\":0", "ok", HistoryText.Events(
            Log.Select((position, version) => new StoredEvent($"e{position}", "h", "s", version, position)), withStream: true));
        return History.ToString();
    }

    public long NewProcess() => _nextProcess++;

    /// <summary>The content of the view at this position.</summary>
    public string Fold(long position) => HistoryText.Invariant($"{Log.FindAll(p => p <= position).Count}x{position % 7}");

    /// <summary>One more event, acknowledged; its position.</summary>
    public long Append()
    {
        var position = (Log.Count == 0 ? 0 : Log[^1]) + Random.Next(1, 3);
        var process = NewProcess();
        History.Line(process, "invoke", "append", HistoryText.Invariant($"\"stream\":\"s\",\"events\":[{{\"id\":\"e{position}\",\"hash\":\"h\"}}]"));
        Log.Add(position);
        History.Line(process, "ok", "append", HistoryText.Invariant($"\"version\":{Log.Count - 1},\"position\":{position}"));
        return position;
    }
}

/// <summary>One copy of the view, and whoever keeps it.</summary>
internal sealed class SimulatedReplica(ProjectionSimulation system, string name)
{
    private long _process = system.NewProcess();
    private long _position;
    private bool _isOpen;
    private bool _isApplied;

    public void Step()
    {
        if (_isOpen) End();
        else if (system.Random.Next(20) == 0) Rebuild();
        else if (system.Random.Next(4) == 0) Read();
        else Begin();
    }

    private string View => $"\"projection\":\"balance\",\"replica\":\"{name}\"";

    private void Begin()
    {
        var next = system.Log.Find(p => p > _position);
        if (next == 0) return;
        _isOpen = true;
        _isApplied = false;
        system.History.Line(_process, "invoke", "project", HistoryText.Invariant($"{View},\"events\":[{{\"id\":\"e{next}\",\"position\":{next}}}]"));
    }

    private void End()
    {
        var random = system.Random;
        if (!_isApplied && random.Next(6) == 0)
        {
            _isOpen = false;
            if (random.Next(2) == 0) system.History.Line(_process, "fail", "project");
            else Lose();
        }
        else if (!_isApplied)
        {
            _position = system.Log.Find(p => p > _position);
            _isApplied = true;
        }
        else if (random.Next(8) == 0)
        {
            _isOpen = false;
            Lose();
        }
        else
        {
            _isOpen = false;
            system.History.Line(_process, "ok", "project", random.Next(3) == 0 ? "" : $"\"state\":\"{system.Fold(_position)}\"");
        }
    }

    private void Rebuild()
    {
        var snapshot = system.Random.Next(2) == 0 || _position == 0 ? 0 : system.Log[system.Random.Next(system.Log.FindAll(p => p <= _position).Count)];
        system.History.Line(_process, "invoke", "project", HistoryText.Invariant($"{View},\"rebuild\":true,\"position\":{snapshot}"));
        _position = snapshot;
        system.History.Line(_process, "ok", "project");
    }

    private void Read()
    {
        var token = _position == 0 ? 0 : system.Random.NextInt64(_position + 1);
        system.History.Operation(
            system.NewProcess(), "read", HistoryText.Invariant($"{View},\"token\":{token}"), "ok",
            HistoryText.Invariant($"\"position\":{_position}") + (_position == 0 ? "" : $",\"state\":\"{system.Fold(_position)}\""));
    }

    private void Lose()
    {
        var how = system.Random.Next(3);
        if (how == 0) system.History.Line(_process, "info", "project");
        else if (how == 1) system.History.Line(_process, "info", "crash");
        _process = system.NewProcess();
    }
}
