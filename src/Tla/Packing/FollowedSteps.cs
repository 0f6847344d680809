using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>Which steps of temporal formulas the successors are that an evaluator enumerates, and which more are enabled.</summary>
/// <remarks>A step that is a disjunct of the next-state relation is known by it. Of any other the disjuncts are run on
/// each state besides. One for each evaluator.</remarks>
public sealed class FollowedSteps
{
    private readonly PackedEvaluator _evaluator;
    private readonly TemporalSteps _steps;
    private readonly List<Part> _others = [];
    private readonly List<Subscript> _subscripts = [];
    private readonly int _width;
    private readonly UInt128 _boxes;

    internal FollowedSteps(
        PackedEvaluator evaluator, TemporalSteps steps, Splitter splitter, List<Part> next, StateLayout layout)
    {
        (_evaluator, _steps, _width, _boxes) = (evaluator, steps, layout.Width, steps.Stuttering);
        var known = new HashSet<Part>(next, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < steps.Items.Length; i++)
        {
            AddSubscript(steps.Items[i], UInt128.One << i, layout);
            if (!TrySplit(splitter, $"Fair {i}", steps.Items[i].Action!, out var parts)) steps.GiveUp(UInt128.One << i);
            foreach (var part in parts)
            {
                part.Steps |= UInt128.One << i;
                if (known.Add(part)) _others.Add(part);
            }
        }
    }

    /// <summary>Inside of <see cref="PackedSink.OnSuccessor"/>: the steps whose disjunct led to the successor.</summary>
    public UInt128 Candidates { get; set; }

    /// <summary>What the step from the state in the buffer to the next one is: those of the candidates whose variables
    /// change, and <c>[A]_v</c> where v does not.</summary>
    public UInt128 Taken()
    {
        var taken = Candidates;
        if (taken == 0 && _boxes == 0) return 0;
        ReadOnlySpan<int> now = _evaluator.Buffer.AsSpan(0, _width), next = _evaluator.Buffer.AsSpan(_width, _width);
        foreach (var subscript in _subscripts)
            if (((taken | _boxes) & subscript.Steps) != 0 && subscript.IsUnchanged(now, next))
                taken = (taken & ~subscript.Steps) | (_boxes & subscript.Steps);
        return taken;
    }

    /// <summary>Runs the disjuncts of steps that the next-state relation does not have.</summary>
    /// <param name="sum">That of the state in the buffer.</param>
    /// <param name="sink">Stops a disjunct that has too many successors; its steps are given up then.</param>
    public void RunOthers(ulong sum, PackedSink sink)
    {
        foreach (var part in _others)
        {
            if ((part.Steps & ~_steps.GivenUp) == 0) continue;
            Candidates = part.Steps;
            if (!TryRun(part, sum, sink)) _steps.GiveUp(part.Steps);
        }
    }

    internal bool Run(List<Part> parts)
    {
        foreach (var part in parts)
        {
            Candidates = part.Steps;
            if (_evaluator.RunAny(part)) return true;
        }

        return false;
    }

    private static bool TrySplit(Splitter splitter, string key, ActionCode action, out List<Part> parts)
    {
        try
        {
            parts = splitter.Split(key, action);
            return true;
        }
        catch (Exception fault) when (IsFault(fault))
        {
            parts = [];
            return false;
        }
    }

    private static bool IsFault(Exception fault) => fault is ValueException or UnsupportedException or MisfitException
        or InsufficientExecutionStackException;

    // What cannot be run is evaluated as a formula in the end, which finds the same fault if the formula has one.
    private bool TryRun(Part part, ulong sum, PackedSink sink)
    {
        try
        {
            return !_evaluator.Run(part, sink, sum);
        }
        catch (Exception fault) when (IsFault(fault))
        {
            return false;
        }
    }

    private void AddSubscript(TemporalStep step, UInt128 bit, StateLayout layout)
    {
        var words = new bool[_width];
        foreach (var variable in step.Subscript)
            words.AsSpan(layout.Places[variable].Offset, layout.Places[variable].Width).Fill(true);
        foreach (var subscript in _subscripts)
            if (subscript.TryJoin(words, bit))
                return;
        _subscripts.Add(new Subscript(words, bit));
    }

    /// <summary>The words of the variables in a subscript, and the steps that have it.</summary>
    private sealed class Subscript(bool[] words, UInt128 steps)
    {
        private readonly bool _isWhole = !words.Contains(false);

        public UInt128 Steps { get; private set; } = steps;

        public bool TryJoin(bool[] others, UInt128 steps)
        {
            if (!words.AsSpan().SequenceEqual(others)) return false;
            Steps |= steps;
            return true;
        }

        public bool IsUnchanged(ReadOnlySpan<int> now, ReadOnlySpan<int> next)
        {
            if (_isWhole) return now.SequenceEqual(next);
            for (var i = 0; i < words.Length; i++)
                if (words[i] && now[i] != next[i])
                    return false;
            return true;
        }
    }
}
