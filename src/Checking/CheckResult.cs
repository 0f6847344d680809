using System.Collections.Immutable;
using Verified.Tla.Evaluation;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking;

/// <summary>What checking a model found.</summary>
public enum Verdict
{
    /// <summary>Every property holds in every reachable state.</summary>
    Holds,

    /// <summary>A property is violated; the trace shows where.</summary>
    Violated,

    /// <summary>A reachable state has no successor.</summary>
    Deadlock,

    /// <summary>An assumption is false.</summary>
    Assumption,

    /// <summary>The specification or the model is malformed, or a formula has no value.</summary>
    Error,

    /// <summary>A construct is refused rather than answered wrongly.</summary>
    Unsupported,

    /// <summary>Stopped before the end: time, memory, or by the user.</summary>
    Undetermined,
}

/// <summary>A step of a counterexample: an action with its arguments, and the state it leads to.</summary>
/// <param name="Action">The action's name; null for the initial state.</param>
/// <param name="Arguments">Its arguments, by parameter.</param>
/// <param name="State">The variables' values, in their order.</param>
public sealed record TraceStep(
    string? Action, ImmutableArray<(string Parameter, Value Value)> Arguments, ImmutableArray<Value> State)
{
    /// <summary>What the model's ALIAS shows of the state instead of its variables; null where there is none.</summary>
    public FunctionLike? Alias { get; init; }

    /// <summary><c>AppendEvents(s1, 0)</c>; <c>Initial</c> for the first.</summary>
    public string Label => Action is null
        ? "Initial"
        : Arguments.IsEmpty ? Action : $"{Action}({string.Join(", ", Arguments.Select(a => a.Value))})";
}

/// <summary>An action of the next-state relation: how often it was taken, and how often that led to a new state.</summary>
public readonly record struct ActionCoverage(string Name, Span Span, long Taken, long New);

/// <summary>The result of checking one model.</summary>
public sealed record CheckResult
{
    /// <summary>The <c>.cfg</c> file's name.</summary>
    public required string Model { get; init; }

    /// <summary>The module's file name.</summary>
    public required string Module { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Behaviours followed, where random ones were followed instead of exploring all states; else 0.</summary>
    public long Behaviours { get; init; }

    /// <summary>The violated property, or null.</summary>
    public string? Property { get; init; }

    /// <summary>With <see cref="CheckOptions.Continues"/>: other properties that are violated, each with its trace.</summary>
    public ImmutableArray<CheckResult> Further { get; init; } = [];

    /// <summary>Temporal properties were asked of the behaviours within the model's constraints only, and there are others.</summary>
    public bool IsWithinConstraints { get; init; }

    /// <summary>Distinct states, initial ones included, as TLC counts them.</summary>
    public long Distinct { get; init; }

    /// <summary>States generated, as TLC counts them.</summary>
    public long Generated { get; init; }

    /// <summary>States on the longest shortest path: 1 for initial states alone.</summary>
    public int Depth { get; init; }

    /// <summary>Wall time in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The names of the variables, in the order of the trace's states.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <summary>The shortest behaviour that shows the violation; empty where there is none.</summary>
    public ImmutableArray<TraceStep> Trace { get; init; } = [];

    /// <summary>For a temporal property: where in the trace the loop begins (from 0); the last state is followed by it.
    /// A loop of one state is stuttering.</summary>
    public int? LoopStart { get; init; }

    /// <summary>The false conjunct of the violated property, where it can be told.</summary>
    public Span? FalseConjunct { get; init; }

    /// <summary>What is malformed, faulty or refused.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>For a fault: the calls in the specification that led there, innermost first.</summary>
    public ImmutableArray<SpecificationCall> Stack { get; init; } = [];

    /// <summary>How often each action was taken, where that was asked for.</summary>
    public ImmutableArray<ActionCoverage> Actions { get; init; } = [];

    /// <summary>How often each conjunct of an action was reached and true, likewise.</summary>
    public ImmutableArray<ConjunctCoverage> Conjuncts { get; init; } = [];

    /// <summary>What is legal and yet worth a look: actions that never fire, properties that hold for want of cases.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; init; } = [];

    /// <summary>The texts read, to show the lines that diagnostics speak of.</summary>
    public ImmutableArray<SourceText> Sources { get; init; } = [];

    /// <summary>Lines printed by the specification itself.</summary>
    public ImmutableArray<string> Printed { get; init; } = [];
}
