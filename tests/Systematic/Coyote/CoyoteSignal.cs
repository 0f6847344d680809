using Verified.Concurrency;

namespace Verified.Tests.Systematic.Coyote;

internal sealed class CoyoteSignal : Signal
{
    private readonly Waiters _waiters = new();
    private long _version;

    public override long Version => _version;

    public override ValueTask WaitAsync(long seen, CancellationToken cancellationToken = default) =>
        new(_waiters.UntilAsync(() => _version != seen, cancellationToken));

    public override void Pulse() => _waiters.Change(() => _version++);
}
