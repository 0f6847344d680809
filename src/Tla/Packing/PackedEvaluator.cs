using System.Collections.Immutable;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>Receives the successors of a packed state.</summary>
public abstract class PackedSink
{
    /// <summary>A successor was found; it stands in the evaluator's buffer, behind the state itself.</summary>
    /// <param name="sum">Its <see cref="PackedHash.Sum"/>.</param>
    /// <param name="changed">The words, modulo 64, in which it differs.</param>
    /// <returns>True to stop the enumeration.</returns>
    public abstract bool OnSuccessor(ulong sum, ulong changed);
}

/// <summary>Formulas about a packed state, or about a step.</summary>
public sealed class PackedFormulas
{
    internal PackedFormulas(List<Part> parts, bool isStep) => (Parts, IsStep) = (parts, isStep);

    internal List<Part> Parts { get; }

    internal bool IsStep { get; }

    public bool IsEmpty => Parts.Count == 0;
}

/// <summary>Runs the formulas of a model on packed states. One for each thread; not safe for two at once.</summary>
/// <remarks>
/// What an evaluation read, and what came of it, is kept in a <see cref="DecisionForest"/>; most steps of a search are
/// walks through it. Faults are plain exceptions here: whoever meets one asks an <see cref="Evaluator"/> for its place.
/// </remarks>
public sealed class PackedEvaluator
{
    private readonly DecisionForest _forest = new();
    private readonly DefinitionWords _definitions;
    private readonly Recorder _recorder;
    private readonly Recorder _judge;
    private readonly RememberedConditions _decisions;
    private readonly RememberedConditions _judgements;
    private readonly Splitter _splitter;
    private readonly StepProgram _program;
    private readonly List<Part> _actions;
    private readonly SharedParts _shared = new();
    private readonly PackedModel _model;
    private readonly Func<bool> _emit;
    private readonly StateLayout _layout;
    private readonly int _width;
    private PackedSink _sink = null!;
    private FollowedSteps? _followed;
    private ulong _sum;
    private int _skipped;
    private long _between;
    private bool _isOrdered;

    public PackedEvaluator(PackedModel model, EvaluationHost host)
    {
        _model = model;
        _layout = model.Layout;
        _width = _layout.Width;
        _definitions = new DefinitionWords(model, _forest, host);
        _recorder = new Recorder(model.Layout, _definitions, model.Model.FrameSize, host);
        // Successors are judged while they are enumerated.
        _judge = new Recorder(model.Layout, _definitions, model.Model.FrameSize, host);
        _splitter = new Splitter(_judge, _forest, model.SampleWords, model.Masks);
        _program = new StepProgram(_forest, _recorder, _definitions);
        Buffer = new int[3 * _width];
        _emit = Emit;
        _decisions = new RememberedConditions(_recorder, _forest, _definitions, Buffer);
        _judgements = new RememberedConditions(_judge, _forest, _definitions, Buffer);
        _actions = ActionSplitter().Split("Next", model.Model.Next!);
    }

    /// <summary>The state under evaluation, and after it the next state; behind them, for a step, which words change.</summary>
    public int[] Buffer { get; }

    /// <summary>How many states lay between the two parts of <c>A \cdot B</c> so far: they count as generated.</summary>
    public long StatesBetween => _between + _recorder.Frame.StatesBetween;

    /// <summary>Prepares formulas of states; they are taken apart into conjuncts.</summary>
    public PackedFormulas Formulas(ImmutableArray<Formula> formulas, bool isStep)
    {
        var parts = new List<Part>();
        foreach (var formula in formulas) parts.AddRange(_splitter.Split(formula.Name, formula.Code));
        return new PackedFormulas(parts, isStep);
    }

    /// <summary>Which states are taken for one: by a view, or by a symmetry, or equal ones.</summary>
    public PackedIdentity Identity(Formula? view, IReadOnlyList<Permutation> symmetry) => (view, symmetry) switch
    {
        ({ Code: var code }, _) => ViewIdentity(code),
        (_, { Count: > 0 }) => new SymmetryIdentity(_layout, Buffer, symmetry),
        _ => new PackedIdentity.Equality(),
    };

    /// <summary>Enumerates the successors of the state in the buffer, one for each way in which an action leads there.</summary>
    /// <exception cref="ValueException">An action has no value.</exception>
    public void Successors(ulong sum, PackedSink sink)
    {
        (_sink, _sum) = (sink, sum);
        if (_followed is null) Run(_actions);
        else _followed.Run(_actions);
    }

    /// <summary>From now on tells which steps of temporal formulas successors are.</summary>
    public FollowedSteps Follow(TemporalSteps steps) =>
        _followed = new FollowedSteps(this, steps, ActionSplitter(), _actions, _layout);

    internal bool Run(Part part, PackedSink sink, ulong sum)
    {
        (_sink, _sum) = (sink, sum);
        return RunAny(part);
    }

    internal bool RunAny(Part part) => part.Elements is { } each ? RunEach(each)
        : part.Branches is { } branches ? Run(_decisions.Ask(part, 0, isPair: false) ? branches.Then : branches.Otherwise)
        : part.Composition is { } composition ? Run(composition)
        : Run(part);

    private Splitter ActionSplitter() => new(_recorder, _forest, _model.SampleWords, _model.Masks, _shared);

    /// <summary>Whether formulas hold in the next state, or of the step.</summary>
    /// <param name="changed">The words, modulo 64, in which the next state differs from one where they hold.</param>
    /// <exception cref="ValueException">A formula has no value.</exception>
    public bool Holds(PackedFormulas formulas, ulong changed) => Holds(formulas.Parts, formulas.IsStep, changed);

    /// <summary>Says which words change from the state to the next; before formulas of that step are judged.</summary>
    public void BeginStep()
    {
        for (var i = 0; i < _width; i++) Buffer[(2 * _width) + i] = Buffer[i] == Buffer[_width + i] ? 0 : 1;
    }

    private ViewIdentity ViewIdentity(Code view)
    {
        // Which of the states of one view comes first decides what is explored.
        _isOrdered = true;
        return new ViewIdentity(
            Buffer, _width, view, _splitter, new RememberedFingerprints(_judge, _forest, _definitions, Buffer));
    }

    private bool Run(List<Part> parts)
    {
        foreach (var part in parts)
            if (RunAny(part))
                return true;
        return false;
    }

    private bool Run(Composition composition)
    {
        var (sink, sum) = (_sink, _sum);
        var between = new StatesBetween(Buffer, _width, sink);
        try
        {
            _sink = between;
            Run(composition.First);
            _sink = between.After;
            _between += between.Count;
            while (between.MoveNext(out _sum))
                if (Run(composition.Second))
                    return true;
            return false;
        }
        finally
        {
            between.Leave();
            (_sink, _sum) = (sink, sum);
        }
    }

    private bool RunEach(ForEach each)
    {
        if (_isOrdered) return RunEachInOrder(each);
        for (var i = 0; i < each.Place.Width; i++)
            for (var rest = unchecked((uint)Buffer[each.Place.Offset + i]); rest != 0; rest &= rest - 1)
                if (Run(each[(i * 32) + System.Numerics.BitOperations.TrailingZeroCount(rest)]))
                    return true;
        return false;
    }

    private bool RunEachInOrder(ForEach each)
    {
        foreach (var bit in each.Place.Universe.InOrder())
            if ((Buffer[each.Place.Offset + (bit >> 5)] >> (bit & 31) & 1) != 0 && Run(each[bit]))
                return true;
        return false;
    }

    private bool Run(Part part)
    {
        if (part.IsDirect) return _program.RunDirectly(part, Buffer, _emit);
        part.CountVisit();
        var program = _forest.Walk(part.Root, new PackedWords(Buffer, 0, _definitions));
        if (program < 0 && _forest.IsFull) part.GiveUp();
        if (program < 0 && (part.IsDirect || (program = Learn(part)) < 0)) return _program.RunDirectly(part, Buffer, _emit);
        return Run(part, program);
    }

    private bool Run(Part part, int program)
    {
        var (outcomes, next) = (_program.Length(program), program + 1);
        for (var i = 0; i < outcomes; i++)
        {
            // What is not known of an outcome is learned; if that shows another program, the rest is run.
            if (!TryApply(next, out var result) && (Learn(part) != program || !TryApply(next, out result)))
                return RunFrom(i, part);
            next = result.Next;
            if (_sink.OnSuccessor(result.Sum, result.Changed)) return true;
        }

        return false;
    }

    private bool RunFrom(int outcome, Part part)
    {
        _skipped = outcome;
        var stops = _program.RunDirectly(part, Buffer, _emit);
        _skipped = 0;
        return stops;
    }

    private bool TryApply(int outcome, out StepResult result)
    {
        result = new StepResult(_sum);
        Array.Copy(Buffer, 0, Buffer, _width, _width);
        return _program.TryApply(outcome, Buffer, _width, ref result);
    }

    private int Learn(Part part)
    {
        var nodes = _forest.Count;
        try
        {
            var program = _program.Learn(part, Buffer);
            part.CountMiss(_forest.Count - nodes);
            if (program < 0) part.StartOver(_forest);
            return program;
        }
        catch (EffectException)
        {
            part.GiveUp();
            return -1;
        }
    }

    private bool Emit()
    {
        if (_skipped > 0)
        {
            _skipped--;
            return false;
        }

        var result = new StepResult(_sum);
        Array.Copy(Buffer, 0, Buffer, _width, _width);
        foreach (var write in _recorder.Writes) StepProgram.Apply(write, Buffer.AsSpan(_width), ref result);
        return _sink.OnSuccessor(result.Sum, result.Changed);
    }

    private bool Holds(List<Part> parts, bool isStep, ulong changed)
    {
        foreach (var part in parts)
        {
            if (part.Elements is { } each)
            {
                if (!HoldsEach(each, isStep, changed)) return false;
            }
            else if ((isStep || changed == ulong.MaxValue || (part.Mask!.Bits & changed) != 0) && !_judgements.Ask(part, isStep ? 0 : _width, isStep))
                return false;
        }

        return true;
    }

    private bool HoldsEach(ForEach each, bool isStep, ulong changed)
    {
        var start = isStep ? 0 : _width;
        for (var i = 0; i < each.Place.Width; i++)
        {
            var word = each.Place.Offset + i;
            // Elements of a word that changed may be new.
            var among = (changed >> (word & 63) & 1) != 0 ? ulong.MaxValue : changed;
            for (var rest = unchecked((uint)Buffer[start + word]); rest != 0; rest &= rest - 1)
                if (!Holds(each[(i * 32) + System.Numerics.BitOperations.TrailingZeroCount(rest)], isStep, among))
                    return false;
        }

        return true;
    }
}
