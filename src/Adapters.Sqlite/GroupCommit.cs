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

    /// <summary>How often the writer gives way to callers it has just answered, before it commits fewer writes than
    /// last time: they tend to come back at once, and one flush for all is cheaper than two.</summary>
    private const int MaxYields = 32;

    private readonly Func<LogWriter> _open;
    private readonly RequestQueue<LogWriter> _queue;
    private readonly CommitSignal _committed;
    private readonly List<Request<LogWriter>> _group = [];

    /// <summary>The open connection; null after a failure, until the next group opens it again.</summary>
    private LogWriter? _log;

    /// <summary>What was found damaged: nothing is written to such a file any more.</summary>
    private EventStoreException.Corrupt? _corrupt;

    public GroupCommit(
        LogWriter log, Func<LogWriter> open, RequestQueue<LogWriter> queue, CommitSignal committed)
    {
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
        var expected = _group.Count;
        _group.Clear();
        _group.Add(first);
        _queue.Drain(_group, MaxGroup);
        var wait = new SpinWait();
        for (var yields = 0; yields < MaxYields && _group.Count < expected; yields++)
        {
            wait.SpinOnce(sleep1Threshold: -1);
            _queue.Drain(_group, MaxGroup);
        }
    }

    private void Serve()
    {
        bool grew;
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
