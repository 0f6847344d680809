namespace Verified.Tests.Systematic.Coyote;

/// <summary>Time that stands still: Coyote does not control timers, so a body that asks for one is refused.</summary>
internal sealed class CoyoteTime : TimeProvider
{
    public bool WasAskedForATimer { get; private set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        WasAskedForATimer = true;
        throw new NotSupportedException("Coyote does not control timers.");
    }
}
