namespace Verified.Checking.Liveness;

/// <summary>Looks for a fair behaviour that the automaton accepts: a path to a loop that meets every condition.</summary>
/// <param name="product">The behaviours.</param>
/// <param name="region">The states that a fair loop may go through; null if it is not known, or no help.</param>
internal sealed class LassoSearch(Product product, bool[]? region)
{
    private readonly Components _components = new(product, region);

    // The components, or parts of them, that some fair accepted loop fills.
    private readonly HashSet<int> _fair = [];

    /// <summary>The nodes of a path and of the loop it ends in; null if there is no such behaviour. The path is a
    /// shortest one to any such loop.</summary>
    public (List<int> Path, List<int> Loop)? Find()
    {
        // Loops that nothing leads to are found as well, unless one starts where behaviours do.
        var roots = region is null ? product.InitialNodes() : product.NodesIn(region);
        _components.Visit(roots, (number, nodes) =>
        {
            if (MayBeFair(number, nodes) && FindIn(number, nodes.ToArray()) is { } part) _fair.Add(part);
        });
        if (_fair.Count == 0 || PathToFair() is not { } path) return null;
        return (path, new LoopFinder(product, _components, _components.Of(path[^1])).LoopThrough(path[^1]));
    }

    /// <summary>A part of the component that some fair accepted loop fills, or null.</summary>
    /// <remarks>Where a step is enabled and never taken, a loop that is strongly fair must avoid the states that enable
    /// it: what is left is taken apart again. Source: Emerson and Lei (1987).</remarks>
    private int? FindIn(int component, int[] nodes)
    {
        if (!MayBeFair(component, nodes)) return null;
        var rest = WithoutUntaken(component, nodes);
        if (rest.Length == nodes.Length) return component;
        var parts = new List<(int Number, int[] Nodes)>();
        _components.Revisit(rest, (number, part) => parts.Add((number, part.ToArray())));
        foreach (var (number, part) in parts)
            if (FindIn(number, part) is { } fair)
                return fair;
        return null;
    }

    private int[] WithoutUntaken(int component, int[] nodes)
    {
        var rest = nodes;
        foreach (var (enabled, taken) in product.Compassion)
            if (!IsTaken(component, nodes, taken))
                rest = [.. rest.Where(node => !product.HoldsIn(node, enabled))];
        return rest;
    }

    private bool IsTaken(int component, int[] nodes, int step)
    {
        foreach (var node in nodes)
            for (var cursor = (0, 0); product.TryNext(node, ref cursor, out var edge);)
                if (_components.Of(edge.To) == component && product.HoldsOn(edge, step))
                    return true;
        return false;
    }

    /// <summary>Whether the edges inside a component meet every condition.</summary>
    private bool MayBeFair(int component, ReadOnlySpan<int> nodes) =>
        Unmet.MeetsAll(product, _components, component, nodes);

    /// <summary>A shortest path from an initial node to one of a fair part; its nodes. Null if there is none.</summary>
    private List<int>? PathToFair()
    {
        // From which node each was reached, from 1; 0: not yet.
        var reachedFrom = new int[product.NodeCount];
        var queue = new Queue<int>();
        foreach (var root in product.InitialNodes())
        {
            reachedFrom[root] = root + 1;
            queue.Enqueue(root);
        }

        while (queue.TryDequeue(out var node))
        {
            if (_fair.Contains(_components.Of(node))) return PathTo(reachedFrom, node);
            for (var cursor = (0, 0); product.TryNext(node, ref cursor, out var edge);)
            {
                if (reachedFrom[edge.To] != 0) continue;
                reachedFrom[edge.To] = node + 1;
                queue.Enqueue(edge.To);
            }
        }

        return null;
    }

    private static List<int> PathTo(int[] reachedFrom, int node)
    {
        var path = new List<int> { node };
        while (reachedFrom[node] - 1 != node) path.Add(node = reachedFrom[node] - 1);
        path.Reverse();
        return path;
    }
}
