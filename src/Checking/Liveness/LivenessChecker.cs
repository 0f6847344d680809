using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Verified.Checking.Exploration;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Liveness;

/// <summary>Checks temporal properties on the whole state graph: is there a fair behaviour that violates one?</summary>
/// <remarks>For each property the graph is multiplied with an automaton for its negation. Memory: every state and step.</remarks>
internal static class LivenessChecker
{
    /// <summary>The first property that is violated, with the path and the loop that show it, or null; and how many steps
    /// the model's constraints, view or symmetry left out of the graph: with any, null does not say that all hold.</summary>
    public static (LivenessViolation? Violation, long LeftOut) Check(
        Model model, ISearch search, CheckOptions options, CancellationToken cancellation)
    {
        (LivenessViolation?, long) result = default;
        DeepThreads.Run(model.Compiled, 1, _ =>
        {
            var graph = search.Graph(options.MemoryLimit, cancellation);
            result = (Search(model, graph, options, cancellation), graph.LeftOut);
        });
        return result;
    }

    private static LivenessViolation? Search(
        Model model, BehaviourGraph graph, CheckOptions options, CancellationToken cancellation)
    {
        var memory = new MemoryGuard(options.MemoryLimit);
        var atoms = new AtomTable();
        var fairness = FairnessConditions.Of(model.Fairness, atoms);
        var automata = model.TemporalProperties.Select(p => (Property: p, Automaton: Automaton.Of(
            new Temporal.And([p.Formula.Negate(), .. fairness.Others]), atoms))).ToList();
        atoms.Evaluate(model, graph, Math.Max(1, options.Workers), cancellation);
        var region = memory.IsTooLittleFor((long)graph.StateCount * Components.BytesPerNode)
            ? null
            : FairRegion.Of(graph, atoms, fairness);
        var products = automata.ConvertAll(a => (a.Property, Product: new Product(graph, a.Automaton, atoms, fairness)));
        // One after the other where there is no room for all.
        var isRoomy = !memory.IsTooLittleFor(products.Sum(p => p.Product.NodeCount) * Components.BytesPerNode);
        return FirstOf(model, products.Count, isRoomy ? options.Workers : 1, property =>
        {
            var product = products[property].Product;
            if (product.NodeCount > int.MaxValue) throw new LivenessLimitException();
            if (memory.IsTooLittleFor(product.NodeCount * Components.BytesPerNode))
                throw new OperationCanceledException("out of memory");
            return new LassoSearch(product, region).Find() is var (path, loop)
                ? Violation(graph, products[property].Property, path.Select(product.StateOf), loop.Select(product.StateOf))
                : null;
        });
    }

    private static LivenessViolation Violation(
        BehaviourGraph graph, TemporalProperty property, IEnumerable<int> path, IEnumerable<int> loop)
    {
        var prefix = WithoutStuttering(path);
        var cycle = WithoutStuttering(loop);
        // A loop that never moves is stuttering: its one state is the last of the path.
        var rest = cycle.Count == 1 ? [] : cycle.Skip(1).SkipLast(1);
        return new LivenessViolation(property, [.. prefix.Select(graph.State)], [.. rest.Select(graph.State)]);
    }

    /// <summary>The first answer that is one, or the first failure, in the order of the questions; asked on several
    /// threads.</summary>
    private static LivenessViolation? FirstOf(Model model, int count, int threads, Func<int, LivenessViolation?> ask)
    {
        var answers = new (LivenessViolation? Violation, ExceptionDispatchInfo? Failure)[count];
        var (next, last) = (-1, count);
        DeepThreads.Run(model.Compiled, Math.Clamp(threads, 1, count), _ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < Volatile.Read(ref last);)
                try
                {
                    answers[i] = (ask(i), null);
                    if (answers[i].Violation is not null) Volatile.Write(ref last, i);
                }
                catch (Exception failure)
                {
                    answers[i] = (null, ExceptionDispatchInfo.Capture(failure));
                    Volatile.Write(ref last, i);
                }
        });
        foreach (var (violation, failure) in answers)
        {
            failure?.Throw();
            if (violation is not null) return violation;
        }

        return null;
    }

    /// <summary>TLA+ formulas cannot tell a behaviour from the same with stuttering steps; people can.</summary>
    private static List<int> WithoutStuttering(IEnumerable<int> states)
    {
        var moving = new List<int>();
        foreach (var state in states)
            if (moving.Count == 0 || moving[^1] != state)
                moving.Add(state);
        return moving;
    }
}

/// <summary>A temporal property that some fair behaviour violates.</summary>
/// <param name="Path">The states up to the loop's first.</param>
/// <param name="Loop">The states after it, before it returns; none if the behaviour stutters there for ever.</param>
internal sealed record LivenessViolation(
    TemporalProperty Property, ImmutableArray<Value[]> Path, ImmutableArray<Value[]> Loop);
