using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Remembers since when something is owed.</summary>
internal sealed class ControlledMonitor(string name, Execution execution) : LivenessMonitor
{
    public string Name => name;

    public bool IsHot { get; private set; }

    /// <summary>The number of steps taken when it became hot.</summary>
    public int HotSince { get; private set; }

    public override void MarkHot()
    {
        if (!IsHot)
            HotSince = execution.Trace.Count;
        IsHot = true;
    }

    public override void MarkCold() => IsHot = false;
}
