namespace Verified.Adapters.Sqlite;

/// <summary>Work for a thread that owns a <typeparamref name="TSession"/>, and the caller who awaits it.</summary>
/// <remarks>Claimed once: by the thread, which then owes an answer, or by the caller's cancellation, after which
/// the thread passes it by.</remarks>
internal abstract class Request<TSession>
{
    private int _claimed;

    /// <summary>Takes the right to execute; false where it was cancelled before.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    /// <summary>Does the work and keeps its result back until <see cref="Acknowledge"/>.</summary>
    public abstract void Execute(TSession session);

    public abstract void Acknowledge();

    public abstract void Fail(Exception reason);
}

/// <inheritdoc/>
internal sealed class Request<TSession, TResult>(Func<TSession, TResult> work) : Request<TSession>
{
    private readonly TaskCompletionSource<TResult> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TResult? _result;

    public override void Execute(TSession session) => _result = work(session);

    public override void Acknowledge() => _answer.SetResult(_result!);

    public override void Fail(Exception reason) => _answer.SetException(reason);

    /// <summary>The answer; cancellation wins only while nobody has claimed the request.</summary>
    public Task<TResult> AnswerAsync(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled ? AnswerUnlessCancelledAsync(cancellationToken) : _answer.Task;

    private async Task<TResult> AnswerUnlessCancelledAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (request, token) => ((Request<TSession, TResult>)request!).Cancel(token), this);
        return await _answer.Task;
    }

    private void Cancel(CancellationToken token)
    {
        if (TryClaim())
            _answer.SetCanceled(token);
    }
}
