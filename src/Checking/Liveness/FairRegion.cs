namespace Verified.Checking.Liveness;

/// <summary>The states that a fair loop may go through, whatever property it is to violate.</summary>
internal static class FairRegion
{
    /// <summary>The states of components of the graph in which everything recurs that must; null if those are most, and
    /// looking among them first would save nothing.</summary>
    public static bool[]? Of(BehaviourGraph graph, AtomTable atoms, FairnessConditions fairness)
    {
        if (fairness.Recurring.IsEmpty) return null;
        var product = new Product(graph, Automaton.OfAnything(), atoms, fairness);
        var components = new Components(product);
        var region = new bool[graph.StateCount];
        var size = 0;
        components.Visit(product.InitialNodes(), (number, nodes) =>
        {
            if (!Unmet.MeetsAll(product, components, number, nodes)) return;
            foreach (var node in nodes) region[node] = true;
            size += nodes.Length;
        });
        return size <= graph.StateCount / 2 ? region : null;
    }
}
