namespace Verified.Concurrency;

/// <summary>A condition of a monitor: operations wait for it inside their gate, and are woken by a pulse.</summary>
/// <remarks>
/// A woken operation enters the gate again and must look again: others may have been there first. A pulse that finds
/// nobody waiting is lost.
/// </remarks>
public abstract class Condition
{
    /// <summary>Leaves the gate, waits for a pulse, and enters the gate again. The caller holds the gate's permit,
    /// and holds it afterwards, also after an exception.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before a pulse; no pulse is consumed.</exception>
    public abstract ValueTask WaitAsync(CancellationToken cancellationToken = default);

    /// <summary>Wakes the one that has waited longest. A controlled runtime may wake any.</summary>
    public abstract void Pulse();

    /// <summary>Wakes all that wait now.</summary>
    public abstract void PulseAll();
}
