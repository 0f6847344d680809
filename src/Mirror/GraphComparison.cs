using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;

namespace Verified.Mirror;

/// <summary>Walks both graphs at once, state by state.</summary>
/// <remarks>A model that violates a property of its own, as a broken one must, may have no end: its graphs are compared
/// up to the level of the violation, where a checker stops too.</remarks>
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
    private readonly Dictionary<GraphState, (GraphState? From, ActionInstance? Action)> _visited = [];
    private List<GraphState> _nextLevel = [];

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
        _properties = new PropertyComparison(mirror, mirrorModel, model);
        _specification = new SpecificationGraph(_compiled);
    }

    public long States { get; private set; }

    public long Transitions { get; private set; }

    /// <summary>The level at which the model's own property is violated, as a broken model's must be; else null.</summary>
    public int? ViolatedAt { get; private set; }

    /// <summary>The first difference, or null.</summary>
    public MirrorDifference? Run()
    {
        var initial = _specification.Initial();
        var root = _graph.Initial();
        if (initial.Count != 1 || !initial.Contains(root))
            return new MirrorDifference("The initial states differ.", [],
                [.. initial.Select(s => $"specification: {Show(s)}"), $"mirror: {Show(root)}"]);
        _visited[root] = (null, null);
        _nextLevel.Add(root);
        for (var level = 1; _nextLevel.Count > 0 && ViolatedAt is null; level++)
        {
            var states = _nextLevel;
            _nextLevel = [];
            foreach (var state in states)
            {
                _cancellation.ThrowIfCancellationRequested();
                if (Differ(state) is { } difference) return difference;
                if (++States % 100 == 0) _progress?.Report(States);
            }

            if (_properties.ModelIsViolated) ViolatedAt = level;
        }

        return null;
    }

    private MirrorDifference? Differ(GraphState state)
    {
        var specified = _specification.Successors(state);
        var mirrored = _graph.Successors(state);
        Transitions += mirrored.Count;
        if (!specified.SetEquals(mirrored))
            return Difference(state, specified, mirrored);
        if (_properties.InState(state) is { } inState)
            return new MirrorDifference(inState, PathTo(state), [Show(state)]);
        foreach (var transition in mirrored)
        {
            if (_properties.OnStep(state, transition.To) is { } onStep)
                return new MirrorDifference(onStep, [.. PathTo(state), transition.Action.ToString()], []);
            if (_visited.TryAdd(transition.To, (state, transition.Action))) _nextLevel.Add(transition.To);
        }

        return null;
    }

    private MirrorDifference Difference(
        GraphState state,
        HashSet<Transition> specified,
        HashSet<Transition> mirrored)
    {
        const int most = 6;
        var details = new List<string>();
        var onlySpecified = specified.Except(mirrored).OrderBy(t => t.Action.ToString(), StringComparer.Ordinal).ToList();
        var onlyMirrored = mirrored.Except(specified).OrderBy(t => t.Action.ToString(), StringComparer.Ordinal).ToList();
        foreach (var transition in onlySpecified.Take(most))
        {
            var other = onlyMirrored.FirstOrDefault(t => t.Action.Equals(transition.Action));
            details.Add(other is null
                ? $"{transition.Action}: the specification takes this step, the mirror does not"
                : $"{transition.Action}: {Changed(transition.To, other.To)}");
        }

        foreach (var transition in onlyMirrored.Where(t => onlySpecified.All(s => !s.Action.Equals(t.Action))).Take(most))
            details.Add($"{transition.Action}: the mirror takes this step, the specification does not");
        return new MirrorDifference(
            $"{_mirror.Name}: the transitions of a reachable state differ.",
            PathTo(state),
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

    private ImmutableArray<string> PathTo(GraphState state)
    {
        var path = new List<string>();
        for (var at = _visited[state]; at.From is not null; at = _visited[at.From]) path.Add(at.Action!.ToString());
        path.Reverse();
        return [.. path];
    }

    private string Show(GraphState state) =>
        string.Join(", ", _compiled.Variables.Select((v, i) => $"{v.Name} = {state.Values[i]}"));
}
