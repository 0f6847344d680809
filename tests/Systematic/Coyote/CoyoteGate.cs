using Verified.Concurrency;

namespace Verified.Tests.Systematic.Coyote;

internal sealed class CoyoteGate(int permits) : Gate
{
    private readonly Waiters _waiters = new();
    private int _held;

    public override async ValueTask<Permit> EnterAsync(CancellationToken cancellationToken = default)
    {
        await _waiters.UntilAsync(TryEnter, cancellationToken);
        return PermitOf(this);
    }

    public void Leave() => Exit();

    protected override void Exit() => _waiters.Change(() =>
    {
        if (_held == 0)
            throw new SynchronizationLockException("Every permit of the gate is back already.");
        _held--;
    });

    private bool TryEnter()
    {
        if (_held == permits)
            return false;
        _held++;
        return true;
    }
}
