using Verified.Adapters.Sqlite.Native;
using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>A read-only connection to the log; for one thread.</summary>
internal sealed class LogReader : IDisposable
{
    private readonly Connection _connection;
    private readonly Statement _find;
    private readonly Statement _lastVersion;
    private readonly Statement _lastPosition;
    private readonly Statement _streamForwards;
    private readonly Statement _streamBackwards;
    private readonly Statement _logForwards;
    private readonly Statement _logBackwards;

    private LogReader(Connection connection)
    {
        _connection = connection;
        _find = connection.Prepare($"{EventRow.Select} WHERE id = ?1");
        _lastVersion = connection.Prepare("SELECT max(version) FROM events WHERE stream = ?1");
        _lastPosition = connection.Prepare("SELECT max(position) FROM events");
        _streamForwards = connection.Prepare(
            $"{EventRow.Select} WHERE stream = ?3 AND version BETWEEN ?1 AND ?2 ORDER BY version");
        _streamBackwards = connection.Prepare(
            $"{EventRow.Select} WHERE stream = ?3 AND version BETWEEN ?1 AND ?2 ORDER BY version DESC");
        _logForwards = connection.Prepare(
            $"{EventRow.Select} WHERE position BETWEEN ?1 AND ?2 ORDER BY position");
        _logBackwards = connection.Prepare(
            $"{EventRow.Select} WHERE position BETWEEN ?1 AND ?2 ORDER BY position DESC");
    }

    public static LogReader Open(SqliteEventStoreOptions options)
    {
        var connection = Connection.Open(options, readOnly: true);
        try
        {
            Schema.Verify(connection);
            return new LogReader(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public RecordedEvent? Find(EventId id)
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

    /// <summary>The last version of a stream, or the last position of the log; one below the first where empty.</summary>
    public long Last(StreamId? stream)
    {
        var statement = stream is { } s ? _lastVersion.Bind(1, s.Value) : _lastPosition;
        try
        {
            statement.Step();
            return statement.IsNull(0) ? (stream is null ? 0 : -1) : statement.Integer(0);
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>The first events of <paramref name="range"/>: all of them, or as many as a page holds.</summary>
    public List<RecordedEvent> Page(ReadRange range, int maxCount)
    {
        var statement = Select(range);
        try
        {
            var page = new List<RecordedEvent>();
            long bytes = 0;
            while (page.Count < maxCount && bytes < ReadRange.PageBytes && statement.Step())
            {
                var next = EventRow.Read(statement);
                bytes += next.Event.Data.Length + next.Event.Metadata.Length;
                page.Add(next);
            }

            return page;
        }
        finally
        {
            statement.Reset();
        }
    }

    public void Dispose() => _connection.Dispose();

    private Statement Select(ReadRange range)
    {
        var forwards = range.Direction == ReadDirection.Forwards;
        var statement = range.Stream is { } stream
            ? (forwards ? _streamForwards : _streamBackwards).Bind(3, stream.Value)
            : forwards ? _logForwards : _logBackwards;
        return statement.Bind(1, range.Low).Bind(2, range.High);
    }
}
