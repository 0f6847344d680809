using Verified.Adapters.Sqlite;
using Verified.Reference;
using static Verified.Tests.Conformance.Sample;

namespace Verified.Tests.Conformance;

/// <summary>A store that fails while it runs acknowledges nothing it does not hold, and serves again once it can.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.File();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Append_LockedByAnotherConnection_FailsKnownAndWorksAfterwards()
    {
        var options = new SqliteEventStoreOptions(Path) { BusyTimeout = TimeSpan.FromMilliseconds(20) };
        await using var store = await SqliteEventStore.OpenAsync(options);
        await store.AppendAsync("s", Any, "a");

        EventStoreException.Locked failure;
        using (var other = SqliteFile.Connect(Path))
        {
            SqliteFile.Execute(other, "BEGIN EXCLUSIVE");
            failure = await Assert.ThrowsAsync<EventStoreException.Locked>(
                async () => await store.AppendAsync("s", Any, "b"));
            Assert.Equal(["a"], (await store.LogAsync()).Ids()); // readers go on
        }

        Assert.True(failure.IsOutcomeKnown);
        Assert.Equal(
            $"{Path}: another connection held the file past the busy timeout (SQLite 5: database is locked). "
            + "Retry, or raise BusyTimeout, or end the process that holds it.",
            failure.Message);
        Assert.Equal(new AppendResult.Appended(1, 1, 2), await store.AppendAsync("s", Any, "b"));
    }

    [Fact]
    public async Task Append_FileAtItsLimit_FailsKnownAndReopensWithMoreRoom()
    {
        var acknowledged = new List<string>();
        EventStoreException.Full failure;
        var small = new SqliteEventStoreOptions(Path) { MaxFileBytes = 256 * 1024 };
        await using (var store = await SqliteEventStore.OpenAsync(small))
        {
            failure = await Assert.ThrowsAsync<EventStoreException.Full>(() => FillAsync(store, acknowledged));
            await Assert.ThrowsAsync<EventStoreException.Full>(() => FillAsync(store, acknowledged));
            Assert.Equal(acknowledged, (await store.LogAsync()).Ids());
        }

        Assert.True(failure.IsOutcomeKnown);
        Assert.Equal(
            $"{Path}: no room to write (SQLite 13: database or disk is full). Free space on its disk or raise "
            + "MaxFileBytes, then retry.",
            failure.Message);
        Assert.NotEmpty(acknowledged);
        await using var roomy = await SqliteEventStore.OpenAsync(Path);
        Assert.Equal(acknowledged, (await roomy.LogAsync()).Ids());
        Assert.IsType<AppendResult.Appended>(await roomy.AppendAsync("s", Any, $"{acknowledged.Count}"));
    }

    [MountFact]
    public async Task Append_DiskFull_AcknowledgesOnlyWhatStandsAndServesAgain()
    {
        using var disk = new SmallDisk("512k");
        var acknowledged = new List<string>();
        await using var store = await SqliteEventStore.OpenAsync(disk.File);

        await Assert.ThrowsAsync<EventStoreException.Full>(() => FillAsync(store, acknowledged));
        var failure = await Assert.ThrowsAsync<EventStoreException.Full>(() => FillAsync(store, acknowledged));
        Assert.Equal(acknowledged, (await store.LogAsync()).Ids());
        Assert.False(failure.IsOutcomeKnown); // it failed in the commit, not before

        disk.Resize("4m");
        var retried = await store.AppendAsync(
            new StreamId("s"), Any, [Event($"{acknowledged.Count}", new string('d', 2000))]);
        Assert.True(retried is AppendResult.Appended or AppendResult.Idempotent, $"{retried}");
        Assert.Equal(acknowledged.Count + 1, (await store.LogAsync()).Count);
        await store.DisposeAsync();
        Assert.Equal("ok", SqliteFile.Scalar(disk.File, "PRAGMA integrity_check"));
    }

    [MountFact]
    public async Task Open_ReadOnlyDisk_IsReadOnly()
    {
        using var disk = new SmallDisk("1m");
        await using (var store = await SqliteEventStore.OpenAsync(disk.File))
            await store.AppendAsync("s", Any, "a");
        disk.MakeReadOnly();

        var failure = await Assert.ThrowsAsync<EventStoreException.ReadOnly>(
            () => SqliteEventStore.OpenAsync(disk.File));

        Assert.Equal(
            $"{disk.File}: the file cannot be written (SQLite 8: attempt to write a readonly database). Grant write "
            + "access to the file and its directory, or open it with ReadOnly.",
            failure.Message);
    }

    [Fact]
    public async Task ReadOnly_ReadsAndNeverWrites()
    {
        await using var writer = await SqliteEventStore.OpenAsync(Path);
        await writer.AppendAsync("s", Any, "a", "b");
        await using var reader = await SqliteEventStore.OpenAsync(ReadOnly(Path));

        Assert.Equal(["a", "b"], (await reader.LogAsync()).Ids());
        Assert.Equal(["a", "b"], (await reader.TakeAsync(0, 2)).Ids());
        var failure = await Assert.ThrowsAsync<EventStoreException.ReadOnly>(
            async () => await reader.AppendAsync("s", Any, "c"));
        Assert.Equal($"{Path}: this store was opened with ReadOnly. Open it without, to write.", failure.Message);
        await Assert.ThrowsAsync<EventStoreException.ReadOnly>(
            async () => await reader.DeleteAsync(new StreamId("s"), Any));
    }

    [Fact]
    public async Task ReadOnly_NoFileOrNoLog_FailsAndCreatesNothing()
    {
        await Assert.ThrowsAsync<EventStoreException.Unavailable>(
            () => SqliteEventStore.OpenAsync(ReadOnly(Path)));
        Assert.False(File.Exists(Path));

        File.WriteAllBytes(Path, []);
        var failure = await Assert.ThrowsAsync<EventStoreException.Incompatible>(
            () => SqliteEventStore.OpenAsync(ReadOnly(Path)));
        Assert.Equal(
            $"{Path}: the file holds no event log. Open it once without ReadOnly to create one.", failure.Message);
    }

    [Fact]
    public async Task EveryCall_AfterDispose_FailsAsClosed()
    {
        var store = await SqliteEventStore.OpenAsync(Path);
        var subscription = store.TakeAsync(0, 1);
        await store.DisposeAsync();
        await store.DisposeAsync();

        var failure = await Assert.ThrowsAsync<EventStoreException.Closed>(
            async () => await store.AppendAsync("s", Any, "a"));
        Assert.Equal($"{Path}: this store was closed. Open it again.", failure.Message);
        await ClosedAsync(async () => await store.DeleteAsync(new StreamId("s"), Any));
        await ClosedAsync(async () => await store.FindAsync(new EventId("a")));
        await ClosedAsync(() => store.LogAsync());
        await ClosedAsync(() => store.StreamAsync("s"));
        await ClosedAsync(() => store.TakeAsync(0, 1));
        await ClosedAsync(() => subscription);

        static async Task ClosedAsync(Func<Task> call) =>
            await Assert.ThrowsAsync<EventStoreException.Closed>(() => call().WaitAsync(Hang));
    }

    [Fact]
    public async Task Dispose_WithWritesUnderWay_AnswersEachOfThem()
    {
        var store = await SqliteEventStore.OpenAsync(Path);
        var appends = Enumerable.Range(0, 100)
            .Select(i => store.AppendAsync($"s{i % 7}", Any, $"{i}").AsTask()).ToList();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(appends).WaitAsync(Hang), r => Assert.IsType<AppendResult.Appended>(r));
        Assert.Equal([Path], Directory.GetFiles(_directory.Path)); // no write-ahead log is left
        await using var reopened = await SqliteEventStore.OpenAsync(Path);
        Assert.Equal(100, (await reopened.LogAsync()).Count);
    }

    private static SqliteEventStoreOptions ReadOnly(string path) => new(path) { ReadOnly = true };

    /// <summary>Appends events of two kilobytes, named by number, until the store fails.</summary>
    private static async Task FillAsync(SqliteEventStore store, List<string> acknowledged)
    {
        while (true)
        {
            var id = $"{acknowledged.Count}";
            var result = await store.AppendAsync(new StreamId("s"), Any, [Event(id, new string('d', 2000))]);
            Assert.IsType<AppendResult.Appended>(result);
            acknowledged.Add(id);
        }
    }
}
