using System.Diagnostics;

namespace Verified.Systematic;

/// <content>How a schedule ends, and what is wrong with that.</content>
internal sealed partial class Execution
{
    private readonly List<ControlledMonitor> _monitors = [];
    /// <summary>How long a schedule that is told waits for code that may be on another thread; up to so many times as long
    /// while the pool has not come round to all of its work.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(250);

    private const int MostGraces = 20;

    private Mishap? _escape;
    private bool _isInSuffix;

    /// <summary>Completed when code is seen outside of control; the host waits for it beside the end.</summary>
    public TaskCompletionSource<Mishap> Escaped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether schedules run under the eyes of <see cref="EscapeWatch"/>.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Code under test was seen outside of control.</summary>
    public Mishap? Escape => Volatile.Read(ref _escape);

    public bool IsOwnThread => Environment.CurrentManagedThreadId == _thread;

    /// <summary>Notes an escape from control, with the stack of who calls; the first one counts. Thread-safe.</summary>
    public void Report(string what)
    {
        var stack = new StackTrace(1, fNeedFileInfo: true);
        var mishap = new Mishap(FailureKind.Escape, $"{what} by code outside of control", Stack: stack.ToString());
        if (Interlocked.CompareExchange(ref _escape, mishap, null) is null)
            Escaped.SetResult(mishap);
    }

    public void Add(ControlledMonitor monitor) => _monitors.Add(monitor);

    private Outcome Fail(Mishap? mishap)
    {
        Mishap = mishap;
        return Outcome.Failed;
    }

    /// <summary>The body has ended: has it left anything behind?</summary>
    private Outcome Judge(Operation main)
    {
        var mishap = Thrown(main, main.Inner!) ?? Unobserved() ?? Leak() ?? Hot();
        return mishap is null ? Outcome.Completed : Fail(mishap);
    }

    /// <summary>Nothing can go on: or is somebody on the way, whom no scheduler controls?</summary>
    private Mishap DeadEnd()
    {
        if (IsTelling && Escape is null)
            AwaitForeigners();
        return Escape ?? Unobserved() ?? new Mishap(FailureKind.Deadlock, "every operation waits");
    }

    private void AwaitForeigners()
    {
        var waits = new WaitGraph(this);
        if (waits.OnRealTime() is { } name)
            Report($"'{name}' waits for a clock that no schedule moves: it awaits a delay of the platform");
        else if (waits.HasForeign)
            for (var grace = 0; grace < MostGraces; grace++)
                if (((IAsyncResult)Escaped.Task).AsyncWaitHandle.WaitOne(s_grace) || ThreadPool.PendingWorkItemCount == 0)
                    return;
    }

    private static Mishap? Thrown(Operation operation, Task task) => task switch
    {
        { IsFaulted: true } => new Mishap(
            FailureKind.Exception,
            $"'{operation.Name}' threw {task.Exception.InnerExceptions[0].GetType().Name}: {task.Exception.InnerExceptions[0].Message}",
            task.Exception.InnerExceptions[0]),
        { IsCanceled: true } => new Mishap(FailureKind.Exception, $"'{operation.Name}' was cancelled"),
        _ => null,
    };

    /// <summary>An exception that ended an operation and that nobody looked at.</summary>
    private Mishap? Unobserved()
    {
        for (var i = 1; i < _operationCount; i++)
            if (_operations[i].Inner is { IsFaulted: true } task && !ObservedException.Of(task))
                return Thrown(_operations[i], task);
        return null;
    }

    private Mishap? Leak()
    {
        for (var i = 1; i < _operationCount; i++)
            if (!_operations[i].HasEnded)
                return new Mishap(FailureKind.Leak, $"'{_operations[i].Name}' has not ended when the body has");
        for (var i = 0; i < FlowCount; i++)
            if (_flows[i].IsPending)
                return new Mishap(
                    FailureKind.Leak, $"a call that '{_flows[i].Operation.Name}' did not await has not ended when the body has");
        return _points.Forgotten is { } point
            ? new Mishap(FailureKind.Leak, $"'{point.Action} {point.Resource}' was never awaited")
            : null;
    }

    private Mishap? Hot()
    {
        foreach (var monitor in _monitors)
            if (monitor.IsHot)
                return new Mishap(FailureKind.Liveness, $"'{monitor.Name}' is still owed when the body has ended");
        return null;
    }

    /// <summary>Past the bound of steps the schedule goes on fairly, so that what stays hot is the code's fault and
    /// not the strategy's.</summary>
    private bool SuffixEnds()
    {
        if (!_isInSuffix)
        {
            _isInSuffix = true;
            return false;
        }

        if (Trace.Count < _limits.Steps * 2)
            return false;
        foreach (var monitor in _monitors)
            if (monitor.IsHot && monitor.HotSince <= _limits.Steps)
                Mishap = new Mishap(
                    FailureKind.Liveness,
                    $"'{monitor.Name}' is still owed after {_limits.Steps} steps in which all had their turn");
        return true;
    }

    private int LeastRecent()
    {
        var (best, bestStep) = (-1, int.MaxValue);
        foreach (var flow in Enabled)
            if (_flows[flow].LastStep < bestStep)
                (best, bestStep) = (flow, _flows[flow].LastStep);
        return best;
    }
}
