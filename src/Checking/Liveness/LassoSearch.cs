namespace Verified.Checking.Liveness;

/// <summary>Looks for a fair behaviour that the automaton accepts: a path to a loop that meets every condition.</summary>
internal sealed class LassoSearch(Product product)
{
    private readonly Components _components = new(product);

    /// <summary>The nodes of a path and of the loop it ends in; null if there is no such behaviour. The path is a
    /// shortest one to any such loop.</summary>
    public (List<int> Path, List<int> Loop)? Find()
    {
        var fair = new Dictionary<int, HashSet<int>>();
        _components.Visit(product.InitialNodes(), component =>
        {
            if (!MayBeFair(component) || FindIn([.. component]) is not { } part) return;
            foreach (var node in part) fair[node] = part;
        });
        if (fair.Count == 0) return null;
        var path = PathTo(fair);
        return (path, LoopThrough(fair[path[^1]], path[^1]));
    }

    /// <summary>A part of the component that some fair accepted loop fills, or null.</summary>
    /// <remarks>Where a step is enabled and never taken, a loop that is strongly fair must avoid the states that enable
    /// it: what is left is taken apart again. Source: Emerson and Lei (1987).</remarks>
    private HashSet<int>? FindIn(HashSet<int> component)
    {
        var met = new bool[product.ConditionCount];
        var taken = new bool[product.Compassion.Length];
        var hasEdge = false;
        foreach (var edge in EdgesIn(component))
        {
            hasEdge = true;
            for (var c = 0; c < met.Length; c++) met[c] = met[c] || product.Meets(edge, c);
            for (var c = 0; c < taken.Length; c++)
                taken[c] = taken[c] || product.HoldsOn(edge, product.Compassion[c].Taken);
        }

        if (!hasEdge || Array.IndexOf(met, false) >= 0) return null;
        var rest = new HashSet<int>(component);
        for (var c = 0; c < taken.Length; c++)
            if (!taken[c])
                rest.RemoveWhere(node => product.HoldsIn(node, product.Compassion[c].Enabled));
        if (rest.Count == component.Count) return component;
        var parts = new List<List<int>>();
        new Components(product).Revisit(rest, parts.Add);
        foreach (var part in parts)
            if (FindIn([.. part]) is { } fair)
                return fair;
        return null;
    }

    // Most components are one node, whose loops are quickly seen to miss a condition.
    private bool MayBeFair(List<int> component)
    {
        if (component.Count > 1) return true;
        var node = component[0];
        var met = 0UL;
        var hasEdge = false;
        for (var cursor = (0, 0); product.TryNext(node, ref cursor, out var edge);)
        {
            // The stuttering step comes first.
            if (product.StateOf(edge.To) != product.StateOf(node)) break;
            if (edge.To != node) continue;
            hasEdge = true;
            for (var c = 0; c < product.ConditionCount && c < 64; c++)
                if (product.Meets(edge, c)) met |= 1UL << c;
        }

        return hasEdge && System.Numerics.BitOperations.PopCount(met) == Math.Min(64, product.ConditionCount);
    }

    private IEnumerable<ProductEdge> EdgesIn(HashSet<int> component)
    {
        foreach (var node in component)
            for (var cursor = (0, 0); product.TryNext(node, ref cursor, out var edge);)
                if (component.Contains(edge.To))
                    yield return edge;
    }

    /// <summary>A shortest path from an initial node to one of a fair part; its nodes.</summary>
    private List<int> PathTo(Dictionary<int, HashSet<int>> fair)
    {
        var edges = Walk([.. product.InitialNodes()], null, fair.ContainsKey, out var last);
        return edges.Count == 0 ? [last] : [edges[0].From, .. edges.Select(e => e.To)];
    }

    /// <summary>A loop through the component that takes an edge for each condition and each compassionate step; its
    /// nodes, the first again at the end.</summary>
    private List<int> LoopThrough(HashSet<int> component, int start)
    {
        var loop = new List<ProductEdge>();
        foreach (var isMet in Demands(component))
        {
            if (loop.Exists(e => isMet(e))) continue;
            var at = loop.Count == 0 ? start : loop[^1].To;
            loop.AddRange(Walk([at], component, node => EdgeFrom(node, component, isMet) is not null, out at));
            loop.Add(EdgeFrom(at, component, isMet)!.Value);
        }

        if (loop.Count == 0) loop.Add(EdgeFrom(start, component, _ => true)!.Value);
        loop.AddRange(Walk([loop[^1].To], component, node => node == start, out _));
        return [start, .. loop.Select(e => e.To)];
    }

    /// <summary>What some edge of the loop must do, for each condition.</summary>
    private IEnumerable<Func<ProductEdge, bool>> Demands(HashSet<int> component)
    {
        // What needs a real step first: a stuttering one may meet the rest on the way.
        foreach (var (enabled, taken) in product.Compassion)
            if (component.Any(node => product.HoldsIn(node, enabled)))
                yield return edge => product.HoldsOn(edge, taken);
        for (var c = 0; c < product.ConditionCount; c++)
        {
            var condition = c;
            yield return edge => product.Meets(edge, condition);
        }
    }

    private ProductEdge? EdgeFrom(int node, HashSet<int> component, Func<ProductEdge, bool> wanted)
    {
        for (var cursor = (0, 0); product.TryNext(node, ref cursor, out var edge);)
            if (component.Contains(edge.To) && wanted(edge))
                return edge;
        return null;
    }

    /// <summary>A shortest path to a wanted node, inside <paramref name="within"/> if that is given; its edges.</summary>
    private List<ProductEdge> Walk(
        IReadOnlyList<int> roots, HashSet<int>? within, Func<int, bool> wanted, out int last)
    {
        var reached = new Dictionary<int, ProductEdge?>();
        var queue = new Queue<int>();
        foreach (var root in roots)
            if (reached.TryAdd(root, null))
                queue.Enqueue(root);
        while (queue.TryDequeue(out last))
        {
            if (wanted(last)) return PathTo(reached, last);
            for (var cursor = (0, 0); product.TryNext(last, ref cursor, out var edge);)
                if ((within is null || within.Contains(edge.To)) && reached.TryAdd(edge.To, edge))
                    queue.Enqueue(edge.To);
        }

        throw new InvalidOperationException("a strongly connected component is not connected");
    }

    private static List<ProductEdge> PathTo(Dictionary<int, ProductEdge?> reached, int node)
    {
        var path = new List<ProductEdge>();
        for (var edge = reached[node]; edge is { } step; edge = reached[step.From]) path.Add(step);
        path.Reverse();
        return path;
    }
}
