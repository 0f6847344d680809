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
        var result = CheckAssumptions(model, printer)
            ?? (model.HasBehaviour ? Explore(model, options, printer, progress, started, cancellation) : Empty(model, Verdict.Holds));
        return result with
        {
            Seconds = options.Time.GetElapsedTime(started).TotalSeconds,
            Printed = printer.Lines,
            Variables = [.. model.Compiled.Variables.Select(v => v.Name)],
        };
    }

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

        return null;
    }

    private static CheckResult Explore(
        Model model,
        CheckOptions options,
        EvaluationHost host,
        IProgress<CheckProgress>? progress,
        long started,
        CancellationToken cancellation)
    {
        var explorer = Searches.Run(model, options, host, search => progress?.Report(new CheckProgress(
            search.Generated, search.Visited.Count, search.Queue, search.Depth,
            options.Time.GetElapsedTime(started))), cancellation);
        var result = Empty(model, Verdict.Holds) with
        {
            Distinct = explorer.Visited.Count,
            Generated = explorer.Generated,
            Depth = explorer.Depth,
        };
        var traces = new TraceFinder(model, explorer, new EvaluationHost());
        return explorer.Found switch
        {
            null when explorer.Stopped is { } why => result with
            {
                Verdict = Verdict.Undetermined,
                Diagnostics = [new Diagnostic("VCH0101", new Location(model.Name, 0, 0),
                    $"stopped before the end: {why}; {explorer.Queue} states were still waiting")],
            },
            null => Live(model, explorer, options, result, traces, cancellation),
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
            Finding.Fault f => Faulty(result with { Verdict = Verdict.Error, Trace = traces.Find(f.State, f.Judged) }, f.Exception),
            Finding.Crash c => throw new InvalidOperationException("the checker failed", c.Exception),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static CheckResult Live(
        Model model, ISearch search, CheckOptions options, CheckResult result, TraceFinder traces,
        CancellationToken cancellation)
    {
        if (model.TemporalProperties.IsEmpty) return result;
        try
        {
            return LivenessChecker.Check(model, search, Math.Max(1, options.Workers), cancellation) is { } violation
                ? result with
                {
                    Verdict = Verdict.Violated,
                    Property = violation.Property.Name,
                    FalseConjunct = violation.Property.Span,
                    Trace = traces.Follow([.. violation.Path, .. violation.Loop]),
                    LoopStart = violation.Path.Length - 1,
                }
                : result;
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
