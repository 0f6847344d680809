using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>The one writer of a store: commits all writes that wait at the same time in one transaction.</summary>
/// <remarks>
/// A commit costs a flush of the disk however much it carries, so concurrent writers share it. Each write is decided
/// inside the transaction, in the order of arrival, and sees the writes before it in the group; none is acknowledged
/// before the flush. If the group fails, every write in it fails, and a connection that failed is thrown away.
/// </remarks>
internal sealed class GroupCommit
{
    private const int MaxGroup = 512;

    private readonly Func<LogWriter> _open;
    private readonly RequestQueue<LogWriter> _queue;
    private readonly Signal _committed;
    private readonly TimeProvider _time;
    private readonly List<Request<LogWriter>> _group = [];

    /// <summary>How many callers are writing at the moment, as far as the writer can tell: those it has just
    /// answered, who tend to come back at once, and those who waited meanwhile.</summary>
    private int _callers;

    /// <summary>How long the last commit took: as long as it pays to wait for callers to come back, since a commit
    /// without them makes them wait for that long.</summary>
    private TimeSpan _commitDuration;

    /// <summary>The open connection; null after a failure, until the next group opens it again.</summary>
    private LogWriter? _log;

    /// <summary>What was found damaged: nothing is written to such a file any more.</summary>
    private EventStoreException.Corrupt? _corrupt;

    public GroupCommit(
        LogWriter log,
        Func<LogWriter> open,
        RequestQueue<LogWriter> queue,
        Signal committed,
        TimeProvider time)
    {
        _time = time;
        _log = log;
        _open = open;
        _queue = queue;
        _committed = committed;
        Completion = DedicatedThread.RunAsync(Run);
    }

    /// <summary>Completes when the queue is closed and all it took is answered.</summary>
    public Task Completion { get; }

    private void Run()
    {
        while (_queue.TryTake(out var first))
        {
            Gather(first);
            Serve();
        }

        _log?.Dispose();
    }

    private void Gather(Request<LogWriter> first)
    {
        _group.Clear();
        _group.Add(first);
        _queue.Drain(_group, MaxGroup);
        var since = _time.GetTimestamp();
        var wait = new SpinWait();
        while (_group.Count < _callers && _time.GetElapsedTime(since) < _commitDuration)
        {
            wait.SpinOnce(sleep1Threshold: -1);
            _queue.Drain(_group, MaxGroup);
        }
    }

    private void Serve()
    {
        bool grew;
        var since = _time.GetTimestamp();
        try
        {
            grew = Commit();
        }
        catch (Exception reason) // whatever it is: a dead writer would leave its callers waiting for ever
        {
            Abandon(reason);
            foreach (var request in _group)
                request.Fail(reason);
            return;
        }

        _commitDuration = _time.GetElapsedTime(since);
        _callers = Math.Min(MaxGroup, _group.Count + _queue.Count);
        foreach (var request in _group)
            request.Acknowledge();
        if (grew)
            _committed.Pulse();
    }

    private bool Commit()
    {
        if (_corrupt is not null)
            throw new EventStoreException.Corrupt(_corrupt.Message, _corrupt);
        _log ??= _open();
        _log.Begin();
        foreach (var request in _group)
            request.Execute(_log);
        return _log.Commit();
    }

    private void Abandon(Exception reason)
    {
        _corrupt ??= reason as EventStoreException.Corrupt;
        _log?.Dispose(); // rolls back
        _log = null;
    }
}
