namespace Verified.Tests.Conformance.Rules.Bus;

/// <summary>A consumer that reads partition 0 by position, commits what it has dealt with, and starts again from that.</summary>
internal sealed class CursorReader(BusSimulation bus) : BusActor(bus)
{
    private long dealtWith = -1;
    private long committed = -1;
    private StoredMessage? open;

    public override bool IsIdle => open is null;

    public override void Step()
    {
        if (open is not null) Handle(open);
        else if (Bus.Chance(12)) Restart();
        else if (dealtWith > committed && Bus.Random.Next(3) == 0) Commit();
        else Deliver();
    }

    private void Deliver()
    {
        var partition = Bus.Broker.Partitions[0];
        if (dealtWith + 1 >= partition.Count) return;
        open = partition[(int)dealtWith + 1];
        Line("invoke", "deliver", $"\"consumer\":\"p\",\"events\":[{open.Fields(withPosition: true)}]");
    }

    private void Handle(StoredMessage message)
    {
        open = null;
        if (Bus.Chance(8))
        {
            Lose("deliver");
            Restart();
            return;
        }

        if (Bus.Chance(5))
        {
            Line("fail", "deliver");
            if (Bus.Random.Next(2) == 0) return;
            Bus.History.Operation(Process, "dead-letter", $"\"consumer\":\"p\",\"events\":[{{\"id\":\"{message.Id}\"}}]");
        }
        else Line("ok", "deliver");

        dealtWith++;
    }

    private void Commit()
    {
        Line("invoke", "checkpoint", HistoryText.Invariant($"\"consumer\":\"p\",\"partition\":\"p0\",\"position\":{dealtWith}"));
        if (Bus.Chance(6))
        {
            if (Bus.Random.Next(2) == 0) committed = dealtWith;
            Lose("checkpoint");
            return;
        }

        committed = dealtWith;
        Line("ok", "checkpoint");
    }

    private void Restart()
    {
        dealtWith = committed;
        Bus.History.Operation(
            Bus.NewProcess(), "checkpoint", HistoryText.Invariant($"\"consumer\":\"p\",\"partition\":\"p0\",\"position\":{committed},\"start\":true"));
    }
}

/// <summary>What the members of group <c>g</c> share: the deal, and what was committed under it.</summary>
internal sealed class SimulatedGroup
{
    public int Generation { get; set; }

    /// <summary>The owner of each partition.</summary>
    public int[] Owner { get; } = [-1, -1];

    public long[] Committed { get; } = [-1, -1];
}

/// <summary>A member of a consumer group; after a new deal it is a zombie until it learns of it.</summary>
internal sealed class GroupMember(BusSimulation bus, int number) : BusActor(bus)
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<BusSimulation, SimulatedGroup> s_groups = [];
    private readonly SimulatedGroup group = s_groups.GetOrCreateValue(bus);
    private readonly Dictionary<int, long> positions = [];
    private int known;
    private (int Partition, long Position, bool IsRefused)? committing;

    public override bool IsIdle => committing is null;

    public override void Step()
    {
        if (committing is { } commit) EndCommit(commit.Partition, commit.Position, commit.IsRefused);
        else if (known == 0 || Bus.Chance(15)) Join();
        else if (known < group.Generation && (Bus.Drains || Bus.Random.Next(4) == 0)) Learn();
        else if (positions.Count > 0) Work();
    }

    private void Join()
    {
        var partition = Bus.Random.Next(2);
        group.Generation++;
        group.Owner[partition] = number;
        if (group.Owner[1 - partition] < 0 || Bus.Random.Next(2) == 0) group.Owner[1 - partition] = Bus.Random.Next(2);
        Learn();
    }

    private void Learn()
    {
        known = group.Generation;
        Bus.History.Operation(
            Bus.NewProcess(), "subscribe", $"\"consumer\":\"g\",\"member\":\"w{number}\",\"topic\":\"none\"", "ok", HistoryText.Invariant($"\"generation\":{known}"));
        positions.Clear();
        for (var partition = 0; partition < 2; partition++)
        {
            if (group.Owner[partition] != number) continue;
            positions[partition] = group.Committed[partition];
            Bus.History.Operation(
                Bus.NewProcess(), "checkpoint", HistoryText.Invariant($"\"consumer\":\"g\",\"partition\":\"p{partition}\",\"position\":{group.Committed[partition]},\"start\":true"));
        }
    }

    private void Work()
    {
        foreach (var (partition, position) in positions)
        {
            if (Bus.Random.Next(2) == 0) continue;
            var messages = Bus.Broker.Partitions[partition];
            if (position + 1 < messages.Count && Bus.Random.Next(3) > 0)
            {
                Bus.History.Operation(Process, "deliver", $"\"consumer\":\"g\",\"events\":[{messages[(int)position + 1].Fields(withPosition: true)}]");
                positions[partition] = position + 1;
            }
            else if (position > group.Committed[partition] || known < group.Generation) BeginCommit(partition, position);

            return;
        }
    }

    private void BeginCommit(int partition, long position)
    {
        Line("invoke", "checkpoint", HistoryText.Invariant($"\"consumer\":\"g\",\"partition\":\"p{partition}\",\"position\":{position},\"generation\":{known}"));
        var stale = known < group.Generation;
        if (!stale) group.Committed[partition] = position;
        committing = (partition, position, stale);
    }

    private void EndCommit(int partition, long position, bool isRefused)
    {
        committing = null;
        if (Bus.Chance(8))
        {
            Lose("checkpoint");
            return;
        }

        Line(isRefused ? "fail" : "ok", "checkpoint");
        if (isRefused) positions.Clear();
    }
}
