using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>A signal under control.</summary>
internal sealed class ControlledSignal(Execution execution, string name) : Signal, IGuard
{
    private readonly Footprint _read = execution.Resources.Of(name, Access.Read);
    private readonly Footprint _write = execution.Resources.Of(name, Access.Write);

    public override long Version
    {
        get
        {
            execution.Touch(_read);
            return base.Version;
        }
    }

    public override ValueTask WaitAsync(long seen, CancellationToken cancellationToken = default)
    {
        var point = execution.RentPoint("await", name, _read, this, cancellationToken);
        point.Argument = seen;
        return new ValueTask(point, point.Version);
    }

    public override void Pulse()
    {
        execution.CheckControl(nameof(Pulse));
        execution.Touch(_write);
        base.Pulse();
    }

    public bool IsOpen(Point point) => base.Version != point.Argument;

    public bool Pass(Point point)
    {
        point.Cancellation.ThrowIfCancellationRequested();
        return true;
    }
}
