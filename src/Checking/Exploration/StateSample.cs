using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>The first states of a model, to see what its states look like.</summary>
internal sealed class StateSample : StateSink
{
    private const int MaxStates = 500;

    private readonly HashSet<ulong> _seen = [];
    private readonly List<Value[]> _states = [];
    private readonly Model _model;
    private readonly Evaluator _formulas;

    private StateSample(Model model)
    {
        _model = model;
        _formulas = new Evaluator(model.Compiled);
    }

    /// <summary>The states, breadth-first; no more than a few hundred.</summary>
    public IReadOnlyList<Value[]> States => _states;

    /// <summary>Whether these are all, or the search meets a fault among them: then there is nothing to be gained.</summary>
    public bool IsAll { get; private set; }

    public static StateSample Of(Model model)
    {
        var sample = new StateSample(model);
        try
        {
            sample.Explore();
        }
        catch (Exception fault) when (fault is EvaluationException or UnsupportedException)
        {
            sample.IsAll = true;
        }

        return sample;
    }

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        if (!_seen.Add(StateFingerprint.Of(state))) return false;
        var kept = state.ToArray();
        foreach (var constraint in _model.Constraints)
            if (!_formulas.Test(constraint, kept))
                return false;
        _states.Add(kept);
        return _states.Count >= MaxStates;
    }

    private void Explore()
    {
        var evaluator = new Evaluator(_model.Compiled);
        evaluator.InitialStates(this);
        for (var i = 0; i < _states.Count && _states.Count < MaxStates; i++)
            evaluator.Successors(_states[i], this);
        IsAll = _states.Count < MaxStates;
    }
}
