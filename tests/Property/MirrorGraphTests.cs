using System.Text.Json;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>The mirrors reach as many states, by as many steps, as the manifest says of their modules, and their
/// broken variants break what they must after as few steps.</summary>
public sealed class MirrorGraphTests
{
    private static readonly EventLogModel s_log = new(
        Streams: [new("s1"), new("s2")],
        Ids: [new("e1"), new("e2"), new("e3"), new("e4")],
        MaxCommit: 2,
        EventLogVariant.Correct);

    private static readonly EventStoreModel s_store = new(
        Streams: [new("s1"), new("s2")],
        Ids: [new("e1"), new("e2")],
        MaxBatch: 2,
        MaxAcked: 2,
        EventStoreVariant.Correct);

    private static readonly EventStoreModel s_oneStream = s_store with
    {
        Streams = [new("s1")],
        Ids = [new("e1"), new("e2"), new("e3")],
    };

    private static readonly EventStoreModel s_singleEvents = s_store with { Streams = [new("s1")], MaxBatch = 1 };

    [Fact]
    public void MCEventLogSmall() => AssertCounts("MCEventLogSmall.cfg", Explore(s_log, EventLog.ContiguousInv));

    [Fact]
    public void MCEventStoreSmall() => AssertCounts(
        "MCEventStoreSmall.cfg", Explore(s_store, state => EventStore.StandingIsFoundInv(s_store, state)));

    [Fact]
    public void MCEventStoreOneStream() => AssertCounts(
        "MCEventStoreOneStream.cfg", Explore(s_oneStream, EventStore.VersionsContiguousInv));

    [Fact]
    public void MCEventStoreBrokenVolatileIdCache() => AssertBroken(
        6,
        Explore(
            s_singleEvents with { Ids = [new("e1")], MaxAcked = 1, Variant = EventStoreVariant.VolatileIdCache },
            EventStore.RetrySafeInv));

    [Fact]
    public void MCEventStoreBrokenCheckThenAppend() => AssertBroken(
        8,
        Explore(s_singleEvents with { Variant = EventStoreVariant.CheckThenAppend }, EventStore.OneWinnerInv));

    [Fact]
    public void MCEventStoreBrokenAckBeforeDurable() => AssertBroken(
        3, Explore(s_store with { Variant = EventStoreVariant.AckBeforeDurable }, EventStore.AckedDurableInv));

    [Fact]
    public void MCEventLogBrokenOverwrite()
    {
        var model = s_log with { Variant = EventLogVariant.Overwrite };
        var written = EventLog.Step(
            model, EventLog.Init(model), new EventLogAction.AppendEvents([new(new("s1"), new("e1"))]))!;

        var overwritten = EventLog.Step(model, written, new EventLogAction.OverwriteEvent(1, new("e2")))!;

        Assert.False(EventLog.AppendOnlyProp(written, overwritten));
        Assert.Null(EventLog.Step(s_log, written, new EventLogAction.OverwriteEvent(1, new("e2"))));
    }

    private static Graph Explore(EventLogModel model, Func<EventLogState, bool> invariant) => Explore(
        EventLog.Init(model),
        EventLog.Actions(model).ToList(),
        (state, action) => EventLog.Step(model, state, action),
        invariant);

    private static Graph Explore(EventStoreModel model, Func<EventStoreState, bool> invariant) => Explore(
        EventStore.Init(model),
        EventStore.Actions(model).ToList(),
        (state, action) => EventStore.Step(model, state, action),
        invariant);

    /// <summary>Breadth first; stops at the first state that breaks the invariant.</summary>
    private static Graph Explore<TState, TAction>(
        TState initial,
        List<TAction> actions,
        Func<TState, TAction, TState?> step,
        Func<TState, bool> invariant)
        where TState : class
    {
        var seen = new HashSet<TState> { initial };
        var open = new Queue<(TState State, int Depth)>([(initial, 1)]);
        long generated = 1;
        while (open.TryDequeue(out var current))
        {
            if (!invariant(current.State))
                return new Graph(seen.Count, generated, current.Depth);
            foreach (var action in actions)
            {
                if (step(current.State, action) is not { } next)
                    continue;
                generated++;
                if (seen.Add(next))
                    open.Enqueue((next, current.Depth + 1));
            }
        }

        return new Graph(seen.Count, generated, BrokenAt: null);
    }

    private static void AssertCounts(string cfg, Graph graph)
    {
        var entry = JsonDocument.Parse(File.ReadAllText(Manifest())).RootElement.EnumerateArray()
            .Single(e => e.GetProperty("cfg").GetString() == cfg);

        Assert.Null(graph.BrokenAt);
        Assert.Equal(entry.GetProperty("distinct").GetInt64(), graph.Distinct);
        Assert.Equal(entry.GetProperty("generated").GetInt64(), graph.Generated);
    }

    /// <summary>The trace to the broken state has as many states as the shortest counterexample of the
    /// module.</summary>
    private static void AssertBroken(int states, Graph graph) => Assert.Equal(states, graph.BrokenAt);

    private static string Manifest()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Verified.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "spec", "tla", "manifest.json");
    }

    /// <summary>Counts as the checker counts: <paramref name="Generated"/> includes the initial state and every
    /// step, also those to states seen before.</summary>
    private sealed record Graph(long Distinct, long Generated, int? BrokenAt);
}
