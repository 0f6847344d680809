namespace Verified.Tests.Conformance.Rules.Projections;

/// <summary>
/// A store and two replicas of a correct projection, which save view and checkpoint together; applications fail, are lost and
/// tried again; views are rebuilt, and read with tokens. Everything follows from the seed.
/// </summary>
internal sealed class ProjectionSimulation
{
    private readonly List<SimulatedReplica> replicas = [];
    private long nextProcess;

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
        for (var i = 0; i < 2; i++) replicas.Add(new SimulatedReplica(this, $"r{i}"));
        for (var step = Random.Next(10, 100); step > 0; step--)
        {
            if (Random.Next(3) == 0) Append();
            else replicas[Random.Next(2)].Step();
        }

        Append();
        fault?.Invoke(this);
        History.Operation(NewProcess(), "read-all", "\"from\":0", "ok", HistoryText.Events(
            Log.Select((position, version) => new StoredEvent($"e{position}", "h", "s", version, position)), withStream: true));
        return History.ToString();
    }

    public long NewProcess() => nextProcess++;

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
    private long process = system.NewProcess();
    private long position;
    private bool isOpen;
    private bool isApplied;

    public void Step()
    {
        if (isOpen) End();
        else if (system.Random.Next(20) == 0) Rebuild();
        else if (system.Random.Next(4) == 0) Read();
        else Begin();
    }

    private string View => $"\"projection\":\"balance\",\"replica\":\"{name}\"";

    private void Begin()
    {
        var next = system.Log.Find(p => p > position);
        if (next == 0) return;
        isOpen = true;
        isApplied = false;
        system.History.Line(process, "invoke", "project", HistoryText.Invariant($"{View},\"events\":[{{\"id\":\"e{next}\",\"position\":{next}}}]"));
    }

    private void End()
    {
        var random = system.Random;
        if (!isApplied && random.Next(6) == 0)
        {
            isOpen = false;
            if (random.Next(2) == 0) system.History.Line(process, "fail", "project");
            else Lose();
        }
        else if (!isApplied)
        {
            position = system.Log.Find(p => p > position);
            isApplied = true;
        }
        else if (random.Next(8) == 0)
        {
            isOpen = false;
            Lose();
        }
        else
        {
            isOpen = false;
            system.History.Line(process, "ok", "project", random.Next(3) == 0 ? "" : $"\"state\":\"{system.Fold(position)}\"");
        }
    }

    private void Rebuild()
    {
        var snapshot = system.Random.Next(2) == 0 || position == 0 ? 0 : system.Log[system.Random.Next(system.Log.FindAll(p => p <= position).Count)];
        system.History.Line(process, "invoke", "project", HistoryText.Invariant($"{View},\"rebuild\":true,\"position\":{snapshot}"));
        position = snapshot;
        system.History.Line(process, "ok", "project");
    }

    private void Read()
    {
        var token = position == 0 ? 0 : system.Random.NextInt64(position + 1);
        system.History.Operation(
            system.NewProcess(), "read", HistoryText.Invariant($"{View},\"token\":{token}"), "ok",
            HistoryText.Invariant($"\"position\":{position}") + (position == 0 ? "" : $",\"state\":\"{system.Fold(position)}\""));
    }

    private void Lose()
    {
        var how = system.Random.Next(3);
        if (how == 0) system.History.Line(process, "info", "project");
        else if (how == 1) system.History.Line(process, "info", "crash");
        process = system.NewProcess();
    }
}
