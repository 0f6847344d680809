namespace Verified.Concurrency;

/// <summary>Wakes all who wait for something to change, without polling.</summary>
/// <remarks>
/// Take <see cref="Next"/> first and look second: a change that the look missed completes that task. A pulse nobody
/// waits for costs one exchange and allocates nothing. Thread-safe.
/// </remarks>
public sealed class Signal
{
    /// <summary>Completed by the next pulse; null while nobody waits.</summary>
    private TaskCompletionSource? _next;

    /// <summary>Completes at the first <see cref="Pulse"/> after this call.</summary>
    public Task Next
    {
        get
        {
            if (Volatile.Read(ref _next) is { } waiting)
                return waiting.Task;
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _next, mine, null) ?? mine).Task;
        }
    }

    public void Pulse() => Interlocked.Exchange(ref _next, null)?.SetResult();
}
