using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>The one writer of a store: commits all writes that wait at the same time in one transaction.</summary>
/// <remarks>
/// A commit costs a flush of the disk however much it carries, so concurrent writers share it. Each write is decided
/// inside the transaction, in the order of arrival, and sees the writes before it in the group; none is acknowledged
/// before the flush. Each is executed as it arrives, while callers prepare the next. If the group fails, every write in
/// it fails, and a connection that failed is thrown away.
/// </remarks>
internal sealed class GroupCommit
{
    private const int MaxGroup = 512;

    /// <summary>However long a commit took, other processes wait no longer than this for callers to come back.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(10);

    private readonly Func<LogWriter> _open;
    private readonly RequestQueue<LogWriter> _queue;
    private readonly Signal _committed;
    private readonly TimeProvider _time;
    private readonly List<Request<LogWriter>> _group = [];

    /// <summary>How many callers are writing at the moment, as far as the writer can tell: those it has just
    /// answered, who tend to come back at once, and those who waited meanwhile.</summary>
    private int _callers;

    /// <summary>How long the last commit took, within reason: as long as it pays to wait for callers to come back, since a commit
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
            Serve(first);
        _log?.Dispose();
    }

    private void Serve(Request<LogWriter> first)
    {
        bool grew;
        _group.Clear();
        _group.Add(first);
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
        ExecuteGroup(_log);
        var since = _time.GetTimestamp();
        var grew = _log.Commit();
        var took = _time.GetElapsedTime(since);
        _commitDuration = took < s_longestWait ? took : s_longestWait;
        return grew;
    }

    /// <summary>Does what is there, and what comes while it does: whoever was answered and comes back finds the writer
    /// at work for others, so the group fills by itself.</summary>
    private void ExecuteGroup(LogWriter log)
    {
        var waited = TimeSpan.Zero;
        for (var done = 0; done < _group.Count || MoreCome(ref waited); done++)
            _group[done].Execute(log);
    }

    /// <summary>Takes what waits; where that is nothing, waits for those who are expected.</summary>
    private bool MoreCome(ref TimeSpan waited)
    {
        var count = _group.Count;
        _queue.Drain(_group, MaxGroup);
        if (_group.Count == count && count < _callers && waited < _commitDuration)
        {
            var since = _time.GetTimestamp();
            if (_queue.TryTake(out var next, _commitDuration - waited))
                _group.Add(next);
            waited += _time.GetElapsedTime(since);
        }

        return _group.Count > count;
    }

    private void Abandon(Exception reason)
    {
        _corrupt ??= reason as EventStoreException.Corrupt;
        _log?.Dispose(); // rolls back
        _log = null;
    }
}
