namespace Verified.Checking.Liveness;

/// <summary>Strongly connected components of a product, or of a part of it.</summary>
/// <remarks>Iterative: behaviours are long. O(nodes + edges), 8 bytes a node. Source: Tarjan (1972).</remarks>
internal sealed class Components(Product product)
{
    /// <summary>What the search needs for each node at least.</summary>
    public const int BytesPerNode = 8;

    // From 1 in the order of discovery; 0: not yet seen. Closed nodes have the greatest.
    private const int Closed = int.MaxValue;

    private readonly int[] _order = new int[product.NodeCount];
    private readonly int[] _low = new int[product.NodeCount];
    private readonly Stack<int> _stack = new();
    private readonly Stack<(int Node, (int, int) Cursor)> _path = new();
    private int _seen;

    /// <summary>Calls <paramref name="found"/> with each component reachable from the roots.</summary>
    public void Visit(IEnumerable<int> roots, Action<List<int>> found) => Visit(roots, null, found);

    /// <summary>The same inside a part whose nodes have been visited before.</summary>
    public void Revisit(HashSet<int> part, Action<List<int>> found)
    {
        foreach (var node in part) _order[node] = 0;
        Visit(part, part, found);
    }

    private void Visit(IEnumerable<int> roots, HashSet<int>? within, Action<List<int>> found)
    {
        foreach (var root in roots)
            if (_order[root] == 0)
                Visit(root, within, found);
    }

    private void Visit(int root, HashSet<int>? within, Action<List<int>> found)
    {
        _path.Push((Open(root), default));
        while (_path.TryPop(out var top))
        {
            var (node, cursor) = top;
            if (TryDescend(node, cursor, within)) continue;
            if (_path.TryPeek(out var parent))
                _low[parent.Node] = Math.Min(_low[parent.Node], _low[node]);
            if (_low[node] == _order[node]) found(Close(node));
        }
    }

    private bool TryDescend(int node, (int, int) cursor, HashSet<int>? within)
    {
        while (product.TryNext(node, ref cursor, out var edge))
        {
            if (within is not null && !within.Contains(edge.To)) continue;
            if (_order[edge.To] == 0)
            {
                _path.Push((node, cursor));
                _path.Push((Open(edge.To), default));
                return true;
            }

            if (_order[edge.To] != Closed) _low[node] = Math.Min(_low[node], _order[edge.To]);
        }

        return false;
    }

    private int Open(int node)
    {
        _order[node] = _low[node] = ++_seen;
        _stack.Push(node);
        return node;
    }

    private List<int> Close(int root)
    {
        var component = new List<int>();
        int node;
        do
        {
            node = _stack.Pop();
            _order[node] = Closed;
            component.Add(node);
        }
        while (node != root);
        return component;
    }
}
