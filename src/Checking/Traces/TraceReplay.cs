using System.Collections.Immutable;
using Verified.Checking.Exploration;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking.Traces;

/// <summary>Takes the steps of a recorded trace in the specification, and judges each state and step on the way.</summary>
/// <remarks>Variables that the file leaves out may have any value; of several states that fit, each is followed.</remarks>
internal sealed class TraceReplay : StateSink
{
    // Where the file leaves variables out, more ways to fit it than this are not followed.
    private const int MostFitting = 1000;

    private readonly Model _model;
    private readonly RecordedTrace _recorded;
    private readonly Evaluator _evaluator;
    private readonly Evaluator _formulas;
    private readonly List<TraceStep> _fitting = [];
    private IReadOnlyDictionary<string, string> _wanted = ImmutableDictionary<string, string>.Empty;

    private TraceReplay(Model model, RecordedTrace recorded)
    {
        _model = model;
        _recorded = recorded;
        _evaluator = new Evaluator(model.Compiled);
        _formulas = new Evaluator(model.Compiled, _evaluator.Host);
    }

    /// <summary>The result: holds, if every step is allowed and no invariant or step property is false.</summary>
    public static CheckResult Run(Model model, string path)
    {
        var empty = new CheckResult { Model = model.Name, Module = model.Module, Verdict = Verdict.Error };
        var (recorded, problem) = RecordedTrace.Read(path);
        if (recorded is null) return empty with { Diagnostics = [problem!] };
        var unknown = recorded.States.SelectMany(s => s.Keys).Except(model.Compiled.Variables.Select(v => v.Name)).FirstOrDefault();
        if (unknown is not null)
            return empty with
            {
                Diagnostics = [new Diagnostic("VCH0303", new Location(path, 0, 0), $"the specification has no variable {unknown}")],
            };
        CheckResult? result = null;
        DeepThreads.Run(model.Compiled, 1, _ => result = new TraceReplay(model, recorded).Replay(empty, path));
        return result!;
    }

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        if (!Fits([.. state])) return false;
        _fitting.Add(new TraceStep(
            action?.Name, action is null ? [] : [.. action.Parameters.Zip(from.ArgumentsOf(action))], [.. state]));
        return false;
    }

    private CheckResult Replay(CheckResult empty, string path)
    {
        try
        {
            return Follow(empty, path);
        }
        catch (EvaluationException fault)
        {
            return empty with { Diagnostics = [fault.ToDiagnostic()], Stack = fault.Stack };
        }
        catch (UnsupportedException refusal)
        {
            return empty with { Verdict = Verdict.Unsupported, Diagnostics = [refusal.Diagnostic] };
        }
    }

    private CheckResult Follow(CheckResult empty, string path)
    {
        List<ImmutableArray<TraceStep>> behaviours = [[]];
        for (var i = 0; i < _recorded.States.Count; i++)
        {
            _wanted = _recorded.States[i];
            var longer = new List<ImmutableArray<TraceStep>>();
            foreach (var behaviour in behaviours)
                foreach (var step in Next(behaviour))
                {
                    var whole = behaviour.Add(step);
                    if (Violated(whole) is var (property, conjunct))
                        return empty with
                        {
                            Verdict = Verdict.Violated,
                            Property = property.Name,
                            FalseConjunct = conjunct,
                            Trace = whole,
                            Depth = whole.Length,
                        };
                    if (longer.Count < MostFitting) longer.Add(whole);
                }

            if (longer.Count == 0)
                return empty with
                {
                    Verdict = Verdict.Violated,
                    Property = _model.Behaviour.Trim(),
                    Trace = behaviours[0],
                    Depth = i,
                    Diagnostics = [new Diagnostic("VCH0304", new Location(path, 0, 0), i == 0
                        ? "the first state is no initial state of the specification"
                        : $"no step of the specification leads from state {i} to state {i + 1}")],
                };
            behaviours = longer;
        }

        return empty with { Verdict = Verdict.Holds, Trace = behaviours[0], Depth = behaviours[0].Length, LoopStart = _recorded.Loop };
    }

    private IEnumerable<TraceStep> Next(ImmutableArray<TraceStep> behaviour)
    {
        _fitting.Clear();
        _evaluator.Host.Level = behaviour.Length;
        if (behaviour.IsEmpty)
            _evaluator.InitialStates(this);
        else
        {
            _evaluator.Successors([.. behaviour[^1].State], this);
            // A behaviour may stutter.
            if (_fitting.Count == 0 && Fits(behaviour[^1].State)) _fitting.Add(new TraceStep("Stuttering", [], behaviour[^1].State));
        }

        return _fitting.DistinctBy(step => StateFingerprint.Of(step.State.AsSpan())).ToList();
    }

    private bool Fits(ImmutableArray<Value> state)
    {
        var texts = TraceFile.Texts(state, _recorded.IsItf);
        for (var v = 0; v < texts.Length; v++)
            if (_wanted.TryGetValue(_model.Compiled.Variables[v].Name, out var text) && text != texts[v])
                return false;
        return true;
    }

    private (Formula Property, Span Conjunct)? Violated(ImmutableArray<TraceStep> behaviour)
    {
        Value[] state = [.. behaviour[^1].State];
        _formulas.Host.Level = behaviour.Length;
        foreach (var invariant in _model.Invariants)
            if (!_formulas.Test(invariant, state))
                return (invariant, _formulas.FirstFalseConjunct(invariant, state, []));
        if (behaviour.Length < 2) return null;
        Value[] from = [.. behaviour[^2].State];
        foreach (var property in _model.ActionProperties)
            if (!_formulas.Test(property, from, state))
                return (property, _formulas.FirstFalseConjunct(property, from, state));
        return null;
    }
}
