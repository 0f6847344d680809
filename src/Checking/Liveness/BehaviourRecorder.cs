using Verified.Checking.Exploration;
using Verified.Tla.Packing;

namespace Verified.Checking.Liveness;

/// <summary>One thread's part of a record: the states that it expands, each with its steps. Not safe for two threads.</summary>
internal sealed class BehaviourRecorder : PackedSink
{
    private const int BlockWords = 1 << 16;
    private const int RecentBits = 14;

    // More successors than this, and as many for each step of the state, are more work than judging the steps.
    private const int MostOthers = 256;

    private readonly BehaviourRecord _record;
    private readonly PackedEvaluator _evaluator;
    private readonly VisitedStates _visited;
    private readonly Outgoing _steps = new();
    private readonly Dictionary<UInt128, int> _sets = new() { [0] = 0 };
    private readonly (ulong Fingerprint, int Number)[] _recent = new (ulong, int)[1 << RecentBits];
    private readonly List<int[]> _blocks = [];
    private readonly List<long> _initial = [];
    private readonly int _width;
    private int _used = BlockWords;
    private UInt128 _enabled;
    private ulong _sum;
    private int _state;
    private int _others;

    public BehaviourRecorder(BehaviourRecord record, PackedEvaluator evaluator, VisitedStates visited)
    {
        (_record, _evaluator, _visited) = (record, evaluator, visited);
        _width = evaluator.Buffer.Length / 3;
        Steps = evaluator.Follow(record.Steps);
    }

    public FollowedSteps Steps { get; }

    /// <summary>The initial states that it has seen: their numbers, above them their places in the order of enumeration.</summary>
    public IReadOnlyList<long> InitialStates => _initial;

    /// <summary>How many steps and initial states a constraint left out.</summary>
    public long LeftOut { get; private set; }

    /// <summary>What was written: for each state its number, the set of <see cref="BehaviourRecord.Steps"/> that it enables, the number of its edges,
    /// and for each of those the next state and the set of those that it is. The rest of a block is negative.</summary>
    public List<int[]> Blocks => _blocks;

    /// <summary>The sets, in the order of their numbers.</summary>
    public UInt128[] Sets => [.. _sets.OrderBy(s => s.Value).Select(s => s.Key)];

    /// <summary>An initial state, which stands in the evaluator's buffer; its number.</summary>
    public int Initial(ulong sum, bool inModel, int order, out bool isNew)
    {
        var number = NumberOf(sum, inModel, 0, out isNew);
        if (inModel) _initial.Add(((long)order << 32) | (uint)number);
        return number;
    }

    /// <summary>The state that is expanded from now on.</summary>
    public void Enter(int number, ulong sum)
    {
        (_state, _sum, _enabled, _others) = (number, sum, 0, 0);
        _steps.Clear();
    }

    /// <summary>A step to the next state in the evaluator's buffer; that state's number.</summary>
    public int Step(ulong sum, bool inModel, ulong parent, out bool isNew)
    {
        var taken = Steps.Taken();
        _enabled |= taken;
        var number = NumberOf(sum, inModel, parent, out isNew);
        if (inModel) _steps.Add(sum, number, taken);
        return number;
    }

    /// <summary>All steps of the state are known.</summary>
    public void Leave()
    {
        Steps.RunOthers(_sum, this);
        var block = Reserve(3 + (2 * _steps.Count));
        block[0] = _state;
        block[1] = SetOf(_enabled);
        block[2] = _steps.Count;
        for (var i = 0; i < _steps.Count; i++)
            (block[3 + (2 * i)], block[4 + (2 * i)]) = (_steps.Target(i), SetOf(_steps.Taken(i)));
    }

    /// <summary>A successor by a step of a formula that the next-state relation may not have.</summary>
    public override bool OnSuccessor(ulong sum, ulong changed)
    {
        var taken = Steps.Taken();
        _enabled |= taken;
        if (taken != 0) _steps.Mark(sum, taken);
        return ++_others > MostOthers + (_steps.Count * TemporalSteps.Most);
    }

    private int NumberOf(ulong sum, bool inModel, ulong parent, out bool isNew)
    {
        isNew = !inModel;
        if (!inModel)
        {
            LeftOut++;
            return -1;
        }

        var fingerprint = PackedHash.Finish(sum);
        ref var recent = ref _recent[(int)(fingerprint & ((1 << RecentBits) - 1))];
        if (recent.Fingerprint == fingerprint) return recent.Number;
        var number = _visited.Number(fingerprint, parent, out isNew);
        if (isNew) _evaluator.Buffer.AsSpan(_width, _width).CopyTo(_record.Words(number));
        recent = (fingerprint, number);
        return number;
    }

    private int SetOf(UInt128 steps)
    {
        if (steps == 0) return 0;
        if (!_sets.TryGetValue(steps, out var number)) _sets.Add(steps, number = _sets.Count);
        return number;
    }

    private Span<int> Reserve(int words)
    {
        if (_blocks.Count == 0 || _used + words > _blocks[^1].Length)
        {
            var block = new int[Math.Max(BlockWords, words)];
            Array.Fill(block, -1);
            _blocks.Add(block);
            _used = 0;
        }

        _used += words;
        return _blocks[^1].AsSpan(_used - words, words);
    }
}
