namespace Verified.Adapters.Sqlite;

/// <summary>Wakes those who wait for the log to grow.</summary>
/// <remarks>Take <see cref="Next"/> first and read second: a commit that the read missed completes that task.</remarks>
internal sealed class CommitSignal
{
    private TaskCompletionSource _next = Create();

    /// <summary>Completes at the first <see cref="Pulse"/> after this call.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, Create()).SetResult();

    private static TaskCompletionSource Create() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
