using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>A gate under control. Who waits longest is let in first in production; here it is who the search picks:
/// the others are then taken to have come later.</summary>
internal sealed class ControlledGate : Gate, IGuard
{
    private readonly Execution _execution;
    private readonly string _name;
    private readonly int _permits;
    private int _free;

    /// <summary>Who holds permits; only while a failure is told.</summary>
    private readonly List<Operation> _holders = [];

    public ControlledGate(Execution execution, string name, int permits)
    {
        _execution = execution;
        _name = name;
        _permits = _free = permits;
        Footprint = execution.Resources.Of(name, Access.Write);
    }

    public Footprint Footprint { get; }

    public IReadOnlyList<Operation> Holders => _holders;

    public Permit HeldPermit => PermitOf(this);

    public bool HasPermit => _free > 0;

    public override ValueTask<Permit> EnterAsync(CancellationToken cancellationToken = default)
    {
        var point = _execution.RentPoint("enter", _name, Footprint, this, cancellationToken);
        return new ValueTask<Permit>(point, point.Version);
    }

    public bool IsOpen(Point point) => _free > 0;

    public bool Pass(Point point)
    {
        point.Cancellation.ThrowIfCancellationRequested();
        Reenter();
        return true;
    }

    /// <summary>Takes a permit for an operation that comes back from waiting for a condition.</summary>
    public void Reenter()
    {
        _free--;
        if (_execution.IsTelling)
            _holders.Add(_execution.Running);
    }

    /// <summary>Gives back the permit of an operation that waits for a condition.</summary>
    public void Leave() => Exit();

    protected override void Exit()
    {
        _execution.CheckControl("leaving a gate");
        if (_free == _permits)
            throw new SynchronizationLockException("Every permit of the gate is back already.");
        _free++;
        if (_execution.IsTelling && !_holders.Remove(_execution.Running))
            _holders.RemoveAt(0);
        _execution.Touch(Footprint);
    }
}
