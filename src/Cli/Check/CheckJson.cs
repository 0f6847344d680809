using System.Collections.Immutable;
using System.Text.Json;
using Verified.Checking;
using Verified.Tla.Evaluation;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Cli;

/// <summary>Writes the document of <c>verified check --json</c>.</summary>
internal static class CheckJson
{
    /// <summary>Writes the array of results.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<CheckResult> results)
    {
        json.WriteStartArray();
        foreach (var result in results) Write(json, result);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteStartObject();
        json.WriteString("model", result.Model);
        json.WriteString("module", result.Module);
        json.WriteString("mode", result.Behaviours > 0 ? "simulate" : "exhaustive");
        json.WriteString("result", VerdictText.Name(result.Verdict));
        json.WriteString("property", result.Property);
        if (result.IsWithinConstraints) json.WriteBoolean("withinConstraints", true);
        json.WriteNumber("distinct", result.Distinct);
        json.WriteNumber("generated", result.Generated);
        json.WriteNumber("depth", result.Depth);
        json.WriteNumber("seconds", Math.Round(result.Seconds, 3));
        json.WriteStartArray("trace");
        foreach (var step in result.Trace) Write(json, result, step);
        json.WriteEndArray();
        // Where the last step of a liveness counterexample leads back to; from 0.
        if (result.LoopStart is { } loop) json.WriteNumber("loop", loop);
        if (!result.Diagnostics.IsEmpty) Write(json, "diagnostics", result.Diagnostics);
        if (!result.Stack.IsEmpty) Write(json, result.Stack);
        if (!result.Warnings.IsEmpty) Write(json, "warnings", result.Warnings);
        if (!result.Further.IsEmpty)
        {
            json.WriteStartArray("further");
            foreach (var further in result.Further) Write(json, further);
            json.WriteEndArray();
        }

        if (!result.Actions.IsEmpty) WriteCoverage(json, result);
        json.WriteEndObject();
    }

    // The calls that led to a formula without value, the innermost first.
    private static void Write(Utf8JsonWriter json, ImmutableArray<SpecificationCall> stack)
    {
        json.WriteStartArray("stack");
        foreach (var (definition, call, times) in stack)
        {
            json.WriteStartObject();
            json.WriteString("in", definition);
            json.WriteString("at", call.Location.ToString());
            json.WriteNumber("times", times);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCoverage(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteStartArray("actions");
        foreach (var action in result.Actions)
        {
            json.WriteStartObject();
            json.WriteString("action", action.Name);
            json.WriteString("at", action.Span.Location.ToString());
            json.WriteNumber("taken", action.Taken);
            json.WriteNumber("new", action.New);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("conjuncts");
        foreach (var conjunct in result.Conjuncts)
        {
            json.WriteStartObject();
            json.WriteString("at", conjunct.Span.Location.ToString());
            json.WriteNumber("reached", conjunct.Reached);
            json.WriteNumber("true", conjunct.Passed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<Diagnostic> diagnostics)
    {
        json.WriteStartArray(name);
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("code", diagnostic.Code);
            json.WriteString("file", diagnostic.Location.File);
            json.WriteNumber("line", diagnostic.Location.Line);
            json.WriteNumber("column", diagnostic.Location.Column);
            json.WriteString("message", diagnostic.Message);
            json.WriteString("expected", diagnostic.Expected);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CheckResult result, TraceStep step)
    {
        json.WriteStartObject();
        json.WriteString("action", step.Action);
        json.WriteStartObject("arguments");
        foreach (var (parameter, value) in step.Arguments) json.WriteString(parameter, value.ToString());
        json.WriteEndObject();
        json.WriteStartObject("state");
        for (var v = 0; v < step.State.Length; v++) json.WriteString(result.Variables[v], step.State[v].ToString());
        json.WriteEndObject();
        if (step.Alias is { } alias) Write(json, alias);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FunctionLike alias)
    {
        json.WriteStartObject("alias");
        for (var i = 0; i < alias.Count; i++)
        {
            var name = alias.ArgumentAt(i) is StringValue text ? text.Text : alias.ArgumentAt(i).ToString();
            json.WriteString(name, alias.ResultAt(i).ToString());
        }

        json.WriteEndObject();
    }
}
