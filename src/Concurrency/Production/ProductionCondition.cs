namespace Verified.Concurrency;

/// <summary>A condition over a queue of completion sources.</summary>
internal sealed class ProductionCondition(Gate gate) : Condition
{
    /// <summary>Who waits, longest first, among some who gave up; guarded by itself.</summary>
    private readonly Queue<TaskCompletionSource> _waiting = new();

    public override async ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pulse = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
            _waiting.Enqueue(pulse);
        gate.Exit();
        try
        {
            // Either the pulse or the cancellation completes the source, so that no pulse is lost on one who left.
            using (cancellationToken.UnsafeRegister(
                static (source, token) => ((TaskCompletionSource)source!).TrySetCanceled(token), pulse))
                await pulse.Task;
        }
        finally
        {
            _ = await gate.EnterAsync(CancellationToken.None);
        }
    }

    public override void Pulse()
    {
        lock (_waiting)
            while (_waiting.TryDequeue(out var pulse) && !pulse.TrySetResult())
            {
            }
    }

    public override void PulseAll()
    {
        lock (_waiting)
            while (_waiting.TryDequeue(out var pulse))
                pulse.TrySetResult();
    }
}
