using FsCheck.Fluent;
using Verified.Checking;
using Verified.Tests.Spec.Values;

namespace Verified.Tests.Spec.Liveness;

/// <summary>The checker against a second way to decide: which sets of edges can recur for ever?</summary>
/// <remarks>A run of a finite graph takes, from some point on, exactly the edges of some closed walk again and again.
/// On graphs of a few edges all such sets can be listed, and fairness and properties are facts about them.</remarks>
public sealed class LivenessLaws
{
    private sealed record Graph(int Nodes, (int From, int To)[] Edges, int[] A, int P, int Q, int Fairness, int Property)
    {
        public override string ToString() =>
            $"edges {string.Join(' ', Edges.Select(e => $"{e.From}>{e.To}"))}; A = edges {string.Join(' ', A)};"
            + $" p = {P:b}; q = {Q:b}; {s_fairness[Fairness]}; {s_properties[Property]}";
    }

    private static readonly string[] s_fairness = ["TRUE", "WF_s(A)", "SF_s(A)", "WF_s(Next)", "WF_s(Next) /\\ SF_s(A)"];

    private static readonly string[] s_properties = ["<>P", "[]<>P", "<>[]P", "P ~> Q", "([]<>P) => ([]<>Q)", "[]<>P \\/ <>[]Q"];

    [Fact]
    public void Verdict_OfRandomGraphs_IsThatOfTheRecurringSets()
    {
        var graphs =
            from nodes in Gen.Choose(1, 4)
            from edges in Gen.Choose(0, (nodes * nodes) - 1).ListOf(Math.Min(7, nodes * nodes))
            let distinct = edges.Distinct().Select(e => (e / nodes, e % nodes)).ToArray()
            from a in Gen.Choose(0, (1 << distinct.Length) - 1)
            from p in Gen.Choose(0, (1 << nodes) - 1)
            from q in Gen.Choose(0, (1 << nodes) - 1)
            from fairness in Gen.Choose(0, s_fairness.Length - 1)
            from property in Gen.Choose(0, s_properties.Length - 1)
            select new Graph(nodes, distinct, [.. Enumerable.Range(0, distinct.Length).Where(i => (a >> i & 1) != 0)],
                p, q, fairness, property);
        Law.Holds(graphs, graph =>
        {
            var expected = HasFairViolation(graph) ? Verdict.Violated : Verdict.Holds;
            var actual = Check(graph);
            Assert.True(expected == actual, $"{graph}: expected {expected}, was {actual}");
        });
    }

    private static Verdict Check(Graph graph)
    {
        static string Set(IEnumerable<string> items) => $"{{{string.Join(", ", items)}}}";
        static string States(int bits) => Set(Enumerable.Range(0, 4).Where(i => (bits >> i & 1) != 0).Select(i => $"{i}"));
        string Edges(IEnumerable<int> which) =>
            Set(which.Select(i => $"<<{graph.Edges[i].From}, {graph.Edges[i].To}>>"));
        return InlineModel.Check(
            $"""
            VARIABLE s
            Step(edges) == \E e \in edges : s = e[1] /\ s' = e[2]
            Next == Step({Edges(Enumerable.Range(0, graph.Edges.Length))})
            A == Step({Edges(graph.A)})
            P == s \in {States(graph.P)}
            Q == s \in {States(graph.Q)}
            Spec == s = 0 /\ [][Next]_s /\ {s_fairness[graph.Fairness]}
            Prop == {s_properties[graph.Property]}
            """,
            "SPECIFICATION Spec PROPERTY Prop CHECK_DEADLOCK FALSE").Verdict;
    }

    private static bool HasFairViolation(Graph graph)
    {
        // Stuttering is an edge of every node.
        var edges = graph.Edges.Where(e => e.From != e.To).Concat(Enumerable.Range(0, graph.Nodes).Select(n => (From: n, To: n)))
            .ToArray();
        bool P(int n) => (graph.P >> n & 1) != 0;
        bool Q(int n) => (graph.Q >> n & 1) != 0;
        var steps = graph.Edges.Where(e => e.From != e.To).ToHashSet();
        var a = graph.A.Select(i => graph.Edges[i]).Where(e => e.From != e.To).ToHashSet();
        for (var set = 1; set < 1 << edges.Length; set++)
        {
            var recurring = edges.Where((_, i) => (set >> i & 1) != 0).ToArray();
            if (!IsClosedWalk(recurring)) continue;
            var nodes = recurring.Select(e => e.From).ToHashSet();
            bool Weak(HashSet<(int From, int To)> of) =>
                nodes.Any(n => of.All(e => e.From != n)) || recurring.Any(of.Contains);
            bool Strong(HashSet<(int From, int To)> of) =>
                nodes.All(n => of.All(e => e.From != n)) || recurring.Any(of.Contains);
            var fair = graph.Fairness switch
            {
                0 => true,
                1 => Weak(a),
                2 => Strong(a),
                3 => Weak(steps),
                _ => Weak(steps) && Strong(a),
            };
            if (fair && Violates(graph, edges, nodes, P, Q)) return true;
        }

        return false;
    }

    private static bool Violates(
        Graph graph, (int From, int To)[] edges, HashSet<int> nodes, Func<int, bool> p, Func<int, bool> q)
    {
        bool Reaches(int from, Func<int, bool> through) => Closure(from, edges, through).Overlaps(nodes);
        var reached = Reaches(0, _ => true);
        return graph.Property switch
        {
            0 => nodes.All(n => !p(n)) && Reaches(0, n => !p(n)),
            1 => reached && nodes.All(n => !p(n)),
            2 => reached && nodes.Any(n => !p(n)),
            3 => nodes.All(n => !q(n)) && Closure(0, edges, _ => true).Any(n => p(n) && Reaches(n, m => !q(m))),
            4 => reached && nodes.Any(p) && nodes.All(n => !q(n)),
            _ => reached && nodes.All(n => !p(n)) && nodes.Any(n => !q(n)),
        };
    }

    /// <summary>The nodes reached from one through nodes that pass, itself included; none if it does not pass.</summary>
    private static HashSet<int> Closure(int from, (int From, int To)[] edges, Func<int, bool> through)
    {
        var found = new HashSet<int>();
        var todo = new Stack<int>();
        if (through(from)) todo.Push(from);
        while (todo.TryPop(out var node))
            if (found.Add(node))
                foreach (var edge in edges)
                    if (edge.From == node && through(edge.To))
                        todo.Push(edge.To);
        return found;
    }

    private static bool IsClosedWalk((int From, int To)[] edges)
    {
        var nodes = edges.SelectMany(e => new[] { e.From, e.To }).ToHashSet();
        return nodes.All(n => Closure(n, edges, _ => true).SetEquals(nodes));
    }
}
