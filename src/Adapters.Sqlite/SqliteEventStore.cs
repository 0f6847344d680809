using System.Runtime.CompilerServices;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>The event store in one SQLite file: a log that outlives processes and power.</summary>
/// <remarks>
/// <para>Safe to call from many threads, and to open from many processes on one machine: SQLite's lock orders their
/// writes, and subscriptions find each other's commits by polling. Not for network file systems.</para>
/// <para>SQLite blocks its caller, so one thread writes and a few read; callers never block. Writes that wait at the
/// same time share a transaction and one flush of the disk.</para>
/// <para>Payloads are not copied: do not change them before the append returns. Names and ids must be well-formed
/// UTF-16.</para>
/// </remarks>
public sealed class SqliteEventStore : IEventStore, IAsyncDisposable
{
    /// <summary>SQLite's limit for one row, less room for the other columns.</summary>
    private const long MaxEventBytes = 990_000_000;

    private readonly SqliteEventStoreOptions _options;
    private readonly Signal _committed = new();
    private readonly RequestQueue<LogReader> _reads;
    private readonly Task _readers;

    /// <summary>Null where the store is read-only.</summary>
    private readonly RequestQueue<LogWriter>? _writes;

    private readonly Task _writer;
    private readonly ITimer _poll;
    private int _closed;

    private SqliteEventStore(
        SqliteEventStoreOptions options, LogWriter? writer, IReadOnlyList<LogReader> readers)
    {
        _options = options;
        _reads = new RequestQueue<LogReader>(options.Path);
        _readers = Task.WhenAll(readers.Select(reader => DedicatedThread.RunAsync(() => Serve(reader))));
        _writes = writer is null ? null : new RequestQueue<LogWriter>(options.Path);
        _writer = writer is null
            ? Task.CompletedTask
            : new GroupCommit(writer, () => LogWriter.Open(options), _writes!, _committed, options.Time)
                .Completion;
        _poll = options.Time.CreateTimer(
            _ => _committed.Pulse(), null, options.PollInterval, options.PollInterval);
    }

    /// <summary>Opens the log at a path, and creates it where there is none.</summary>
    /// <exception cref="EventStoreException">The file cannot be used, or is not a log of this version.</exception>
    public static Task<SqliteEventStore> OpenAsync(string path) =>
        OpenAsync(new SqliteEventStoreOptions(path));

    /// <inheritdoc cref="OpenAsync(string)"/>
    public static Task<SqliteEventStore> OpenAsync(SqliteEventStoreOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.Path);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Readers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BusyTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.PollInterval, TimeSpan.Zero);
        var absolute = options with { Path = Path.GetFullPath(options.Path) };
        return DedicatedThread.RunAsync(() => Open(absolute));
    }

    /// <inheritdoc/>
    /// <remarks>Cancellation counts until the writer takes the append up; from there on the outcome is
    /// reported.</remarks>
    /// <exception cref="EventStoreException">Infrastructure failed; <see cref="EventStoreException.IsOutcomeKnown"/>
    /// tells whether the append may stand all the same.</exception>
    public async ValueTask<AppendResult> AppendAsync(
        StreamId stream,
        ExpectedVersion expected,
        IReadOnlyList<EventData> events,
        CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(stream);
        EventStoreArguments.Check(expected);
        var batch = CheckBatch(events);
        return await Writes().AskAsync(log => log.Append(stream, expected, batch), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(stream);
        EventStoreArguments.Check(expected);
        return await Writes().AskAsync(log => log.Delete(stream, expected), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<RecordedEvent?> FindAsync(
        EventId id, CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(id);
        return await _reads.AskAsync(log => log.Find(id), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Covers what was there when the enumeration began, page by page.</remarks>
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream,
        ReadDirection direction,
        long fromVersion,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(stream);
        EventStoreArguments.Check(direction, fromVersion, maxCount);
        return ReadAsync(stream, direction, fromVersion, maxCount, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Covers what was there when the enumeration began, page by page.</remarks>
    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        ReadDirection direction,
        long fromPosition,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(direction, fromPosition, maxCount);
        return ReadAsync(null, direction, fromPosition, maxCount, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="EventStoreException.Closed">The store was closed under the subscription.</exception>
    public IAsyncEnumerable<RecordedEvent> SubscribeAsync(
        long afterPosition, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        return new Subscription(_options.Path, _reads, _committed).RunAsync(afterPosition, cancellationToken);
    }

    /// <summary>Finishes the writes already handed over, then closes the file. Later calls fail as closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        await _poll.DisposeAsync();
        _reads.Close();
        await _readers;
        _writes?.Close();
        await _writer; // last: only a connection that may write can fold the write-ahead log into the file
        _committed.Pulse(); // subscriptions find the store closed
        _writes?.Dispose();
        _reads.Dispose();
    }

    private static EventData[] CheckBatch(IReadOnlyList<EventData> events)
    {
        var batch = EventStoreArguments.CheckBatch(events);
        foreach (var next in batch)
            if ((long)next.Data.Length + next.Metadata.Length > MaxEventBytes)
                throw new ArgumentException(
                    $"The event '{next.Id}' is larger than {MaxEventBytes} bytes.", nameof(events));
        return batch;
    }

    private static SqliteEventStore Open(SqliteEventStoreOptions options)
    {
        LogWriter? writer = null;
        var readers = new List<LogReader>();
        try
        {
            writer = options.ReadOnly ? null : LogWriter.Open(options);
            for (var reader = 0; reader < options.Readers; reader++)
                readers.Add(LogReader.Open(options));
            return new SqliteEventStore(options, writer, readers);
        }
        catch
        {
            readers.ForEach(reader => reader.Dispose());
            writer?.Dispose();
            throw;
        }
    }

    private void Serve(LogReader log)
    {
        using var _ = log;
        while (_reads.TryTake(out var request))
        {
            try
            {
                request.Execute(log);
            }
            catch (Exception reason) // whatever it is: a dead reader would leave its callers waiting for ever
            {
                request.Fail(reason);
                continue;
            }

            request.Acknowledge();
        }
    }

    private RequestQueue<LogWriter> Writes() =>
        _writes ?? throw new EventStoreException.ReadOnly(
            $"{_options.Path}: this store was opened with ReadOnly. Open it without, to write.");

    private async IAsyncEnumerable<RecordedEvent> ReadAsync(
        StreamId? stream,
        ReadDirection direction,
        long from,
        int maxCount,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = await _reads.AskAsync(log => log.Last(stream), cancellationToken);
        var range = ReadRange.From(stream, direction, from, last);
        while (!range.IsEmpty && maxCount > 0)
        {
            var (rest, count) = (range, Math.Min(maxCount, ReadRange.PageEvents));
            var page = await _reads.AskAsync(log => log.Page(rest, count), cancellationToken);
            if (page.Count == 0)
                break;
            foreach (var next in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return next;
            }

            range = range.After(page[^1]);
            maxCount -= page.Count;
        }
    }
}
