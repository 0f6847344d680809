using Verified.Concurrency;

namespace Verified.Tests.Systematic.Coyote;

internal sealed class CoyoteCondition(CoyoteGate gate) : Condition
{
    private readonly Waiters _waiters = new();
    private readonly List<int> _waiting = [];
    private int _tickets;

    public override async ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        var ticket = 0;
        _waiters.Change(() => _waiting.Add(ticket = ++_tickets));
        gate.Leave();
        try
        {
            await _waiters.UntilAsync(() => !_waiting.Contains(ticket), cancellationToken);
        }
        finally
        {
            await gate.EnterAsync(CancellationToken.None);
        }
    }

    public override void Pulse() => _waiters.Change(() => _waiting.RemoveRange(0, Math.Min(1, _waiting.Count)));

    public override void PulseAll() => _waiters.Change(_waiting.Clear);
}
