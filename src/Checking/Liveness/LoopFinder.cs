namespace Verified.Checking.Liveness;

/// <summary>Finds a loop through a component that takes an edge for each condition and each compassionate step.</summary>
internal sealed class LoopFinder(Product product, Components components, int component)
{
    /// <summary>The loop's nodes, the first again at the end.</summary>
    public List<int> LoopThrough(int start)
    {
        var loop = new List<ProductEdge>();
        foreach (var isMet in Demands(start))
        {
            if (loop.Exists(e => isMet(e))) continue;
            var at = loop.Count == 0 ? start : loop[^1].To;
            loop.AddRange(Walk(at, node => EdgeFrom(node, isMet) is not null, out at));
            loop.Add(EdgeFrom(at, isMet)!.Value);
        }

        if (loop.Count == 0) loop.Add(EdgeFrom(start, _ => true)!.Value);
        loop.AddRange(Walk(loop[^1].To, node => node == start, out _));
        return [start, .. loop.Select(e => e.To)];
    }

    private bool IsIn(int node) => components.Of(node) == component;

    /// <summary>What some edge of the loop must do, for each condition.</summary>
    private IEnumerable<Func<ProductEdge, bool>> Demands(int start)
    {
        // What needs a real step first: a stuttering one may meet the rest on the way.
        foreach (var (enabled, taken) in product.Compassion)
            if (IsEnabledFrom(start, enabled))
                yield return edge => product.HoldsOn(edge, taken);
        for (var c = 0; c < product.ConditionCount; c++)
        {
            var condition = c;
            yield return edge => product.Meets(edge, condition);
        }
    }

    private bool IsEnabledFrom(int start, int step)
    {
        var reached = new HashSet<int> { start };
        var queue = new Queue<int>(reached);
        while (queue.TryDequeue(out var node))
        {
            if (product.HoldsIn(node, step)) return true;
            for (var cursor = (0, 0); product.TryNext(node, ref cursor, out var edge);)
                if (IsIn(edge.To) && reached.Add(edge.To))
                    queue.Enqueue(edge.To);
        }

        return false;
    }

    private ProductEdge? EdgeFrom(int node, Func<ProductEdge, bool> wanted)
    {
        for (var cursor = (0, 0); product.TryNext(node, ref cursor, out var edge);)
            if (IsIn(edge.To) && wanted(edge))
                return edge;
        return null;
    }

    /// <summary>A shortest path inside the component to a wanted node; its edges.</summary>
    private List<ProductEdge> Walk(int root, Func<int, bool> wanted, out int last)
    {
        var reached = new Dictionary<int, ProductEdge?> { [root] = null };
        var queue = new Queue<int>([root]);
        while (queue.TryDequeue(out last))
        {
            if (wanted(last)) return PathTo(reached, last);
            for (var cursor = (0, 0); product.TryNext(last, ref cursor, out var edge);)
                if (IsIn(edge.To) && reached.TryAdd(edge.To, edge))
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
