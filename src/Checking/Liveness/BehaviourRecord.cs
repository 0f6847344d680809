using Verified.Checking.Exploration;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;

namespace Verified.Checking.Liveness;

/// <summary>The states and steps of a search on packed states, written down while it runs. Safe for several threads.</summary>
/// <remarks>The words of a state, 8 bytes for each step, 12 for the steps of one state together.</remarks>
internal sealed class BehaviourRecord
{
    private const int BlockStates = 4096;

    private readonly Lock _gate = new();
    private readonly List<BehaviourRecorder> _recorders = [];
    private readonly int _width;
    private int[]?[] _blocks = new int[64][];

    public BehaviourRecord(Model model, PackedModel packed)
    {
        _width = packed.Layout.Width;
        Steps = TemporalSteps.Of(packed.Model, StepsOf(model));
    }

    /// <summary>The steps of temporal formulas that are told apart.</summary>
    public TemporalSteps Steps { get; }

    /// <summary>The initial states, in the order in which they were enumerated; some may come again.</summary>
    public IEnumerable<int> Initial
    {
        get
        {
            var all = _recorders.SelectMany(r => r.InitialStates).ToArray();
            if (_recorders.Count > 1) Array.Sort(all);
            return all.Select(s => unchecked((int)s));
        }
    }

    /// <summary>What the threads wrote.</summary>
    public IReadOnlyList<BehaviourRecorder> Recorders => _recorders;

    /// <summary>A thread's part of the record.</summary>
    public BehaviourRecorder Recorder(PackedEvaluator evaluator, VisitedStates visited)
    {
        var recorder = new BehaviourRecorder(this, evaluator, visited);
        lock (_gate) _recorders.Add(recorder);
        return recorder;
    }

    /// <summary>The words of a state.</summary>
    public Span<int> Words(int number) =>
        Block(number / BlockStates).AsSpan(number % BlockStates * _width, _width);

    /// <summary>The steps are no longer needed.</summary>
    public void ForgetSteps()
    {
        foreach (var recorder in _recorders) recorder.Blocks.Clear();
    }

    private int[] Block(int index)
    {
        var blocks = Volatile.Read(ref _blocks);
        return (index < blocks.Length ? Volatile.Read(ref blocks[index]) : null) ?? NewBlock(index);
    }

    private int[] NewBlock(int index)
    {
        lock (_gate)
        {
            var blocks = _blocks;
            if (index >= blocks.Length) Array.Resize(ref blocks, Math.Max(index + 1, blocks.Length * 2));
            var block = blocks[index] ??= new int[BlockStates * _width];
            Volatile.Write(ref _blocks, blocks);
            return block;
        }
    }

    private static IEnumerable<TemporalStep> StepsOf(Model model)
    {
        var todo = new Stack<Temporal>(model.TemporalProperties.Concat(model.Fairness).Select(p => p.Formula));
        while (todo.TryPop(out var formula))
            switch (formula)
            {
                case Temporal.Atom { Formula: { Step: { } step, Level: Tla.Semantics.Level.Action } }:
                    yield return step;
                    break;
                case Temporal.And and:
                    foreach (var item in and.Items) todo.Push(item);
                    break;
                case Temporal.Or or:
                    foreach (var item in or.Items) todo.Push(item);
                    break;
                case Temporal.Always always:
                    todo.Push(always.Body);
                    break;
                case Temporal.Eventually eventually:
                    todo.Push(eventually.Body);
                    break;
            }
    }
}
