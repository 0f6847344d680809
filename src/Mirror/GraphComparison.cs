using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;

namespace Verified.Mirror;

/// <summary>Walks both graphs at once, state by state.</summary>
internal sealed class GraphComparison
{
    private readonly MirrorModule _mirror;
    private readonly CompiledModel _compiled;
    private readonly IProgress<long>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly ValueMapping _mapping = new();
    private readonly SpecificationGraph _specification;
    private readonly MirrorGraph _graph;
    private readonly PropertyComparison _properties;

    public GraphComparison(
        MirrorModule mirror, Model model, IProgress<long>? progress, CancellationToken cancellation)
    {
        _mirror = mirror;
        _compiled = model.Compiled;
        _progress = progress;
        _cancellation = cancellation;
        var mirrorModel = mirror.ModelOf(_compiled.Bindings, _compiled.Module, _mapping);
        _graph = new MirrorGraph(mirror, mirrorModel, _compiled, _mapping);
        // Formulas are compiled before an evaluator is made: it sizes its frame by them.
        _properties = new PropertyComparison(mirror, mirrorModel, _compiled);
        _specification = new SpecificationGraph(_compiled);
    }

    public long States { get; private set; }

    public long Transitions { get; private set; }

    /// <summary>The first difference, or null.</summary>
    public MirrorDifference? Run()
    {
        var initial = _specification.Initial();
        var root = _graph.Initial();
        if (initial.Count != 1 || !initial.Contains(root))
            return new MirrorDifference("The initial states differ.", [],
                [.. initial.Select(s => $"specification: {Show(s)}"), $"mirror: {Show(root)}"]);
        var visited = new Dictionary<GraphState, (GraphState? From, string? Label)> { [root] = (null, null) };
        var queue = new Queue<GraphState>([root]);
        while (queue.TryDequeue(out var state))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Differ(state, visited, queue) is { } difference) return difference;
            if (++States % 1000 == 0) _progress?.Report(States);
        }

        return null;
    }

    private MirrorDifference? Differ(
        GraphState state,
        Dictionary<GraphState, (GraphState? From, string? Label)> visited,
        Queue<GraphState> queue)
    {
        var specified = _specification.Successors(state);
        var mirrored = _graph.Successors(state);
        Transitions += mirrored.Count;
        if (!specified.SetEquals(mirrored))
            return Difference(state, specified, mirrored, visited);
        if (_properties.InState(state) is { } inState)
            return new MirrorDifference(inState, PathTo(state, visited), [Show(state)]);
        foreach (var transition in mirrored)
        {
            if (_properties.OnStep(state, transition.To) is { } onStep)
                return new MirrorDifference(onStep, [.. PathTo(state, visited), transition.Label], []);
            if (visited.TryAdd(transition.To, (state, transition.Label))) queue.Enqueue(transition.To);
        }

        return null;
    }

    private MirrorDifference Difference(
        GraphState state,
        HashSet<Transition> specified,
        HashSet<Transition> mirrored,
        Dictionary<GraphState, (GraphState? From, string? Label)> visited)
    {
        const int most = 6;
        var details = new List<string>();
        var onlySpecified = specified.Except(mirrored).OrderBy(t => t.Label, StringComparer.Ordinal).ToList();
        var onlyMirrored = mirrored.Except(specified).OrderBy(t => t.Label, StringComparer.Ordinal).ToList();
        foreach (var transition in onlySpecified.Take(most))
        {
            var other = onlyMirrored.FirstOrDefault(t => t.Label == transition.Label);
            details.Add(other is null
                ? $"{transition.Label}: the specification takes this step, the mirror does not"
                : $"{transition.Label}: {Changed(transition.To, other.To)}");
        }

        foreach (var transition in onlyMirrored.Where(t => onlySpecified.All(s => s.Label != t.Label)).Take(most))
            details.Add($"{transition.Label}: the mirror takes this step, the specification does not");
        return new MirrorDifference(
            $"{_mirror.Name}: the transitions of a reachable state differ.",
            PathTo(state, visited),
            [$"in {Show(state)}", .. details]);
    }

    private string Changed(GraphState specified, GraphState mirrored)
    {
        var parts = new List<string>();
        for (var i = 0; i < specified.Values.Length; i++)
            if (!specified.Values[i].Equals(mirrored.Values[i]))
                parts.Add($"{_compiled.Variables[i].Name} is {specified.Values[i]} in the specification"
                    + $" and {mirrored.Values[i]} in the mirror");
        return string.Join("; ", parts);
    }

    private static ImmutableArray<string> PathTo(
        GraphState state, Dictionary<GraphState, (GraphState? From, string? Label)> visited)
    {
        var path = new List<string>();
        for (var at = visited[state]; at.From is not null; at = visited[at.From]) path.Add(at.Label!);
        path.Reverse();
        return [.. path];
    }

    private string Show(GraphState state) =>
        string.Join(", ", _compiled.Variables.Select((v, i) => $"{v.Name} = {state.Values[i]}"));
}
