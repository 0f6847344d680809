using Verified.Adapters.Sqlite;
using Verified.Reference;
using static Verified.Tests.Conformance.Sample;

namespace Verified.Tests.Conformance;

/// <summary>Two stores on one file share nothing but the file: to each the other is another process.</summary>
public sealed class SqliteSharingTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteEventStore _one = null!;
    private SqliteEventStore _two = null!;

    public async Task InitializeAsync()
    {
        var options = new SqliteEventStoreOptions(_directory.File())
        {
            PollInterval = TimeSpan.FromMilliseconds(5),
            BusyTimeout = Hang,
        };
        _one = await SqliteEventStore.OpenAsync(options);
        _two = await SqliteEventStore.OpenAsync(options);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Subscribe_CommitsOfAnother_AreFoundByPolling()
    {
        using var hang = new CancellationTokenSource(Hang);
        await using var events = _two.SubscribeAsync(0, hang.Token).GetAsyncEnumerator();
        for (var i = 0; i < 20; i++)
        {
            var next = events.MoveNextAsync(); // waits before the append, as a rule
            await _one.AppendAsync("s", Any, $"{i}");

            Assert.True(await next);
            Assert.Equal($"{i}", events.Current.Event.Id.Value);
        }
    }

    [Fact]
    public async Task Subscribe_OwnCommits_AreFoundWithoutPolling()
    {
        await using var store = await SqliteEventStore.OpenAsync(
            new SqliteEventStoreOptions(_directory.File()) { PollInterval = TimeSpan.FromDays(1) });
        using var hang = new CancellationTokenSource(Hang);
        await using var events = store.SubscribeAsync(0, hang.Token).GetAsyncEnumerator();
        for (var i = 0; i < 20; i++)
        {
            var next = events.MoveNextAsync();
            await store.AppendAsync("s", Any, $"{i}");

            Assert.True(await next);
            Assert.Equal($"{i}", events.Current.Event.Id.Value);
        }
    }

    [Fact]
    public async Task Append_OneVersionFromBoth_OneWins()
    {
        for (var version = -1; version < 50; version++)
        {
            var expected = version < 0 ? NoStream : At(version);
            var results = await Task.WhenAll(
                _one.AppendAsync("s", expected, $"one {version}").AsTask(),
                _two.AppendAsync("s", expected, $"two {version}").AsTask()).WaitAsync(Hang);

            Assert.Single(results.OfType<AppendResult.Appended>());
            Assert.Equal(
                [new AppendResult.WrongExpectedVersion(version + 1)],
                results.OfType<AppendResult.WrongExpectedVersion>());
        }
    }

    [Fact]
    public async Task Append_AnotherWroteTheStreamMeanwhile_GoesOnBehindIt()
    {
        await _one.AppendAsync("s", Any, "a"); // from now on it knows the stream
        await _two.AppendAsync("s", Any, "b");

        Assert.Equal(new AppendResult.WrongExpectedVersion(1), await _one.AppendAsync("s", At(0), "c"));
        Assert.Equal(new AppendResult.Appended(2, 2, 3), await _one.AppendAsync("s", Any, "c"));
        Assert.Equal(new AppendResult.Idempotent(1, 1, 2), await _one.AppendAsync("s", Any, "b"));
    }

    [Fact]
    public async Task Append_AnotherDeletedTheStreamMeanwhile_IsRefused()
    {
        await _one.AppendAsync("s", Any, "a");
        await _two.DeleteAsync(new StreamId("s"), Any);

        Assert.IsType<AppendResult.StreamDeleted>(await _one.AppendAsync("s", Any, "b"));
        Assert.Equal(["a"], (await _one.LogAsync()).Ids());
    }

    [Fact]
    public async Task Append_AnIdThatAnotherTookMeanwhile_IsRefused()
    {
        await _one.AppendAsync("s", Any, "a");
        await _two.AppendAsync("t", Any, "b");

        Assert.Equal(new AppendResult.DuplicateEventId(new EventId("b")), await _one.AppendAsync("s", Any, "b"));
        Assert.Equal(new AppendResult.Appended(1, 1, 3), await _one.AppendAsync("s", At(0), "c"));
    }

    [Fact]
    public async Task Subscribe_WhileBothWrite_SeesEveryPositionOnceInOrder()
    {
        const int each = 200;
        var taken = new[] { _one.TakeAsync(0, 2 * each), _two.TakeAsync(0, 2 * each) };

        await Task.WhenAll(WriteAsync(_one, "one"), WriteAsync(_two, "two")).WaitAsync(Hang);

        var log = await _one.LogAsync();
        EventStoreContract.AssertWellFormed(log, 2 * each);
        Assert.Equal(log.Ids(), (await taken[0]).Ids());
        Assert.Equal(log.Ids(), (await taken[1]).Ids());

        static async Task WriteAsync(SqliteEventStore store, string name)
        {
            for (var i = 0; i < each; i++)
                Assert.IsType<AppendResult.Appended>(await store.AppendAsync("s", Any, $"{name} {i}"));
        }
    }
}
