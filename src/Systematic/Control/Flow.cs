namespace Verified.Systematic;

/// <summary>A thread of control within an operation: mostly its only one.</summary>
/// <remarks>An operation that lets several of its own calls wait at once has several. They are what the search orders.</remarks>
internal sealed class Flow(int number)
{
    private Task? _task;

    /// <summary>Its place among the flows of the execution, in the order of their beginnings.</summary>
    public int Number => number;

    public Operation Operation { get; private set; } = null!;

    /// <summary>The same in every interleaving in which the flow exists.</summary>
    public ulong Key { get; private set; }

    /// <summary>The point at which it waits, if it does.</summary>
    public Point? Point { get; private set; }

    /// <summary>The step during which it began to wait where it waits now; −1 before the first step.</summary>
    public int WokenBy { get; private set; }

    /// <summary>The step in which it began; −1 before the first.</summary>
    public int BornIn { get; private set; }

    /// <summary>The last step that it took; −1: none.</summary>
    public int LastStep { get; set; }

    /// <summary>Fires timers, and runs no code of its own.</summary>
    public bool IsClock { get; set; }

    public bool IsPending => Point is not null || _task is not null;

    /// <summary>Has code to run that waits for nothing.</summary>
    public bool IsEnabled => _task is not null || (Point is { } point && point.IsOpen);

    /// <summary>What its next step is known to touch.</summary>
    public Footprint NextFootprint => Point?.Footprint ?? Footprint.Everything;

    public void Begin(Operation operation, ulong key, int step)
    {
        Operation = operation;
        Key = key;
        BornIn = WokenBy = step;
        LastStep = -1;
        IsClock = false;
        Point = null;
        _task = null;
    }

    public void WaitAt(Point point, int step)
    {
        Point = point;
        WokenBy = step;
    }

    public void Ready(Task task, int step)
    {
        _task = task;
        WokenBy = step;
    }

    /// <summary>Takes the step.</summary>
    public void Run()
    {
        if (Point is { } point)
        {
            Point = null;
            point.Pass(Operation);
        }
        else
        {
            var task = _task!;
            _task = null;
            Operation.Run(task);
        }
    }
}
