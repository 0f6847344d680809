using Verified.Reference;
using static Verified.Tests.Conformance.Sample;

namespace Verified.Tests.Conformance;

public abstract partial class EventStoreContract
{
    private const int Writers = 16;

    [Fact]
    public async Task Append_ManyWritersAtOneVersion_OneWins()
    {
        await Store.AppendAsync("s", NoStream, "start");
        for (var version = 0; version < 20; version++)
        {
            var round = version;
            var results = await AllAsync(
                writer => Store.AppendAsync("s", At(round), $"{round}/{writer}").AsTask());

            Assert.Single(results.OfType<AppendResult.Appended>());
            Assert.Equal(
                Enumerable.Repeat(new AppendResult.WrongExpectedVersion(round + 1), Writers - 1),
                results.OfType<AppendResult.WrongExpectedVersion>());
        }

        AssertWellFormed(await Store.LogAsync(), 21);
    }

    [Fact]
    public async Task Append_ManyWritersUnderAny_AllAppendAtContiguousPlaces()
    {
        const int rounds = 25;
        var results = await AllAsync(async writer =>
        {
            var appended = new List<AppendResult>();
            for (var round = 0; round < rounds; round++)
                appended.Add(await Store.AppendAsync(
                    $"s{round % 3}", Any, $"{writer}/{round}/0", $"{writer}/{round}/1"));
            return appended;
        });

        var all = results.SelectMany(appended => appended).ToList();
        Assert.All(all, result => Assert.IsType<AppendResult.Appended>(result));
        var log = await Store.LogAsync();
        AssertWellFormed(log, Writers * rounds * 2);
        foreach (var result in all.Cast<AppendResult.Appended>())
        {
            Assert.Equal(result.FirstVersion + 1, result.LastVersion);
            Assert.Equal(result.LastVersion, log[(int)result.LastPosition - 1].Version);
            Assert.EndsWith("/1", log[(int)result.LastPosition - 1].Event.Id.Value, StringComparison.Ordinal);
            Assert.EndsWith("/0", log[(int)result.LastPosition - 2].Event.Id.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Append_ManyRetriesOfOneBatch_OneAppendsTheOthersAreIdempotent()
    {
        var results = await AllAsync(_ => Store.AppendAsync("s", NoStream, "a", "b").AsTask());

        Assert.Equal([new AppendResult.Appended(0, 1, 2)], results.OfType<AppendResult.Appended>());
        Assert.Equal(
            Enumerable.Repeat(new AppendResult.Idempotent(0, 1, 2), Writers - 1),
            results.OfType<AppendResult.Idempotent>());
    }

    [Fact]
    public async Task Append_Returned_IsSeenByEveryLaterRead()
    {
        await AllAsync(async writer =>
        {
            for (var round = 0; round < 20; round++)
            {
                var id = $"{writer}/{round}";
                await Store.AppendAsync($"s{writer}", Any, id);
                Assert.Equal(id, (await Store.FindAsync(new EventId(id)))?.Event.Id.Value);
                Assert.Equal([id], (await Store.StreamAsync(
                    $"s{writer}", ReadDirection.Backwards, long.MaxValue, 1)).Ids());
            }

            return writer;
        });
    }

    [Fact]
    public async Task Append_CancelledInTheCrowd_HappenedOrDidNot()
    {
        var outcomes = await AllAsync(async writer =>
        {
            using var cancellation = new CancellationTokenSource();
            var append = Store.AppendAsync(new StreamId("s"), Any, Events($"{writer}"), cancellation.Token);
            await cancellation.CancelAsync();
            try
            {
                return await append is AppendResult.Appended;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        });

        await Store.AppendAsync("s", Any, "after");
        var expected = Enumerable.Range(0, Writers).Where(writer => outcomes[writer])
            .Select(i => Number(i)).Append("after");
        Assert.Equal(expected.Order(), (await Store.LogAsync()).Ids().Order());
    }

    [Fact]
    public async Task Delete_InTheCrowd_NothingIsAppendedAfterIt()
    {
        await Store.AppendAsync("s", NoStream, "start");
        var deletion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var appended = await AllAsync(async writer =>
        {
            if (writer == 0)
            {
                await Store.DeleteAsync(new StreamId("s"), Any);
                deletion.SetResult();
            }

            var count = 0;
            while (await Store.AppendAsync("s", Any, $"{writer}/{count}") is AppendResult.Appended)
                count++;
            await deletion.Task.WaitAsync(Hang);
            return count;
        });

        Assert.Equal(1 + appended.Sum(), (await Store.StreamAsync("s")).Count);
    }

    /// <summary>Runs all writers at once.</summary>
    private static async Task<T[]> AllAsync<T>(Func<int, Task<T>> writer) =>
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => writer(i)))).WaitAsync(Hang);

    /// <summary>Positions run from 1 without a gap, and so do the versions of each stream from 0.</summary>
    internal static void AssertWellFormed(IReadOnlyList<RecordedEvent> log, int count)
    {
        Assert.Equal(
            Enumerable.Range(1, count).Select(position => (long)position), log.Select(e => e.Position));
        Assert.Equal(count, log.Select(e => e.Event.Id).Distinct().Count());
        foreach (var stream in log.GroupBy(e => e.Stream))
            Assert.Equal(
                Enumerable.Range(0, stream.Count()).Select(version => (long)version),
                stream.Select(e => e.Version));
    }
}
