using System.Collections.Concurrent;
using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>How often each action was taken and whether each property had a case, where somebody asked. Safe for threads.</summary>
internal sealed class ActionTally
{
    private readonly ConcurrentDictionary<Span, (long Taken, long New)> _actions = new();
    private readonly Model _model;
    private readonly Formula[] _premises;
    private readonly bool[] _isMet;

    public ActionTally(Model model)
    {
        _model = model;
        _premises = [.. model.Premises];
        _isMet = new bool[_premises.Length];
    }

    /// <summary>Counts a step.</summary>
    public void Count(ActionLabel action, bool isNew) => _actions.AddOrUpdate(
        action.Span, (1, isNew ? 1 : 0), (_, known) => (known.Taken + 1, known.New + (isNew ? 1 : 0)));

    /// <summary>Notes which premises a state meets.</summary>
    public void Note(Evaluator formulas, Value[] state)
    {
        for (var i = 0; i < _premises.Length; i++)
            if (!Volatile.Read(ref _isMet[i]) && Holds(formulas, _premises[i], state))
                Volatile.Write(ref _isMet[i], true);
    }

    /// <summary>The actions of the model, each with how often it was taken.</summary>
    public ImmutableArray<ActionCoverage> Actions =>
    [
        .. _model.Compiled.ActionSignatures.Select(a => new ActionCoverage(
            a.Name, a.Span, _actions.GetValueOrDefault(a.Span).Taken, _actions.GetValueOrDefault(a.Span).New)),
    ];

    /// <summary>What never happened though the model speaks of it.</summary>
    public ImmutableArray<Diagnostic> Warnings =>
    [
        .. Actions.Where(a => a.Taken == 0).Select(a => new Diagnostic(
            "VCH0201", a.Span.Location, $"the action {a.Name} is never taken")),
        .. _premises.Where((_, i) => !_isMet[i]).Select(p => new Diagnostic(
            "VCH0202", p.Expr.Span.Location, $"{p.Name} holds vacuously here: no state is a case of it")),
    ];

    // Where a premise has no value the property itself says so.
    private static bool Holds(Evaluator formulas, Formula premise, Value[] state)
    {
        try
        {
            return formulas.Test(premise, state);
        }
        catch (EvaluationException)
        {
            return true;
        }
    }
}
