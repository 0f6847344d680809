using Verified.Checking.Exploration;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Liveness;

/// <summary>The reachable states with their steps, in compressed rows. Every state may also stutter.</summary>
internal abstract class BehaviourGraph
{
    private int[] _targets = new int[1024];
    private int[] _rows = new int[256];
    private int _row;

    // For each state, the last row that leads to it.
    private readonly List<int> _lastRow = [];

    /// <summary>How many steps and initial states are not in the graph because of a constraint, a view or a symmetry. What
    /// is there are true steps between true states.</summary>
    public virtual long LeftOut => 0;

    public int StateCount => _lastRow.Count;

    public int EdgeCount { get; private set; }

    /// <summary>The first states are the initial ones.</summary>
    public int InitialCount { get; private set; }

    /// <summary>The edges of a state: their numbers run from Start to End, exclusive.</summary>
    public (int Start, int End) Edges(int state) => (_rows[state], _rows[state + 1]);

    public int Target(int edge) => _targets[edge];

    /// <summary>The bit of a step of a formula, where it is known by other means than its formula; negative where it is not.</summary>
    public virtual int FollowedBit(TemporalStep step) => -1;

    /// <summary>Those steps that a state enables, a bit each.</summary>
    public virtual UInt128 Enabled(int state) => 0;

    /// <summary>Those steps that an edge is, a bit each.</summary>
    public virtual UInt128 Taken(int edge) => 0;

    /// <summary>The values of a state.</summary>
    public abstract Value[] State(int index);

    /// <summary>What tells the truth of atoms; one for each thread.</summary>
    public abstract IAtomJudge Judge(AtomTable atoms);

    /// <summary>Explores breadth-first, keeping states and steps; each step once, a stuttering one first.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or takes more memory than is allowed.</exception>
    protected void Explore(
        Action initial, Action<int> successors, long memoryLimit, CancellationToken cancellation)
    {
        var memory = new MemoryGuard(memoryLimit);
        initial();
        InitialCount = StateCount;
        for (var i = 0; i < StateCount; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (i % 256 == 0 && memory.IsExceeded)
                throw new OperationCanceledException("out of memory");
            AddEdge(i);
            successors(i);
            if (++_row == _rows.Length) Array.Resize(ref _rows, 2 * _row);
            _rows[_row] = EdgeCount;
        }
    }

    /// <summary>Gives the next state its number.</summary>
    protected int AddState()
    {
        _lastRow.Add(-1);
        return _lastRow.Count - 1;
    }

    /// <summary>A step from the state being explored.</summary>
    protected void AddEdge(int target)
    {
        if (_lastRow[target] == _row) return;
        _lastRow[target] = _row;
        if (EdgeCount == _targets.Length) Array.Resize(ref _targets, checked(2 * EdgeCount));
        _targets[EdgeCount++] = target;
    }
}

/// <summary>Tells the truth of atoms in the states and on the steps of a graph.</summary>
internal interface IAtomJudge
{
    /// <summary>Goes to a state.</summary>
    void Enter(int state);

    /// <summary>Whether a state formula holds in the state.</summary>
    bool Holds(int atom);

    /// <summary>Goes to a step from the state.</summary>
    void Step(int target);

    /// <summary>Whether a step formula holds of the step.</summary>
    bool HoldsOn(int atom);
}
