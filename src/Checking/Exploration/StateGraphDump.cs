using System.Globalization;
using System.Text.Encodings.Web;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>The form of a state graph in a file.</summary>
public enum GraphFormat
{
    /// <summary>GraphViz.</summary>
    Dot,

    /// <summary>One object of states and edges.</summary>
    Json,
}

/// <summary>Writes the reachable states and the steps between them as they are found, breadth-first, on one thread.</summary>
/// <remarks>States are numbered from 1 in the order in which they are found; steps that lead out of the model's
/// constraints are left out. What is in memory is a number for each state, and the states that wait.</remarks>
internal sealed class StateGraphDump : StateSink
{
    private readonly Model _model;
    private readonly TextWriter _output;
    private readonly bool _isJson;
    private readonly Evaluator _successors;
    private readonly Evaluator _formulas;
    private readonly StateIdentity _identity;
    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly Queue<(int Number, int Level, Value[] State)> _waiting = new();
    private readonly List<string> _edges = [];
    private (int Number, int Level, Value[] State) _from;
    private bool _isFirst = true;

    private StateGraphDump(Model model, TextWriter output, GraphFormat format)
    {
        _model = model;
        _output = output;
        _isJson = format == GraphFormat.Json;
        _successors = new Evaluator(model.Compiled);
        _formulas = new Evaluator(model.Compiled, _successors.Host);
        _identity = new StateIdentity(model, _formulas);
    }

    /// <summary>Writes the graph of a model.</summary>
    /// <exception cref="EvaluationException">A formula has no value somewhere.</exception>
    /// <exception cref="UnsupportedException">A construct is refused.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what is written is no whole graph.</exception>
    public static void Write(Model model, TextWriter output, GraphFormat format, CancellationToken cancellation) =>
        DeepThreads.Run(model.Compiled, 1, _ => new StateGraphDump(model, output, format).Write(cancellation));

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        var kept = state.ToArray();
        var level = _from.Level + 1;
        if (!IsInModel(kept, level)) return false;
        _formulas.Host.Level = level;
        var identity = _identity.Of(kept);
        if (!_numbers.TryGetValue(identity, out var number))
        {
            _numbers[identity] = number = _numbers.Count + 1;
            _waiting.Enqueue((number, level, kept));
            WriteState(number, kept, isInitial: action is null);
        }

        if (action is not null) Keep(number, action, from.ArgumentsOf(action));
        _formulas.Host.Level = _from.Level;
        return false;
    }

    private void Write(CancellationToken cancellation)
    {
        _output.WriteLine(_isJson
            ? $"{{\n\"variables\": [{string.Join(", ", _model.Compiled.Variables.Select(v => Quote(v.Name)))}],\n\"states\": ["
            : $"digraph {Quote(Path.GetFileNameWithoutExtension(_model.Module))} {{\n  node [shape=box, fontname=monospace];");
        _successors.InitialStates(this);
        while (_waiting.TryDequeue(out _from))
        {
            cancellation.ThrowIfCancellationRequested();
            _successors.Host.Level = _from.Level;
            _successors.Successors(_from.State, this);
        }

        if (!_isJson)
        {
            _output.WriteLine("}");
            return;
        }

        _output.WriteLine("\n],\n\"edges\": [");
        _output.WriteLine(string.Join(",\n", _edges));
        _output.WriteLine("]\n}");
    }

    private bool IsInModel(Value[] state, int level)
    {
        _formulas.Host.Level = level;
        foreach (var constraint in _model.Constraints)
            if (!_formulas.Test(constraint, state))
                return false;
        _formulas.Host.Level = level - 1;
        foreach (var constraint in _model.ActionConstraints)
            if (_from.State is { } from && !_formulas.Test(constraint, from, state))
                return false;
        return true;
    }

    private void WriteState(int number, Value[] state, bool isInitial)
    {
        var variables = _model.Compiled.Variables;
        var id = number.ToString(CultureInfo.InvariantCulture);
        if (_isJson)
        {
            var values = state.Select((value, v) => $"{Quote(variables[v].Name)}: {Quote(value.ToString())}");
            _output.Write($"{(_isFirst ? "" : ",\n")}{{\"id\": {id}, \"initial\": {(isInitial ? "true" : "false")}, \"state\": {{{string.Join(", ", values)}}}}}");
            _isFirst = false;
            return;
        }

        var lines = state.Select((value, v) => $"/\\ {variables[v].Name} = {value}");
        var label = string.Concat(lines.Select(l => Escape(l) + "\\l"));
        _output.WriteLine($"  {id} [label=\"{label}\"{(isInitial ? ", penwidth=2" : "")}];");
    }

    private void Keep(int to, ActionLabel action, Value[] arguments)
    {
        var (source, target) =
            (_from.Number.ToString(CultureInfo.InvariantCulture), to.ToString(CultureInfo.InvariantCulture));
        if (_isJson)
        {
            var values = action.Parameters.Zip(arguments).Select(a => $"{Quote(a.First)}: {Quote(a.Second.ToString())}");
            _edges.Add($"{{\"from\": {source}, \"to\": {target}, \"action\": {Quote(action.Name)}, \"arguments\": {{{string.Join(", ", values)}}}}}");
            return;
        }

        var label = arguments.Length == 0 ? action.Name : $"{action.Name}({string.Join(", ", (object[])arguments)})";
        _output.WriteLine($"  {source} -> {target} [label=\"{Escape(label)}\"];");
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";
}
