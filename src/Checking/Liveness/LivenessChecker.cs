using System.Collections.Immutable;
using Verified.Checking.Exploration;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Liveness;

/// <summary>Checks temporal properties on the whole state graph: is there a fair behaviour that violates one?</summary>
/// <remarks>For each property the graph is multiplied with an automaton for its negation. Memory: every state and step.</remarks>
internal static class LivenessChecker
{
    /// <summary>The first property that is violated, with the path and the loop that show it; null if all hold.</summary>
    public static LivenessViolation? Check(Model model, int threads, CancellationToken cancellation)
    {
        LivenessViolation? violation = null;
        DeepThreads.Run(model.Compiled, 1, _ => violation = Search(model, threads, cancellation));
        return violation;
    }

    private static LivenessViolation? Search(Model model, int threads, CancellationToken cancellation)
    {
        var graph = BehaviourGraph.Build(model.Compiled, cancellation);
        var atoms = new AtomTable();
        var fairness = FairnessConditions.Of(model.Fairness, atoms);
        var automata = model.TemporalProperties.Select(p => (Property: p, Automaton: Automaton.Of(
            new Temporal.And([p.Formula.Negate(), .. fairness.Others]), atoms))).ToList();
        atoms.Evaluate(model, graph, threads, cancellation);
        foreach (var (property, automaton) in automata)
        {
            var product = new Product(graph, automaton, atoms, fairness);
            if (product.NodeCount > int.MaxValue) throw new LivenessLimitException();
            if (new LassoSearch(product).Find() is not var (path, loop)) continue;
            return new LivenessViolation(
                property,
                [.. path.Select(n => graph.State(product.StateOf(n)))],
                [.. loop.Skip(1).Select(n => graph.State(product.StateOf(n)))]);
        }

        return null;
    }
}

/// <summary>A temporal property that some fair behaviour violates.</summary>
/// <param name="Path">The states up to the loop's first.</param>
/// <param name="Loop">The states after it, up to its return; one that equals the loop's first is stuttering.</param>
internal sealed record LivenessViolation(
    TemporalProperty Property, ImmutableArray<Value[]> Path, ImmutableArray<Value[]> Loop);
