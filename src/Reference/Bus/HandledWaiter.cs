using System.Threading.Tasks.Sources;

namespace Verified.Reference;

/// <summary>One who waits until an event is handled, again and again.</summary>
/// <param name="waiters">Where it belongs.</param>
internal sealed class HandledWaiter(HandledWaiters waiters) : IValueTaskSource<PublishResult>
{
    private ManualResetValueTaskSourceCore<EquatableArray<HandlerReport>> _core =
        new() { RunContinuationsAsynchronously = true };

    private CancellationTokenRegistration _registration;

    /// <summary>Where the event is in the log.</summary>
    private long _position;

    /// <summary>1 once it is told or cancelled.</summary>
    private int _isOver;

    /// <summary>It leaves when its wait is over: nobody else does that for it.</summary>
    private bool _leavesItself;

    /// <summary>Whoever waited has the outcomes: nobody looks at this any more.</summary>
    private bool _isDone;

    /// <summary>What it waits for; set before it enters.</summary>
    public EventId Event { get; set; }

    /// <summary>Another one who waits for the same event; guarded by <see cref="HandledWaiters"/>.</summary>
    public HandledWaiter? Next { get; set; }

    /// <summary>The event is handled; guarded by <see cref="HandledWaiters"/>.</summary>
    public bool IsTold { get; set; }

    /// <summary>Waits for the outcomes; once.</summary>
    /// <param name="position">Where the event is in the log.</param>
    /// <returns><see cref="PublishResult.Handled"/>.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before it was told.</exception>
    public ValueTask<PublishResult> WaitAsync(long position, CancellationToken cancellationToken)
    {
        _position = position;
        if (cancellationToken.CanBeCanceled)
            _registration = cancellationToken.UnsafeRegister(
                static (waiter, token) => ((HandledWaiter)waiter!).Cancel(token), this);
        return new ValueTask<PublishResult>(this, _core.Version);
    }

    /// <summary>As <see cref="WaitAsync"/>, and leaves at the end of it; the caller looks at it no more.</summary>
    public ValueTask<PublishResult> WaitAndLeaveAsync(long position, CancellationToken cancellationToken)
    {
        _leavesItself = true;
        return WaitAsync(position, cancellationToken);
    }

    public void Tell(EquatableArray<HandlerReport> outcomes)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            _core.SetResult(outcomes);
    }

    /// <summary>Makes it ready to wait again, if it was told and the outcomes were taken: nobody looks at it any more.</summary>
    public bool TryReset()
    {
        if (!_isDone)
            return false;
        _core.Reset();
        (_isOver, _isDone, _leavesItself, IsTold, Next) = (0, false, false, false, null);
        return true;
    }

    public PublishResult GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        try
        {
            var handled = new PublishResult.Handled(_position, _core.GetResult(token));
            _isDone = true;
            return handled;
        }
        finally
        {
            if (_leavesItself)
                waiters.Leave(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            _core.SetException(new OperationCanceledException(token));
    }
}
