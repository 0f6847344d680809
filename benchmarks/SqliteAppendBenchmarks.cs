using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using Verified.Adapters.Sqlite;
using Verified.Reference;

namespace Verified.Benchmarks;

/// <summary>What an event costs on its way into a SQLite file, beside loops written by hand against the same schema
/// with the same durability (WAL, <c>synchronous=FULL</c>), which check nothing.</summary>
/// <remarks>Per event of 256 bytes. Group commit: <c>SixteenWriters</c> against <c>HandWrittenBatches</c>, a loop
/// that has its batches of sixteen ready. One at a time: <c>OneWriter</c> against <c>HandWrittenSingles</c>.</remarks>
[ShortRunJob]
public class SqliteAppendBenchmarks : IAsyncDisposable
{
    internal const int Events = 4096;
    private const int Writers = 16;

    private readonly string _directory = Directory.CreateTempSubdirectory("verified-").FullName;
    private readonly byte[] _data = new byte[256];
    private readonly Lock _ids = new();
    private readonly Random _random = new(7);
    private SqliteEventStore _store = null!;
    private SqliteConnection _connection = null!;
    private SqliteCommand _insert = null!;
    private long _position;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _store = await SqliteEventStore.OpenAsync(Path.Combine(_directory, "store.db"));
        var byHand = Path.Combine(_directory, "hand.db");
        await (await SqliteEventStore.OpenAsync(byHand)).DisposeAsync(); // the same schema
        _connection = new SqliteConnection($"Data Source={byHand}");
        _connection.Open();
        using var setup = _connection.CreateCommand();
        setup.CommandText =
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; INSERT INTO streams (name) VALUES ('s0')";
        setup.ExecuteNonQuery();
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO events VALUES ($position, 's0', $version, $id, 't', $data, x'', $now)";
        foreach (var (name, type) in new[]
            {
                ("$position", SqliteType.Integer), ("$version", SqliteType.Integer), ("$id", SqliteType.Text),
                ("$data", SqliteType.Blob), ("$now", SqliteType.Integer),
            })
            _insert.Parameters.Add(name, type);
        _insert.Prepare();
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _insert.DisposeAsync();
        await _connection.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void HandWrittenBatches() => InsertByHand(Writers);

    [Benchmark(OperationsPerInvoke = Events)]
    public Task SixteenWriters() => Task.WhenAll(
        Enumerable.Range(0, Writers).Select(writer => AppendAsync(_store, writer, Events / Writers)));

    [Benchmark(OperationsPerInvoke = Events)]
    public void HandWrittenSingles() => InsertByHand(1);

    [Benchmark(OperationsPerInvoke = Events)]
    public Task OneWriter() => AppendAsync(_store, 0, Events);

    [Benchmark(OperationsPerInvoke = Events)]
    public Task OneWriterInMemory() => AppendAsync(new InMemoryEventStore(TimeProvider.System), 0, Events);

    private async Task AppendAsync(IEventStore store, int writer, int count)
    {
        var stream = new StreamId($"s{writer}");
        for (var i = 0; i < count; i++)
        {
            var data = new EventData(new EventId(NewId()), "t", _data, default);
            if (await store.AppendAsync(stream, new ExpectedVersion.Any(), [data]) is not AppendResult.Appended)
                throw new InvalidOperationException("Every append is new.");
        }
    }

    private void InsertByHand(int batch)
    {
        for (var i = 0; i < Events; i += batch)
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            _insert.Transaction = transaction;
            for (var j = 0; j < batch; j++)
            {
                _insert.Parameters[0].Value = ++_position;
                _insert.Parameters[1].Value = _position - 1;
                _insert.Parameters[2].Value = NewId();
                _insert.Parameters[3].Value = _data;
                _insert.Parameters[4].Value = _position;
                _insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    /// <summary>Random, as ids are: they land anywhere in the index.</summary>
    private string NewId()
    {
        lock (_ids)
            return $"{_random.NextInt64():x16}{_random.NextInt64():x16}";
    }
}
