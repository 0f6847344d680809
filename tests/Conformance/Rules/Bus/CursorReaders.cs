namespace Verified.Tests.Conformance.Rules.Bus;

/// <summary>A consumer that reads partition 0 by position, commits what it has dealt with, and starts again from that.</summary>
internal sealed class CursorReader(BusSimulation bus) : BusActor(bus)
{
    private long _dealtWith = -1;
    private long _committed = -1;
    private StoredMessage? _open;

    public override bool IsIdle => _open is null;

    public override void Step()
    {
        if (_open is not null) Handle(_open);
        else if (Bus.Chance(12)) Restart();
        else if (_dealtWith > _committed && Bus.Random.Next(3) == 0) Commit();
        else Deliver();
    }

    private void Deliver()
    {
        var partition = Bus.Broker.Partitions[0];
        if (_dealtWith + 1 >= partition.Count) return;
        _open = partition[(int)_dealtWith + 1];
        Line("invoke", "deliver", $"\"consumer\":\"p\",\"events\":[{_open.Fields(withPosition: true)}]");
    }

    private void Handle(StoredMessage message)
    {
        _open = null;
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

        _dealtWith++;
    }

    private void Commit()
    {
        Line("invoke", "checkpoint", HistoryText.Invariant($"\"consumer\":\"p\",\"partition\":\"p0\",\"position\":{_dealtWith}"));
        if (Bus.Chance(6))
        {
            if (Bus.Random.Next(2) == 0) _committed = _dealtWith;
            Lose("checkpoint");
            return;
        }

        _committed = _dealtWith;
        Line("ok", "checkpoint");
    }

    private void Restart()
    {
        _dealtWith = _committed;
        Bus.History.Operation(
            Bus.NewProcess(), "checkpoint", HistoryText.Invariant($"\"consumer\":\"p\",\"partition\":\"p0\",\"position\":{_committed},\"start\":true"));
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
    private readonly SimulatedGroup _group = s_groups.GetOrCreateValue(bus);
    private readonly Dictionary<int, long> _positions = [];
    private int _known;
    private (int Partition, long Position, bool IsRefused)? _committing;

    public override bool IsIdle => _committing is null;

    public override void Step()
    {
        if (_committing is { } commit) EndCommit(commit.Partition, commit.Position, commit.IsRefused);
        else if (_known == 0 || Bus.Chance(15)) Join();
        else if (_known < _group.Generation && (Bus.Drains || Bus.Random.Next(4) == 0)) Learn();
        else if (_positions.Count > 0) Work();
    }

    private void Join()
    {
        var partition = Bus.Random.Next(2);
        _group.Generation++;
        _group.Owner[partition] = number;
        if (_group.Owner[1 - partition] < 0 || Bus.Random.Next(2) == 0) _group.Owner[1 - partition] = Bus.Random.Next(2);
        Learn();
    }

    private void Learn()
    {
        _known = _group.Generation;
        Bus.History.Operation(
            Bus.NewProcess(), "subscribe", $"\"consumer\":\"g\",\"member\":\"w{number}\",\"topic\":\"none\"", "ok", HistoryText.Invariant($"\"generation\":{_known}"));
        _positions.Clear();
        for (var partition = 0; partition < 2; partition++)
        {
            if (_group.Owner[partition] != number) continue;
            _positions[partition] = _group.Committed[partition];
            Bus.History.Operation(
                Bus.NewProcess(), "checkpoint", HistoryText.Invariant($"\"consumer\":\"g\",\"partition\":\"p{partition}\",\"position\":{_group.Committed[partition]},\"start\":true"));
        }
    }

    private void Work()
    {
        foreach (var (partition, position) in _positions)
        {
            if (Bus.Random.Next(2) == 0) continue;
            var messages = Bus.Broker.Partitions[partition];
            if (position + 1 < messages.Count && Bus.Random.Next(3) > 0)
            {
                Bus.History.Operation(Process, "deliver", $"\"consumer\":\"g\",\"events\":[{messages[(int)position + 1].Fields(withPosition: true)}]");
                _positions[partition] = position + 1;
            }
            else if (position > _group.Committed[partition] || _known < _group.Generation) BeginCommit(partition, position);

            return;
        }
    }

    private void BeginCommit(int partition, long position)
    {
        Line("invoke", "checkpoint", HistoryText.Invariant($"\"consumer\":\"g\",\"partition\":\"p{partition}\",\"position\":{position},\"generation\":{_known}"));
        var stale = _known < _group.Generation;
        if (!stale) _group.Committed[partition] = position;
        _committing = (partition, position, stale);
    }

    private void EndCommit(int partition, long position, bool isRefused)
    {
        _committing = null;
        if (Bus.Chance(8))
        {
            Lose("checkpoint");
            return;
        }

        Line(isRefused ? "fail" : "ok", "checkpoint");
        if (isRefused) _positions.Clear();
    }
}
