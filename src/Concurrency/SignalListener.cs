namespace Verified.Concurrency;

/// <summary>Waits for a signal again and again under one cancellation token. For one operation.</summary>
/// <remarks>Cheaper than <see cref="Signal.WaitAsync"/> in a loop: who listens is registered once, not at each wait.
/// Dispose of it when no wait is under way.</remarks>
public class SignalListener(Signal signal, CancellationToken cancellationToken) : IDisposable
{
    /// <inheritdoc cref="Signal.WaitAsync"/>
    public virtual ValueTask WaitAsync(long seen) => signal.WaitAsync(seen, cancellationToken);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
