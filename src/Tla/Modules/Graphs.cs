using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tla.Modules;

/// <summary>The modules Graphs and UndirectedGraphs.</summary>
internal static class Graphs
{
    public static readonly BuiltinOperator[] Directed =
    [
        BuiltinOperator.Of("IsDirectedGraph", static g => BoolValue.Of(IsDirected(g, "IsDirectedGraph"))),
        BuiltinOperator.Of("DirectedSubgraph", static g => Graph.Of(g, true, "DirectedSubgraph").Subgraphs()),
        BuiltinOperator.Of("Transpose", Transpose),
        BuiltinOperator.Of("IsUndirectedGraph", static g => BoolValue.Of(IsSymmetric(g))),
        BuiltinOperator.Of("UndirectedSubgraph", static g =>
            SetOps.Filter(Graph.Of(g, true, "UndirectedSubgraph").Subgraphs(), IsSymmetric)),
        .. Paths(isDirected: true),
        BuiltinOperator.Of("ConnectionsIn", static g => Graph.Of(g, true, "ConnectionsIn").Reach().ToFunction()),
        BuiltinOperator.Of("IsStronglyConnected", static g => BoolValue.Of(IsConnected(Graph.Of(g, true, "IsStronglyConnected")))),
        BuiltinOperator.Of("IsTreeWithRoot", static (g, r) => BoolValue.Of(IsTreeWithRoot(g, r))),
    ];

    public static readonly BuiltinOperator[] Undirected =
    [
        BuiltinOperator.Of("IsUndirectedGraph", static g => BoolValue.Of(Graph.IsGraph(g, false, true, "IsUndirectedGraph"))),
        BuiltinOperator.Of("IsLoopFreeUndirectedGraph", static g =>
            BoolValue.Of(Graph.IsGraph(g, false, false, "IsLoopFreeUndirectedGraph"))),
        BuiltinOperator.Of("UndirectedSubgraph", static g => Graph.Of(g, false, "UndirectedSubgraph").Subgraphs()),
        .. Paths(isDirected: false),
        BuiltinOperator.Of("ConnectedComponents", static g => Components(Graph.Of(g, false, "ConnectedComponents"))),
        BuiltinOperator.Of("IsStronglyConnected", static g =>
            BoolValue.Of(Components(Graph.Of(g, false, "IsStronglyConnected")).Count == 1)),
    ];

    private static BuiltinOperator[] Paths(bool isDirected) =>
    [
        BuiltinOperator.Of("Path", g =>
        {
            var graph = Graph.Of(g, isDirected, "Path");
            return SetOps.Filter(new SeqSet(graph.Nodes), graph.IsPath);
        }),
        BuiltinOperator.Of("SimplePath", g => Graph.Of(g, isDirected, "SimplePath").SimplePaths()),
        BuiltinOperator.Of("AreConnectedIn", 3, call =>
            BoolValue.Of(Graph.Of(call[2], isDirected, "AreConnectedIn").AreConnected(call[0], call[1]))),
    ];

    private static bool IsDirected(Value graph, string op) => Graph.IsGraph(graph, true, true, op);

    private static RecordValue Transpose(Value value)
    {
        var graph = Graph.Of(value, true, "Transpose");
        var edges = new List<Value>();
        foreach (var edge in graph.Edges.Elements)
        {
            var ends = Arguments.Function(edge, "Transpose");
            edges.Add(TupleValue.Of(ends.Apply(IntValue.Of(2)), ends.Apply(IntValue.One)));
        }

        return Records.Of(("edge", ExplicitSet.From(edges)), ("node", graph.Nodes));
    }

    private static bool IsSymmetric(Value value)
    {
        if (!IsDirected(value, "IsUndirectedGraph")) return false;
        var graph = Graph.Of(value, true, "IsUndirectedGraph");
        foreach (var edge in graph.Edges.Elements)
            if (graph.Ends(edge) is not var (from, to) || !graph.HasEdge(to, from))
                return false;
        return true;
    }

    private static bool IsConnected(Graph graph)
    {
        var reach = graph.Reach();
        return reach.ForAll((m, n) => reach[m, n]);
    }

    // Edges lead towards the root; every other node has one.
    private static bool IsTreeWithRoot(Value value, Value root)
    {
        if (!IsDirected(value, "IsTreeWithRoot")) return false;
        var graph = Graph.Of(value, true, "IsTreeWithRoot");
        var sources = new List<Value>();
        foreach (var edge in graph.Edges.Elements)
        {
            var (from, _) = graph.Ends(edge)!.Value;
            if (from.EqualTo(root) || sources.Exists(known => known.EqualTo(from))) return false;
            sources.Add(from);
        }

        foreach (var node in graph.Nodes.Elements)
            if (!graph.AreConnected(node, root))
                return false;
        return true;
    }

    private static ExplicitSet Components(Graph graph)
    {
        var reach = graph.Reach();
        var components = new List<Value>();
        for (var m = 0; m < graph.Nodes.Count; m++)
        {
            var component = new List<Value>();
            for (var n = 0; n < graph.Nodes.Count; n++)
                if (reach[m, n])
                    component.Add(graph.Nodes.Elements[n]);
            components.Add(ExplicitSet.From(component));
        }

        return ExplicitSet.From(components);
    }
}
