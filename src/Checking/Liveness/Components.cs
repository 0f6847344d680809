namespace Verified.Checking.Liveness;

/// <summary>Takes a strongly connected component: its number and its nodes, valid for the call only.</summary>
internal delegate void ComponentSink(int component, ReadOnlySpan<int> nodes);

/// <summary>Strongly connected components of a product, or of a part of it.</summary>
/// <param name="product">The product.</param>
/// <param name="states">Whose states are looked at; null for all.</param>
/// <remarks>Iterative: behaviours are long. O(nodes + edges), 8 bytes a node. Source: Tarjan (1972).</remarks>
internal sealed class Components(Product product, bool[]? states = null)
{
    /// <summary>What the search needs for each node at least.</summary>
    public const int BytesPerNode = 8;

    // From 1 in the order of discovery; 0: not yet seen. Closed nodes have the greatest.
    private const int Closed = int.MaxValue;

    private readonly int[] _order = new int[product.NodeCount];

    // Of a closed node: its component.
    private readonly int[] _low = new int[product.NodeCount];

    // For each node the last part of the product that it was visited in; made when it is first needed.
    private int[] _parts = [];
    private int _part;
    private int[] _stack = new int[64];
    private int _height;
    private (int Node, (int Edge, int Step) Cursor)[] _path = new (int, (int, int))[64];
    private int _depth;
    private int _seen;
    private int _found;

    /// <summary>The component of a node that was visited; negative for others.</summary>
    public int Of(int node) => _order[node] == Closed ? _low[node] : -1;

    /// <summary>Calls <paramref name="found"/> with each component reachable from the roots.</summary>
    public void Visit(IEnumerable<int> roots, ComponentSink found) => Visit(roots, 0, found);

    /// <summary>The same inside a part whose nodes have been visited before; also while such a visit is under way.</summary>
    public void Revisit(IReadOnlyCollection<int> part, ComponentSink found)
    {
        if (_parts.Length == 0) _parts = new int[_order.Length];
        _part++;
        foreach (var node in part) (_order[node], _parts[node]) = (0, _part);
        Visit(part, _part, found);
    }

    private void Visit(IEnumerable<int> roots, int part, ComponentSink found)
    {
        foreach (var root in roots)
            if (_order[root] == 0)
                Visit(root, part, found);
    }

    private void Visit(int root, int part, ComponentSink found)
    {
        var bottom = _depth;
        Descend(root);
        while (_depth > bottom)
        {
            if (TryDescend(part)) continue;
            var node = _path[--_depth].Node;
            if (_depth > bottom)
            {
                ref var low = ref _low[_path[_depth - 1].Node];
                low = Math.Min(low, _low[node]);
            }

            if (_low[node] == _order[node]) Close(node, found);
        }
    }

    private bool TryDescend(int part)
    {
        ref var top = ref _path[_depth - 1];
        var node = top.Node;
        while (product.TryNext(node, ref top.Cursor, out var edge))
        {
            var order = _order[edge.To];
            if (order == Closed || !IsIn(edge.To, part)) continue;
            if (order == 0)
            {
                Descend(edge.To);
                return true;
            }

            if (order < _low[node]) _low[node] = order;
        }

        return false;
    }

    private bool IsIn(int node, int part) =>
        (part == 0 || _parts[node] == part) && (states is null || states[product.StateOf(node)]);

    private void Descend(int node)
    {
        _order[node] = _low[node] = ++_seen;
        if (_height == _stack.Length) Array.Resize(ref _stack, 2 * _height);
        _stack[_height++] = node;
        if (_depth == _path.Length) Array.Resize(ref _path, 2 * _depth);
        _path[_depth++] = (node, default);
    }

    private void Close(int root, ComponentSink found)
    {
        var start = _height;
        do
        {
            var node = _stack[--start];
            (_order[node], _low[node]) = (Closed, _found);
        }
        while (_stack[start] != root);
        var nodes = _stack.AsSpan(start, _height - start);
        _height = start;
        found(_found++, nodes);
    }
}
