using System.Collections.Immutable;
using Verified.Checking.Exploration;
using Verified.Checking.Liveness;
using Verified.Checking.Models;
using Verified.Checking.Simulation;
using Verified.Checking.Traces;
using Verified.Tla.Evaluation;
using Verified.Tla.Source;

namespace Verified.Checking;

/// <summary>Checks models: the assumptions, then every reachable state against every property.</summary>
public static class Checker
{
    /// <summary>Loads and checks a model.</summary>
    public static CheckResult Check(
        string modulePath,
        string configPath,
        CheckOptions? options = null,
        IReadOnlyList<string>? libraries = null,
        IProgress<CheckProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var load = ModelLoader.Load(modulePath, configPath, libraries, options?.Counts ?? false);
        return load.Model is { } model
            ? Check(model, options, progress, cancellation) with { Sources = load.Sources }
            : NotLoaded(modulePath, configPath, load);
    }

    /// <summary>Loads a model and takes the steps of a recorded trace in it.</summary>
    /// <param name="modulePath">The root module's file.</param>
    /// <param name="configPath">The <c>.cfg</c> file.</param>
    /// <param name="tracePath">A file as <see cref="TraceFile"/> writes it.</param>
    /// <param name="libraries">Folders searched for modules after the root's own.</param>
    /// <returns>Holds, if each step is one of the specification and violates nothing.</returns>
    public static CheckResult Replay(
        string modulePath, string configPath, string tracePath, IReadOnlyList<string>? libraries = null)
    {
        var load = ModelLoader.Load(modulePath, configPath, libraries);
        if (load.Model is not { } model) return NotLoaded(modulePath, configPath, load);
        var result = TraceReplay.Run(model, tracePath);
        return result with
        {
            Sources = load.Sources,
            Variables = [.. model.Compiled.Variables.Select(v => v.Name)],
            Trace = Aliases.Show(model, result.Trace, result.LoopStart),
        };
    }

    /// <summary>Loads a model and writes its state graph.</summary>
    /// <returns>What kept it from being written whole; null if nothing did.</returns>
    public static CheckResult? Dump(
        string modulePath,
        string configPath,
        TextWriter output,
        GraphFormat format,
        IReadOnlyList<string>? libraries = null,
        CancellationToken cancellation = default)
    {
        var load = ModelLoader.Load(modulePath, configPath, libraries);
        if (load.Model is not { HasBehaviour: true } model) return NotLoaded(modulePath, configPath, load);
        try
        {
            StateGraphDump.Write(model, output, format, cancellation);
            return null;
        }
        catch (EvaluationException fault)
        {
            return Faulty(Empty(model, Verdict.Error), fault) with { Sources = load.Sources };
        }
        catch (UnsupportedException refusal)
        {
            return Refused(Empty(model, Verdict.Unsupported), refusal) with { Sources = load.Sources };
        }
    }

    private static CheckResult NotLoaded(string modulePath, string configPath, ModelLoad load) => new()
    {
        Model = Path.GetFileName(configPath),
        Module = Path.GetFileName(modulePath),
        Verdict = load.Diagnostics.All(d => d.Unsupported) ? Verdict.Unsupported : Verdict.Error,
        Diagnostics = load.Diagnostics,
        Sources = load.Sources,
    };

    /// <summary>Checks a loaded model. Deterministic in verdict and, where it holds, in all counts.</summary>
    public static CheckResult Check(
        Model model,
        CheckOptions? options = null,
        IProgress<CheckProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new CheckOptions();
        var started = options.Time.GetTimestamp();
        var printer = new Printer();
        var main = new RunHost(printer.Print) { Seed = options.Seed, Run = () => FactsBefore(model, options) };
        var result = CheckAssumptions(model, main)
            ?? (!model.HasBehaviour ? Finish(model, Empty(model, Verdict.Holds), main)
                : options.Simulate > 0 ? Simulate(model, options, main, printer, progress, started, cancellation)
                : Explore(model, options, main, printer, progress, started, cancellation));
        return result with
        {
            Seconds = options.Time.GetElapsedTime(started).TotalSeconds,
            Trace = Aliases.Show(model, result.Trace, result.LoopStart),
            Further = [.. result.Further.Select(f => f with
            {
                Trace = Aliases.Show(model, f.Trace, f.LoopStart),
                Variables = [.. model.Compiled.Variables.Select(v => v.Name)],
            })],
            Printed = printer.Lines,
            Variables = [.. model.Compiled.Variables.Select(v => v.Name)],
        };
    }

    private static RunFacts FactsBefore(Model model, CheckOptions options) => new("bfs", 0, 0, 0, 0, 0)
    {
        Workers = model.IsOrdered ? 1 : options.Workers,
        ChecksDeadlock = model.CheckDeadlock && !options.AllowDeadlock,
    };

    private static CheckResult Empty(Model model, Verdict verdict) =>
        new() { Model = model.Name, Module = model.Module, Verdict = verdict };

    private static CheckResult? CheckAssumptions(Model model, EvaluationHost host)
    {
        model.Compiled.Vocabulary.Enter();
        var evaluator = new Evaluator(model.Compiled, host);
        foreach (var assumption in model.Assumptions)
            try
            {
                if (evaluator.Test(assumption, [])) continue;
                return Empty(model, Verdict.Assumption) with
                {
                    Property = assumption.Name,
                    FalseConjunct = evaluator.FirstFalseConjunct(assumption, [], []),
                };
            }
            catch (EvaluationException fault)
            {
                return Faulty(Empty(model, Verdict.Error), fault);
            }
            catch (UnsupportedException refusal)
            {
                return Refused(Empty(model, Verdict.Unsupported), refusal);
            }

        return null;
    }

    /// <summary>The postcondition, once all states are found.</summary>
    private static CheckResult Finish(Model model, CheckResult result, EvaluationHost host)
    {
        if (model.Postcondition is not { } postcondition || result.Verdict != Verdict.Holds) return result;
        host.Level = 0;
        var evaluator = new Evaluator(model.Compiled, host);
        try
        {
            if (evaluator.Test(postcondition, [])) return result;
            return result with
            {
                Verdict = Verdict.Violated,
                Property = postcondition.Name,
                FalseConjunct = evaluator.FirstFalseConjunct(postcondition, [], []),
            };
        }
        catch (EvaluationException fault)
        {
            return Faulty(result with { Verdict = Verdict.Error }, fault);
        }
        catch (UnsupportedException refusal)
        {
            return Refused(result, refusal);
        }
    }

    private static CheckResult Explore(
        Model model,
        CheckOptions options,
        EvaluationHost main,
        Printer printer,
        IProgress<CheckProgress>? progress,
        long started,
        CancellationToken cancellation)
    {
        var search = Searches.Run(model, options, main, printer.Print, search => progress?.Report(new CheckProgress(
            search.Generated, search.Visited.Count, search.Queue, search.Depth,
            options.Time.GetElapsedTime(started))), cancellation);
        var result = Empty(model, Verdict.Holds) with
        {
            Distinct = search.Visited.Count,
            Generated = search.Generated,
            Depth = search.Depth,
            Actions = search.Tally?.Actions ?? [],
            Conjuncts = model.Compiled.Coverage?.Conjuncts ?? [],
            Warnings = search.Found is null && search.Noted.Count == 0 ? search.Tally?.Warnings ?? [] : [],
        };
        var traces = new TraceFinder(model, search.Visited, new EvaluationHost(), search.Packed);
        if (search.Found is null && search.Stopped is { } why)
            result = result with
            {
                Verdict = Verdict.Undetermined,
                Diagnostics = [new Diagnostic("VCH0101", new Location(model.Name, 0, 0),
                    $"stopped before the end: {why}; {search.Queue} states were still waiting")],
            };
        var found = search.Noted.Concat(search.Found is { } last ? [last] : [])
            .Select(finding => Tell(finding, result, traces)).ToList();
        if (found.Count > 0) return found[0] with { Further = [.. found.Skip(1)] };
        return result.Verdict == Verdict.Undetermined
            ? result
            : Finish(model, Live(model, search, options, result, traces, cancellation), search.Host);
    }

    private static CheckResult Simulate(
        Model model,
        CheckOptions options,
        EvaluationHost main,
        Printer printer,
        IProgress<CheckProgress>? progress,
        long started,
        CancellationToken cancellation)
    {
        var simulator = new Simulator(model, options, main, printer.Print);
        var isWhole = simulator.Run(options.Simulate, () => progress?.Report(new CheckProgress(
            simulator.States, 0, 0, 0, options.Time.GetElapsedTime(started))), cancellation);
        var result = Empty(model, Verdict.Undetermined) with
        {
            Behaviours = simulator.Behaviours,
            Generated = simulator.States,
        };
        if (simulator.Found is not var (number, end))
            return result with
            {
                Diagnostics = [new Diagnostic("VCH0102", new Location(model.Name, 0, 0),
                    $"{simulator.Behaviours} random behaviours violate nothing{(isWhole ? "" : "; stopped before the end")};"
                    + " there may be others"), .. NotSimulated(model)],
            };
        result = result with
        {
            Behaviours = number,
            Generated = end.Trace.Length,
            Trace = end.Trace,
            Depth = end.Trace.Length,
        };
        return end switch
        {
            { Fault: EvaluationException fault } => Faulty(result with { Verdict = Verdict.Error }, fault),
            { Fault: UnsupportedException refusal } => Refused(result, refusal),
            { Property: { } property } => result with
            {
                Verdict = Verdict.Violated,
                Property = property.Name,
                FalseConjunct = end.FalseConjunct,
            },
            _ => result with { Verdict = Verdict.Deadlock },
        };
    }

    private static IEnumerable<Diagnostic> NotSimulated(Model model) =>
        model.TemporalProperties.Select(property => new Diagnostic("VCH0103", property.Span.Location,
            $"{property.Name} speaks of whole behaviours; random ones end, so it was not checked"));

    private static CheckResult Tell(Finding finding, CheckResult result, TraceFinder traces) => finding switch
    {
        Finding.Violation v => result with
        {
            Verdict = Verdict.Violated,
            Property = v.Property.Name,
            FalseConjunct = v.FalseConjunct,
            Trace = traces.Find(v.From, v.State),
            Diagnostics = [],
        },
        Finding.Deadlock d => WithTrace(result with { Verdict = Verdict.Deadlock, Diagnostics = [] }, traces.Find(d.State, null)),
        Finding.Fault f => Faulty(
            result with { Verdict = Verdict.Error, Trace = traces.Find(f.From, f.Judged) }, f.Exception),
        Finding.Refusal r => Refused(result, r.Exception),
        Finding.Crash c => throw new InvalidOperationException("the checker failed", c.Exception),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Nothing lies on the level under way.
    private static CheckResult WithTrace(CheckResult result, ImmutableArray<TraceStep> trace) =>
        result with { Trace = trace, Depth = trace.Length };

    private static CheckResult Live(
        Model model, ISearch search, CheckOptions options, CheckResult result, TraceFinder traces,
        CancellationToken cancellation)
    {
        if (model.TemporalProperties.IsEmpty) return result;
        try
        {
            var (violation, leftOut) = LivenessChecker.Check(model, search, options, cancellation);
            if (violation is null)
                return leftOut == 0 ? result
                    : options.IsWithinConstraints && model.View is null && model.Symmetry.IsEmpty
                        ? result with { IsWithinConstraints = true }
                        : Undecided(model, result, leftOut);
            return result with
            {
                Verdict = Verdict.Violated,
                Property = violation.Property.Name,
                FalseConjunct = violation.Property.Span,
                Trace = traces.Follow([.. violation.Path, .. violation.Loop]),
                LoopStart = violation.Path.Length - 1,
            };
        }
        catch (UnsupportedException refusal)
        {
            return Refused(result, refusal);
        }
        catch (EvaluationException fault)
        {
            return Faulty(result with { Verdict = Verdict.Error }, fault);
        }
        catch (LivenessLimitException)
        {
            return result with
            {
                Verdict = Verdict.Unsupported,
                Diagnostics = [new Diagnostic("VTL0605", new Location(model.Name, 0, 0),
                    "a temporal property is too large to be checked", Unsupported: true)],
            };
        }
        catch (Exception stop) when (stop is OperationCanceledException or OutOfMemoryException)
        {
            return result with
            {
                Verdict = Verdict.Undetermined,
                Diagnostics = [new Diagnostic("VCH0101", new Location(model.Name, 0, 0),
                    "stopped before the end: every state was found, the temporal properties were not decided")],
            };
        }
    }

    // What is left out could satisfy a property or violate it; what was found without it is a violation all the same.
    private static CheckResult Undecided(Model model, CheckResult result, long leftOut)
    {
        var property = model.TemporalProperties[0];
        var by = !model.Constraints.IsEmpty ? $"the constraint {model.Constraints[0].Name}"
            : !model.ActionConstraints.IsEmpty ? $"the action constraint {model.ActionConstraints[0].Name}"
            : model.View is { } view ? $"the view {view.Name}"
            : "the symmetry";
        return result with
        {
            Verdict = Verdict.Unsupported,
            Diagnostics = [new Diagnostic("VTL0604", property.Span.Location,
                $"{property.Name} speaks of whole behaviours, and {by} leaves out {leftOut} step{(leftOut == 1 ? "" : "s")}, which could satisfy or"
                + " violate it; the behaviours without them do not violate it",
                model.View is null && model.Symmetry.IsEmpty ? "--within-constraints to ask only of those" : null,
                Unsupported: true)],
        };
    }

    private static CheckResult Refused(CheckResult result, UnsupportedException refusal) =>
        result with { Verdict = Verdict.Unsupported, Diagnostics = [refusal.Diagnostic] };

    private static CheckResult Faulty(CheckResult result, EvaluationException fault) =>
        result with { Diagnostics = [fault.ToDiagnostic()], Stack = fault.Stack };

    /// <summary>Keeps what the specification prints, bounded.</summary>
    private sealed class Printer : EvaluationHost
    {
        private const int MaxLines = 10_000;
        private readonly Lock _gate = new();
        private readonly List<string> _lines = [];

        public ImmutableArray<string> Lines
        {
            get
            {
                lock (_gate) return [.. _lines];
            }
        }

        public override void Print(string line)
        {
            lock (_gate)
                if (_lines.Count < MaxLines)
                    _lines.Add(line);
        }
    }
}
