using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>A graph as the modules Graphs and UndirectedGraphs have it: a record of nodes and edges.</summary>
/// <param name="Nodes">The nodes, in their order.</param>
/// <param name="Edges">The edges: pairs, or sets of one or two nodes.</param>
/// <param name="IsDirected">Edges are pairs.</param>
internal sealed record Graph(ExplicitSet Nodes, ExplicitSet Edges, bool IsDirected)
{
    public static Graph Of(Value graph, bool isDirected, string op) => new(
        Set(Records.Field(graph, "node", op), op).ToExplicit(), Set(Records.Field(graph, "edge", op), op).ToExplicit(), isDirected);

    /// <summary>Whether a value is a record of nodes and edges between them, and of nothing else.</summary>
    public static bool IsGraph(Value graph, bool isDirected, bool hasLoops, string op)
    {
        var parts = Of(graph, isDirected, op);
        if (((FunctionLike)graph).Count != 2) return false;
        foreach (var edge in parts.Edges.Elements)
            if (parts.Ends(edge) is not var (from, to) || (!hasLoops && from.EqualTo(to)))
                return false;
        return true;
    }

    /// <summary>Whether an edge leads from one node to another.</summary>
    public bool HasEdge(Value from, Value to) =>
        Edges.Contains(IsDirected ? TupleValue.Of(from, to) : ExplicitSet.From(from, to));

    /// <summary>The nodes that an edge joins; null if it joins no nodes of this graph.</summary>
    public (Value From, Value To)? Ends(Value edge)
    {
        var ends = edge switch
        {
            TupleValue pair when IsDirected => pair.Items,
            SetValue set when !IsDirected => set.ToExplicit().Elements,
            _ => [],
        };
        if (ends.Length == 0 || ends.Length > 2 || (IsDirected && ends.Length != 2)) return null;
        return Nodes.Contains(ends[0]) && Nodes.Contains(ends[^1]) ? (ends[0], ends[^1]) : null;
    }

    /// <summary>What is reachable, every node from itself.</summary>
    public Relation.Matrix Reach() => Relation.Matrix.Of(Nodes, HasEdge).Close(isReflexive: true);

    /// <summary>Whether a path leads from one node to another.</summary>
    public bool AreConnected(Value from, Value to)
    {
        if (!Nodes.Contains(from) || !Nodes.Contains(to)) return false;
        return Reach()[Nodes.IndexOf(from), Nodes.IndexOf(to)];
    }

    /// <summary>The graphs of some of the nodes and some of the edges between them.</summary>
    public ExplicitSet Subgraphs()
    {
        var found = new List<Value>();
        var subsets = new PowerSet(Nodes).GetElements();
        while (subsets.MoveNext(out var nodes))
        {
            var inside = this with { Nodes = ((SetValue)nodes).ToExplicit() };
            var edges = new PowerSet(SetOps.Filter(Edges, edge => inside.Ends(edge) is not null)).GetElements();
            while (edges.MoveNext(out var some)) found.Add(Records.Of(("node", nodes), ("edge", some)));
        }

        return ExplicitSet.From(found);
    }

    /// <summary>Whether a sequence of nodes goes along edges.</summary>
    public bool IsPath(Value nodes)
    {
        var items = Sequence(nodes, "Path").Items;
        for (var i = 1; i < items.Length; i++)
            if (!HasEdge(items[i - 1], items[i]))
                return false;
        return items.Length > 0;
    }

    /// <summary>The paths that visit no node twice.</summary>
    public ExplicitSet SimplePaths()
    {
        var found = new List<Value>();
        foreach (var node in Nodes.Elements) Extend([node], found);
        return ExplicitSet.From(found);
    }

    private void Extend(List<Value> path, List<Value> found)
    {
        found.Add(TupleValue.Adopt([.. path]));
        foreach (var next in Nodes.Elements)
        {
            if (path.Exists(visited => visited.EqualTo(next)) || !HasEdge(path[^1], next)) continue;
            path.Add(next);
            Extend(path, found);
            path.RemoveAt(path.Count - 1);
        }
    }
}
