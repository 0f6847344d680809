using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>Receives the transitions of a state, or the initial states.</summary>
public abstract class StateSink
{
    /// <summary>A state was found. Its values are lent: copy what is kept.</summary>
    /// <param name="from">The evaluator, which can tell the action's arguments during this call.</param>
    /// <param name="state">The values, canonical, in the order of <see cref="CompiledModel.Variables"/>.</param>
    /// <param name="action">The action that leads there; null for an initial state.</param>
    /// <returns>True to stop the enumeration.</returns>
    public abstract bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action);
}

/// <summary>Runs the formulas of a model. One for each thread; not safe for two at once.</summary>
public sealed class Evaluator
{
    private readonly CompiledModel _model;
    private readonly Frame _frame;
    private readonly Value?[] _scratch;
    private StateSink? _sink;

    public Evaluator(CompiledModel model, EvaluationHost? host = null)
    {
        _model = model;
        _frame = new Frame(model.FrameSize, host ?? new EvaluationHost()) { Sink = OnComplete };
        _scratch = new Value?[model.Variables.Length];
    }

    /// <summary>Enumerates the initial states; a state that satisfies the predicate in two ways comes twice.</summary>
    /// <exception cref="EvaluationException">The predicate has no value somewhere.</exception>
    public void InitialStates(StateSink sink)
    {
        Begin(sink, _scratch, []);
        Run(_model.Initial!);
    }

    /// <summary>Enumerates the states among which those are initial that fulfil <see cref="CompiledModel.InitialConditions"/>.</summary>
    /// <exception cref="EvaluationException">The predicate has no value somewhere.</exception>
    public void InitialCandidates(StateSink sink)
    {
        Begin(sink, _scratch, []);
        Run(_model.InitialAssignments!);
    }

    /// <summary>How many states lay between the two parts of <c>A \cdot B</c> so far: they count as generated.</summary>
    public long StatesBetween => _frame.StatesBetween;

    /// <summary>Enumerates the successors of a state, one for each way in which an action leads there.</summary>
    /// <exception cref="EvaluationException">The action has no value somewhere.</exception>
    public void Successors(Value[] state, StateSink sink)
    {
        Begin(sink, state, _scratch);
        Run(_model.Next!);
    }

    /// <summary>Whether a state formula holds in a state.</summary>
    public bool Test(Formula formula, Value[] state) => Test(formula, state, []);

    /// <summary>Whether an action formula holds in a pair of states.</summary>
    /// <exception cref="EvaluationException">The formula has no value there.</exception>
    public bool Test(Formula formula, Value[] state, Value[] next)
    {
        Begin(null, state, next);
        try
        {
            return formula.Code.Test(_frame);
        }
        catch (Exception fault) when (IsFault(fault))
        {
            throw Placed(fault);
        }
    }

    /// <summary>What evaluation reaches outside of the specification.</summary>
    public EvaluationHost Host => _frame.Host;

    /// <summary>The value of a formula in a state.</summary>
    public Value Evaluate(Formula formula, Value[] state) => Evaluate(formula, state, []);

    /// <summary>The value of a formula in a pair of states.</summary>
    /// <exception cref="EvaluationException">The formula has no value there.</exception>
    public Value Evaluate(Formula formula, Value[] state, Value[] next)
    {
        Begin(null, state, next);
        try
        {
            return formula.Code.Evaluate(_frame);
        }
        catch (Exception fault) when (IsFault(fault))
        {
            throw Placed(fault);
        }
    }

    /// <summary>The place of the first conjunct that is false in a pair of states.</summary>
    public Span FirstFalseConjunct(Formula formula, Value[] state, Value[] next)
    {
        Begin(null, state, next);
        try
        {
            return formula.FirstFalse(_frame);
        }
        catch (Exception fault) when (IsFault(fault))
        {
            throw Placed(fault);
        }
    }

    /// <summary>During <see cref="StateSink.OnState"/>: the arguments of the action.</summary>
    public Value[] ArgumentsOf(ActionLabel action) => action.Arguments(_frame);

    private void Begin(StateSink? sink, Value?[] current, Value?[] next)
    {
        Array.Clear(_scratch);
        _sink = sink;
        _frame.Current = current;
        _frame.Next = next;
        _frame.Unassigned = _scratch.Length;
        _frame.Label = null;
        _frame.Where = null;
        _frame.Active = _frame;
    }

    private bool OnComplete(Frame frame)
    {
        if (frame.Unassigned > 0) throw Incomplete(frame);
        return _sink!.OnState(this, _scratch!, frame.Label);
    }

    private EvaluationException Incomplete(Frame frame)
    {
        var missing = new List<string>();
        for (var i = 0; i < _scratch.Length; i++)
            if (_scratch[i] is null)
                missing.Add(_model.Variables[i].Name);
        var names = string.Join(", ", missing);
        var span = frame.Label?.Span ?? _model.Initial!.Origin.Span;
        var message = frame.Label is { } label
            ? $"the action {label.Name} gives {names} no next value"
            : $"the initial predicate gives {names} no value";
        return new EvaluationException(message, new Origin(span, null));
    }

    private void Run(ActionCode action)
    {
        try
        {
            action.Run(_frame);
        }
        catch (Exception fault) when (IsFault(fault))
        {
            throw Placed(fault);
        }
    }

    private static bool IsFault(Exception e) => e is ValueException or InsufficientExecutionStackException;

    private EvaluationException Placed(Exception fault) => new(
        fault is ValueException ? fault.Message : "the recursion is too deep for the stack", Where(), _frame.Active, fault);

    private Origin Where() => _frame.Active.Where?.Origin ?? _model.Next?.Origin ?? _model.Initial?.Origin
        ?? throw new InvalidOperationException("nothing is being evaluated");
}
