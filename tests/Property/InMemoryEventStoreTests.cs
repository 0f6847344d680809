using System.Globalization;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>What laws over single requests cannot say of the store in memory: its concurrency and
/// its clock.</summary>
public sealed class InMemoryEventStoreTests
{
    private const int Writers = 8;
    private const int Rounds = 200;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);
    private static readonly StreamId s_stream = new("s");

    [Fact]
    public async Task SubscribeAsync_WhileWritersRun_SeesEveryPositionOnceInOrder()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var following = Task.WhenAll(Enumerable.Range(0, 3).Select(
            after => Task.Run(() => TakeAsync(store, after, (Writers * Rounds) - after))));

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
                await store.AppendAsync(s_stream, new ExpectedVersion.Any(), [Event(writer, round)]);
        })));

        foreach (var (seen, after) in (await following.WaitAsync(s_hang)).Select((seen, i) => (seen, i)))
            Assert.Equal(
                Enumerable.Range(after + 1, (Writers * Rounds) - after), seen.Select(e => (int)e.Position));
    }

    [Fact]
    public async Task SubscribeAsync_AtTheEnd_WaitsUntilCancelled()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        using var cancellation = new CancellationTokenSource();
        await using var subscription = store.SubscribeAsync(0, cancellation.Token).GetAsyncEnumerator();

        var next = subscription.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(s_hang));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SubscribeAsync_WithATokenOfTheEnumerationToo_EitherEndsIt(bool byTheCall)
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        await store.AppendAsync(s_stream, new ExpectedVersion.Any(), [Event(0, 0)]);
        using var call = new CancellationTokenSource();
        using var enumeration = new CancellationTokenSource();
        await using var subscription = store.SubscribeAsync(0, call.Token).GetAsyncEnumerator(enumeration.Token);
        Assert.True(await subscription.MoveNextAsync());

        var next = subscription.MoveNextAsync().AsTask();
        await (byTheCall ? call : enumeration).CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(s_hang));
    }

    [Fact]
    public async Task AppendAsync_OneEventRefused_LeavesNoTraceOfItsId()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var data = Event(0, 0);

        Assert.IsType<AppendResult.WrongExpectedVersion>(
            await store.AppendAsync(s_stream, new ExpectedVersion.Exact(0), [data]));
        Assert.Null(await store.FindAsync(data.Id));
        Assert.Equal(
            new AppendResult.Appended(0, 0, 1), await store.AppendAsync(s_stream, new ExpectedVersion.NoStream(), [data]));
        Assert.Equal(
            new AppendResult.Idempotent(0, 0, 1), await store.AppendAsync(s_stream, new ExpectedVersion.Any(), [data]));
    }

    [Fact]
    public async Task AppendAsync_ManyWritersAtOneVersion_OneWinsEachVersion()
    {
        const int writers = 2; // more than the machine has processors would take turns
        const int rounds = 5_000;
        var store = new InMemoryEventStore(new YieldingClock());
        using var start = new Barrier(writers);

        var won = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Factory.StartNew(
            () => Race(writer),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).WaitAsync(s_hang);

        var versions = store.ReadStreamAsync(s_stream, ReadDirection.Forwards, 0).ToBlockingEnumerable()
            .Select(e => (int)e.Version);
        Assert.Equal(Enumerable.Range(0, rounds), versions);
        Assert.Equal(rounds, won.Sum());

        int Race(int writer)
        {
            var wins = 0;
            for (var version = 0; version < rounds; version++)
            {
                ExpectedVersion expected =
                    version == 0 ? new ExpectedVersion.NoStream() : new ExpectedVersion.Exact(version - 1);
                EventData[] batch = [Event(writer, version)];
                Assert.True(start.SignalAndWait(s_hang));
                var answer = store.AppendAsync(s_stream, expected, batch);
                wins += answer.GetAwaiter().GetResult() is AppendResult.Appended ? 1 : 0;
            }

            return wins;
        }
    }

    [Fact]
    public async Task AppendAsync_RecordsTheTimeOfItsClockAndACopyOfThePayload()
    {
        var now = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var store = new InMemoryEventStore(new StoppedClock(now));
        byte[] data = [1, 2, 3];

        await store.AppendAsync(s_stream, new ExpectedVersion.Any(), [new(new EventId("a"), "t", data, data)]);
        data[0] = 9;

        var stored = await store.FindAsync(new EventId("a"));
        Assert.Equal(now, stored!.RecordedAt);
        Assert.Equal([1, 2, 3], stored.Event.Data.ToArray());
        Assert.Equal([1, 2, 3], stored.Event.Metadata.ToArray());
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>The store reads it between its decision and its writes: a good moment for the other writer.</summary>
    private sealed class YieldingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            Thread.Yield();
            return base.GetUtcNow();
        }
    }

    private static async Task<List<RecordedEvent>> TakeAsync(
        InMemoryEventStore store, long after, int count)
    {
        var seen = new List<RecordedEvent>();
        await foreach (var next in store.SubscribeAsync(after))
        {
            seen.Add(next);
            if (seen.Count == count)
                break;
        }

        return seen;
    }

    private static EventData Event(int writer, int round) => new(
        new EventId(string.Create(CultureInfo.InvariantCulture, $"{writer}/{round}")), "t", default, default);
}
