namespace Verified.Checking.Liveness;

/// <summary>Strongly connected components of a part of a product.</summary>
/// <remarks>Iterative: behaviours are long. O(nodes + edges). Source: Tarjan (1972).</remarks>
internal sealed class Components(Product product)
{
    private readonly Dictionary<int, int> _order = [];
    private readonly Dictionary<int, int> _low = [];
    private readonly HashSet<int> _onStack = [];
    private readonly Stack<int> _stack = new();

    /// <summary>The components reachable from the roots, inside <paramref name="within"/> if that is given.</summary>
    public IEnumerable<HashSet<int>> From(IEnumerable<int> roots, HashSet<int>? within)
    {
        foreach (var root in roots)
            if (!_order.ContainsKey(root))
                foreach (var component in Visit(root, within))
                    yield return component;
    }

    private IEnumerable<HashSet<int>> Visit(int root, HashSet<int>? within)
    {
        var path = new Stack<(int Node, (int, int) Cursor)>();
        path.Push((Open(root), default));
        while (path.TryPop(out var top))
        {
            var (node, cursor) = top;
            var descended = false;
            while (product.TryNext(node, ref cursor, out var edge))
            {
                if (within is not null && !within.Contains(edge.To)) continue;
                if (!_order.TryGetValue(edge.To, out var order))
                {
                    path.Push((node, cursor));
                    path.Push((Open(edge.To), default));
                    descended = true;
                    break;
                }

                if (_onStack.Contains(edge.To)) _low[node] = Math.Min(_low[node], order);
            }

            if (descended) continue;
            if (path.TryPeek(out var parent))
                _low[parent.Node] = Math.Min(_low[parent.Node], _low[node]);
            if (_low[node] == _order[node]) yield return Close(node);
        }
    }

    private int Open(int node)
    {
        _order[node] = _low[node] = _order.Count;
        _stack.Push(node);
        _onStack.Add(node);
        return node;
    }

    private HashSet<int> Close(int root)
    {
        var component = new HashSet<int>();
        int node;
        do
        {
            node = _stack.Pop();
            _onStack.Remove(node);
            component.Add(node);
        }
        while (node != root);
        return component;
    }
}
