using System.Collections.Immutable;
using Verified.Checking.Exploration;
using Verified.Checking.Liveness;
using Verified.Checking.Models;
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
        var load = ModelLoader.Load(modulePath, configPath, libraries);
        if (load.Model is { } model)
            return Check(model, options, progress, cancellation) with { Sources = load.Sources };
        return new CheckResult
        {
            Model = Path.GetFileName(configPath),
            Module = Path.GetFileName(modulePath),
            Verdict = load.Diagnostics.All(d => d.Unsupported) ? Verdict.Unsupported : Verdict.Error,
            Diagnostics = load.Diagnostics,
            Sources = load.Sources,
        };
    }

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
            ?? (model.HasBehaviour
                ? Explore(model, options, main, printer, progress, started, cancellation)
                : Finish(model, Empty(model, Verdict.Holds), main));
        return result with
        {
            Seconds = options.Time.GetElapsedTime(started).TotalSeconds,
            Trace = Aliases.Show(model, result.Trace, result.LoopStart),
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
        var explorer = new Explorer(model, options, main, printer.Print, cancellation);
        explorer.Run(() => progress?.Report(new CheckProgress(
            explorer.Generated, explorer.Visited.Count, explorer.Queue, explorer.Depth,
            options.Time.GetElapsedTime(started))));
        var result = Empty(model, Verdict.Holds) with
        {
            Distinct = explorer.Visited.Count,
            Generated = explorer.Generated,
            Depth = explorer.Depth,
        };
        var traces = new TraceFinder(model, explorer.Visited, new EvaluationHost());
        return explorer.Found switch
        {
            null when explorer.Stopped is { } why => result with
            {
                Verdict = Verdict.Undetermined,
                Diagnostics = [new Diagnostic("VCH0101", new Location(model.Name, 0, 0),
                    $"stopped before the end: {why}; {explorer.Queue} states were still waiting")],
            },
            null => Finish(model, Live(model, options, result, traces, cancellation), explorer.Host),
            Finding.Violation v => result with
            {
                Verdict = Verdict.Violated,
                Property = v.Property.Name,
                FalseConjunct = v.FalseConjunct,
                Trace = traces.Find(v.From, v.State),
            },
            Finding.Deadlock d => result with
            {
                Verdict = Verdict.Deadlock,
                Depth = explorer.Depth - 1, // nothing lies on the level under way
                Trace = traces.Find(d.State, null),
            },
            Finding.Fault f => Faulty(result with { Verdict = Verdict.Error, Trace = traces.Find(f.From, f.Judged) }, f.Exception),
            Finding.Refusal r => Refused(result, r.Exception),
            Finding.Crash c => throw new InvalidOperationException("the checker failed", c.Exception),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static CheckResult Live(
        Model model, CheckOptions options, CheckResult result, TraceFinder traces, CancellationToken cancellation)
    {
        if (model.TemporalProperties.IsEmpty) return result;
        try
        {
            var (violation, leftOut) = LivenessChecker.Check(model, Math.Max(1, options.Workers), cancellation);
            if (violation is null) return leftOut == 0 ? result : Undecided(model, result, leftOut);
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
        catch (OperationCanceledException)
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
                $"{property.Name} speaks of whole behaviours, and {by} leaves out {leftOut} steps, which could satisfy or"
                + " violate it; the behaviours without them do not violate it", Unsupported: true)],
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
