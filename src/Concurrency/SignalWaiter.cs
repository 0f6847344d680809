using System.Threading.Tasks.Sources;

namespace Verified.Concurrency;

/// <summary>One who waits for a signal: until it is released or cancelled, whichever comes first.</summary>
/// <remarks>Goes on at the pool directly. A task of the platform that can be cancelled would send it there twice.</remarks>
internal sealed class SignalWaiter(Signal signal) : IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _registration;

    /// <summary>1 once it is released or cancelled.</summary>
    private int _isOver;

    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _registration = cancellationToken.UnsafeRegister(
                static (waiter, token) => ((SignalWaiter)waiter!).Cancel(token), this);
        return new ValueTask(this, _core.Version);
    }

    public void Release()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>At the pool: whoever waits goes on here.</summary>
    public void Execute() => _core.SetResult(true);

    public void GetResult(short token)
    {
        _registration.Dispose(); // waits for a cancellation that is under way, so that it cannot reach the next wait
        _registration = default;
        _core.GetResult(token);
        _core.Reset();
        Volatile.Write(ref _isOver, 0);
        signal.Return(this);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(
                static cancelled => cancelled.Waiter._core.SetException(new OperationCanceledException(cancelled.Token)),
                (Waiter: this, Token: token),
                preferLocal: true);
    }
}
