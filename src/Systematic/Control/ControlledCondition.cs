using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>A condition under control: waiting leaves the gate within the caller's step, coming back is one point.</summary>
internal sealed class ControlledCondition(Execution execution, string name, ControlledGate gate) : Condition, IGuard
{
    private readonly Footprint _footprint = execution.Resources.Of(name, Access.Write);

    /// <summary>Tickets of those that wait, longest first.</summary>
    private readonly List<long> _waiting = [];

    private long _tickets;

    public override ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var point = execution.RentPoint("wait", name, _footprint | gate.Footprint, this, cancellationToken);
        point.Argument = ++_tickets;
        _waiting.Add(point.Argument);
        execution.Touch(_footprint);
        gate.Leave();
        return new ValueTask(point, point.Version);
    }

    public override void Pulse()
    {
        execution.CheckControl(nameof(Pulse));
        execution.Touch(_footprint);
        if (_waiting.Count > 0)
            _waiting.RemoveAt(0);
    }

    public override void PulseAll()
    {
        execution.CheckControl(nameof(PulseAll));
        execution.Touch(_footprint);
        _waiting.Clear();
    }

    // Also who is cancelled comes back through the gate.
    public bool IsOpen(Point point) => gate.HasPermit && IsWoken(point);

    public bool Pass(Point point)
    {
        gate.Reenter();
        if (_waiting.Remove(point.Argument))
            point.Cancellation.ThrowIfCancellationRequested();
        return true;
    }

    private bool IsWoken(Point point) =>
        point.IsCancelled || !_waiting.Contains(point.Argument);
}
