using System.Threading.Tasks.Sources;

namespace Verified.Concurrency;

/// <summary>One who waits for a signal, once: until it is released or cancelled, whichever comes first.</summary>
/// <remarks>Goes on at the pool directly. A task of the platform that can be cancelled would send it there twice.</remarks>
internal sealed class SignalWaiter : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
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
            _core.SetResult(true);
    }

    public void GetResult(short token)
    {
        _registration.Dispose();
        _core.GetResult(token);
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
