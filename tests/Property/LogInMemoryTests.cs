using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>What the log in memory is made of: its list, its index, its pages.</summary>
public sealed class LogInMemoryTests
{
    [Fact]
    public void Written_IsNeverChangedByWhatIsAddedLater()
    {
        var list = new AppendOnlyList<string>();
        var snapshots = new List<AppendOnlyList<string>.Snapshot>();
        for (var i = 0; i < 1000; i++)
        {
            snapshots.Add(list.Written);
            list.Add($"{i}");
        }

        foreach (var (snapshot, length) in snapshots.Select((snapshot, i) => (snapshot, i)))
        {
            Assert.Equal(length, snapshot.Length);
            for (var i = 0; i < length; i++)
                Assert.Equal($"{i}", snapshot[i]);
            Assert.Throws<ArgumentOutOfRangeException>(() => snapshot[length]);
        }
    }

    [Fact]
    public void Find_GivesTheEventOfThatId_AlsoWhereHashesAreEqual()
    {
        var log = new AppendOnlyList<RecordedEvent>();
        var index = new EventIndex(log);
        for (var i = 0; i < 2000; i++)
        {
            var id = new EventId($"e{i}");
            Assert.Null(index.Find(id, (uint)(i % 3)));
            log.Add(new RecordedEvent(new("s"), i, i + 1, new(id, "t", default, default), default));
            index.Add((uint)(i % 3), i + 1);
            Assert.Equal(i + 1, index.Find(id, (uint)(i % 3))?.Position);
        }

        for (var i = 0; i < 2000; i++)
            Assert.Equal(i, index.Find(new EventId($"e{i}"), (uint)(i % 3))?.Version);
        Assert.Null(index.Find(new EventId("e0"), 1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(1024, 1024)]
    [InlineData(1025, 0)]
    [InlineData(0, 100_000)]
    public async Task AppendAsync_CopiesData_SmallOrLarge(int data, int metadata)
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var sent = new List<(byte[] Data, byte[] Metadata)>();
        for (var i = 0; i < 50; i++)
        {
            var (d, m) = (Bytes(data, i), Bytes(metadata, i + 1));
            sent.Add((d.ToArray(), m.ToArray()));
            await store.AppendAsync(new("s"), new ExpectedVersion.Any(), new EventData(new($"e{i}"), "t", d, m));
            (d.AsSpan()).Fill(0xEE); // the caller uses its buffers again
            (m.AsSpan()).Fill(0xEE);
        }

        for (var i = 0; i < sent.Count; i++)
        {
            var stored = (await store.FindAsync(new($"e{i}")))!.Event;
            Assert.Equal(sent[i].Data, stored.Data.ToArray());
            Assert.Equal(sent[i].Metadata, stored.Metadata.ToArray());
        }
    }

    [Fact]
    public void Now_ByAnotherClockThanTheSystems_IsExact()
    {
        var clock = new StoppedClock(new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var runtime = Runtime.Production(clock);
        Assert.Equal(clock.Time, runtime.Now);

        clock.Time += TimeSpan.FromTicks(1);

        Assert.Equal(clock.Time, runtime.Now);
    }

    [Fact]
    public void Now_ByTheClockOfTheSystem_IsNeverAhead_AndGoesOn()
    {
        var runtime = Runtime.Production();
        var first = runtime.Now;
        Assert.True(first <= TimeProvider.System.GetUtcNow());
        SpinWait.SpinUntil(() => runtime.Now > first);
    }

    private static byte[] Bytes(int length, int seed) =>
        [.. Enumerable.Range(0, length).Select(i => (byte)(((i * 7) + seed) % 251))];

    private sealed class StoppedClock(DateTimeOffset time) : TimeProvider
    {
        public DateTimeOffset Time { get; set; } = time;

        public override DateTimeOffset GetUtcNow() => Time;
    }
}
