using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>What is wrong with the successors of a state: they are enumerated and judged again, on values.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class Verdicts(Model model, bool checksDeadlock, EvaluationHost host)
{
    /// <summary>The finding among the successors of a state, or among the initial states if it is null.</summary>
    /// <param name="identity">What the visited states know it by; 0 for none.</param>
    public Finding Of(Value[]? state, ulong identity)
    {
        var judge = new Judge(model, state, identity, host);
        try
        {
            var evaluator = new Evaluator(model.Compiled, host);
            if (state is null) evaluator.InitialStates(judge);
            else evaluator.Successors(state, judge);
        }
        catch (EvaluationException fault)
        {
            return new Finding.Fault(identity, judge.Judging, fault);
        }

        if (judge.Found is { } finding) return finding;
        return state is not null && checksDeadlock && !judge.HasState
            ? new Finding.Deadlock(identity)
            : throw new InvalidOperationException("the packed evaluator found a fault that the other does not");
    }

    private sealed class Judge(Model model, Value[]? expanding, ulong identity, EvaluationHost host) : StateSink
    {
        private readonly Evaluator _formulas = new(model.Compiled, host);

        public Finding? Found { get; private set; }

        public Value[]? Judging { get; private set; }

        public bool HasState { get; private set; }

        public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
        {
            HasState = true;
            var kept = state.ToArray();
            Judging = kept;
            TestConstraints(kept);
            TestView(kept);
            return !(Holds(model.Invariants, kept, null)
                && (expanding is not null || Holds(model.InitialProperties, kept, null))
                && (expanding is null || Holds(model.ActionProperties, kept, expanding)));
        }

        // Their faults count.
        private void TestConstraints(Value[] state)
        {
            foreach (var constraint in model.Constraints)
                if (!_formulas.Test(constraint, state))
                    return;
            if (expanding is null) return;
            foreach (var constraint in model.ActionConstraints)
                if (!_formulas.Test(constraint, expanding, state))
                    return;
        }

        // It is no property that is judged.
        private void TestView(Value[] state)
        {
            Judging = null;
            if (model.View is { } view) _formulas.Evaluate(view, state);
        }

        private bool Holds(ImmutableArray<Formula> formulas, Value[] state, Value[]? from)
        {
            Judging = state;
            foreach (var formula in formulas)
            {
                if (from is null ? _formulas.Test(formula, state) : _formulas.Test(formula, from, state)) continue;
                var conjunct = _formulas.FirstFalseConjunct(formula, from ?? state, from is null ? [] : state);
                Found = new Finding.Violation(formula, identity, state, conjunct);
                return false;
            }

            Judging = null;
            return true;
        }
    }
}
