using System.Threading.Tasks.Sources;

namespace Verified.Concurrency;

/// <summary>One who waits for a signal, again and again: each time until it is released or cancelled, whichever comes first.</summary>
/// <remarks>Goes on at the pool directly. A task of the platform that can be cancelled would send it there twice.</remarks>
/// <param name="signal">What is waited for.</param>
/// <param name="isKept">It belongs to a listener; otherwise it goes back to the signal after each wait.</param>
internal sealed class SignalWaiter(Signal signal, bool isKept = false) : IValueTaskSource, IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Over = 2;

    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _registration;
    private int _state;

    /// <summary>Ends at the next release. The waiter is armed, and the signal knows it.</summary>
    public ValueTask Task => new(this, _core.Version);

    /// <summary>A wait begins; before the signal is told.</summary>
    public void Arm() => Volatile.Write(ref _state, Waiting);

    /// <summary>A cancellation ends the wait under way, if there is one.</summary>
    public void Register(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _registration = cancellationToken.UnsafeRegister(
                static (waiter, token) => ((SignalWaiter)waiter!).Cancel(token), this);
    }

    public void Release()
    {
        if (Interlocked.CompareExchange(ref _state, Over, Waiting) == Waiting)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    public void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Over, Waiting) == Waiting)
            ThreadPool.UnsafeQueueUserWorkItem(
                static cancelled => cancelled.Waiter._core.SetException(new OperationCanceledException(cancelled.Token)),
                (Waiter: this, Token: token),
                preferLocal: true);
    }

    /// <summary>At the pool: whoever waits goes on here.</summary>
    public void Execute() => _core.SetResult(true);

    /// <summary>Waits for a cancellation that is under way, so that it cannot reach a later wait.</summary>
    public void Unregister()
    {
        _registration.Dispose();
        _registration = default;
    }

    public void GetResult(short token)
    {
        if (!isKept)
            Unregister();
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Volatile.Write(ref _state, Idle);
        }

        if (!isKept)
            signal.Return(this);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
