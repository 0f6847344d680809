using System.Diagnostics;
using Verified.Adapters.Sqlite.Native;
using Verified.Reference;
using static SQLitePCL.raw;

namespace Verified.Adapters.Sqlite;

/// <summary>The connection that writes the log; for one thread, between <see cref="Begin"/> and
/// <see cref="Commit"/>.</summary>
/// <remarks>
/// The transaction is immediate: whoever holds it, in whichever process, is the only writer, so the facts it reads
/// stay true until it commits, and positions are assigned in commit order. With <c>synchronous=FULL</c> a commit
/// becomes visible only after it is durable, so nobody ever sees a position that a crash could take back.
/// </remarks>
internal sealed class LogWriter : IDisposable
{
    private static readonly string[] s_settings =
    [
        "synchronous = FULL", // a commit flushes the write-ahead log: it survives a loss of power
        "fullfsync = ON", // the same on macOS, where a plain flush stops at the drive's cache
        "checkpoint_fullfsync = ON",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cache_size = -32768", // KiB: ids are random, so their index is wanted in memory
        "wal_autocheckpoint = 4000", // pages: what is written again and again is copied into the file once
        "journal_size_limit = 67108864", // a burst does not leave its write-ahead log on the disk for ever
    ];

    /// <summary>Beyond this it forgets what it knows of streams, and begins again.</summary>
    private const int MaxStreams = 4096;

    /// <summary>What is stored under one new id.</summary>
    private static readonly EquatableArray<StoredAt?> s_new = [null];

    private readonly Connection _connection;
    private readonly TimeProvider _time;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _dataVersion;
    private readonly Statement _lastPosition;
    private readonly Statement _facts;
    private readonly Statement _find;
    private readonly Statement _insertStream;
    private readonly Statement _insertEvent;
    private readonly Statement _deleteStream;

    /// <summary>What the log holds of streams that were written lately; true while no other connection commits.</summary>
    private readonly Dictionary<StreamId, (long LastVersion, bool IsDeleted)> _streams = [];

    /// <summary>The commit of another connection that was seen last, by SQLite's count.</summary>
    private long _seen = -1;

    /// <summary>Position of the last event of the log, this transaction's included.</summary>
    private long _position;

    /// <summary>Position of the last event of the log when the transaction began.</summary>
    private long _positionAtBegin;

    private LogWriter(Connection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _dataVersion = connection.Prepare("PRAGMA data_version");
        _lastPosition = connection.Prepare("SELECT max(position) FROM events");
        _facts = connection.Prepare(
            "SELECT (SELECT max(version) FROM events WHERE stream = ?1), "
            + "(SELECT deleted FROM streams WHERE name = ?1)");
        _find = connection.Prepare($"{EventRow.Select} WHERE id = ?1");
        _insertStream = connection.Prepare("INSERT INTO streams (name) VALUES (?1)");
        _insertEvent = connection.Prepare(EventRow.Insert);
        _deleteStream = connection.Prepare(
            "INSERT INTO streams (name, deleted) VALUES (?1, 1) ON CONFLICT (name) DO UPDATE SET deleted = 1");
    }

    /// <summary>Opens the file, and makes it a log where it is new.</summary>
    public static LogWriter Open(SqliteEventStoreOptions options)
    {
        var connection = Connection.Open(options, readOnly: false);
        try
        {
            if (connection.IsReadOnly) // SQLite falls back to reading in silence
                connection.Check(SQLITE_READONLY);
            Schema.Ensure(connection);
            if (connection.Text("PRAGMA journal_mode = WAL") is not "wal" and var mode)
                throw new EventStoreException.Unavailable(
                    $"{connection.Path}: the file system offers journal mode '{mode}' and no write-ahead log. "
                    + "Choose a local disk.");
            foreach (var setting in s_settings)
                connection.Execute($"PRAGMA {setting}");
            if (options.MaxFileBytes is { } bytes)
                connection.Execute($"PRAGMA max_page_count = {bytes / connection.Integer("PRAGMA page_size")}");
            return new LogWriter(connection, options.Time);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Begins a transaction; waits for another writer up to the busy timeout.</summary>
    public void Begin()
    {
        _begin.Run();
        if (Integer(_dataVersion) is var seen && seen != _seen)
        {
            _streams.Clear();
            _position = Integer(_lastPosition);
            _seen = seen;
        }

        _positionAtBegin = _position;
    }

    /// <summary>Decides an append, and writes it if so decided; the answer holds once the transaction commits.</summary>
    public AppendResult Append(StreamId stream, ExpectedVersion expected, EventData[] batch)
    {
        var (lastVersion, isDeleted) = Facts(stream);
        if (batch.Length == 1 && lastVersion >= 0 && TryAppendNew(stream, expected, lastVersion, isDeleted, batch[0]))
            return new AppendResult.Appended(lastVersion + 1, lastVersion + 1, _position);
        var stored = Array.ConvertAll(batch, data => Find(data.Id));
        var located = EquatableArray.From(
            stored.Select(at => at is null ? (StoredAt?)null : new StoredAt(at.Stream, at.Version)));
        var decision = EventStore.Decide(stream, expected, new AppendFacts(lastVersion, isDeleted, located));
        return decision switch
        {
            AppendDecision.Append => Write(stream, lastVersion, batch),
            AppendDecision.Idempotent => Acknowledge(batch, stored),
            AppendDecision.WrongExpectedVersion => new AppendResult.WrongExpectedVersion(lastVersion),
            AppendDecision.DuplicateEventId(var index) => new AppendResult.DuplicateEventId(batch[index].Id),
            AppendDecision.StreamDeleted => new AppendResult.StreamDeleted(),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Decides a deletion, and writes it if so decided; the answer holds once the transaction commits.</summary>
    public DeleteResult Delete(StreamId stream, ExpectedVersion expected)
    {
        var (lastVersion, isDeleted) = Facts(stream);
        switch (EventStore.DecideDelete(expected, lastVersion, isDeleted))
        {
            case DeleteDecision.Delete:
                _deleteStream.Bind(1, stream.Value).Run();
                Remember(stream, lastVersion, isDeleted: true);
                return new DeleteResult.Deleted();
            case DeleteDecision.AlreadyDeleted:
                return new DeleteResult.AlreadyDeleted();
            case DeleteDecision.WrongExpectedVersion:
                return new DeleteResult.WrongExpectedVersion(lastVersion);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Makes the transaction durable, then visible. True if the log grew.</summary>
    /// <exception cref="EventStoreException">It failed. After any cause but a lock the outcome is unknown: the
    /// commit record may have reached the disk, to be found after a crash, though nobody sees it now.</exception>
    public bool Commit()
    {
        var code = _commit.StepCode();
        _commit.Reset();
        if (code != SQLITE_DONE)
            throw Errors.Of(
                code, _connection.Detail(code), _connection.Path, outcomeKnown: Connection.IsBusy(code));
        return _position > _positionAtBegin;
    }

    public void Dispose() => _connection.Dispose();

    private static long Integer(Statement statement)
    {
        try
        {
            statement.Step();
            return statement.Integer(0);
        }
        finally
        {
            statement.Reset();
        }
    }

    private (long LastVersion, bool IsDeleted) Facts(StreamId stream) =>
        _streams.TryGetValue(stream, out var known) ? known : ReadFacts(stream);

    private (long LastVersion, bool IsDeleted) ReadFacts(StreamId stream)
    {
        try
        {
            _facts.Bind(1, stream.Value).Step();
            return (_facts.IsNull(0) ? -1 : _facts.Integer(0), _facts.Integer(1) != 0);
        }
        finally
        {
            _facts.Reset();
        }
    }

    private void Remember(StreamId stream, long lastVersion, bool isDeleted)
    {
        if (_streams.Count >= MaxStreams)
            _streams.Clear();
        _streams[stream] = (lastVersion, isDeleted);
    }

    /// <summary>Decides on the assumption that the id is new, as almost all are, and lets the table's own index say
    /// whether it is: one look-up where asking first would be two.</summary>
    /// <returns>False: nothing was written, and the id has to be asked for.</returns>
    private bool TryAppendNew(
        StreamId stream, ExpectedVersion expected, long lastVersion, bool isDeleted, EventData data)
    {
        if (EventStore.Decide(stream, expected, new AppendFacts(lastVersion, isDeleted, s_new)) is not AppendDecision.Append)
            return false;
        if (!EventRow.TryWrite(_insertEvent, _position + 1, stream, lastVersion + 1, data, _time.GetUtcNow().UtcTicks))
            return false;
        _position++;
        Remember(stream, lastVersion + 1, isDeleted);
        return true;
    }

    private RecordedEvent? Find(EventId id)
    {
        try
        {
            return _find.Bind(1, id.Value).Step() ? EventRow.Read(_find) : null;
        }
        finally
        {
            _find.Reset();
        }
    }

    private AppendResult.Appended Write(StreamId stream, long lastVersion, EventData[] batch)
    {
        if (lastVersion == -1)
            _insertStream.Bind(1, stream.Value).Run();
        var recordedAt = _time.GetUtcNow().UtcTicks;
        var version = lastVersion;
        foreach (var data in batch)
            EventRow.Write(_insertEvent, ++_position, stream, ++version, data, recordedAt);
        Remember(stream, version, isDeleted: false);
        return new AppendResult.Appended(lastVersion + 1, version, _position);
    }

    /// <summary>The batch stands already, if its content is the same; an id with other content is taken.</summary>
    private static AppendResult Acknowledge(EventData[] batch, RecordedEvent?[] stored)
    {
        for (var i = 0; i < batch.Length; i++)
            if (!batch[i].HasContentOf(stored[i]!.Event))
                return new AppendResult.DuplicateEventId(batch[i].Id);
        return new AppendResult.Idempotent(stored[0]!.Version, stored[^1]!.Version, stored[^1]!.Position);
    }
}
