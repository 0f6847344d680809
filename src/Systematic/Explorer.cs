using System.Collections.Immutable;
using System.Globalization;

namespace Verified.Systematic;

/// <summary>Runs the searches of one exploration, one after another, on one thread.</summary>
internal sealed class Explorer
{
    /// <summary>Schedules under the eyes of <see cref="EscapeWatch"/>.</summary>
    private const int Watched = 2;

    private const string UnlabelledNote = "operations wake each other by means that have no label, such as a completion "
        + "source; what they do before the other waits cannot be seen, so only the full search can try everything";

    private readonly string _name;
    private readonly TestBody _body;
    private readonly ExplorationOptions _options;
    private readonly IProgress<ExplorationProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<SearchRun> _runs;
    private readonly List<string> _notes = [];
    private readonly Execution _execution;
    private long _tried;

    public Explorer(
        string name,
        TestBody body,
        ExplorationOptions options,
        IProgress<ExplorationProgress>? progress,
        Execution execution,
        CancellationToken cancellation)
    {
        (_name, _body, _options, _progress) = (name, body, options, progress);
        (_execution, _cancellation) = (execution, cancellation);
        _runs = [.. SearchPlan.Of(options).Select(search => new SearchRun(search))];
    }

    public Exploration Run()
    {
        try
        {
            foreach (var run in _runs)
            {
                if (Run(run) is { } failure)
                    return Result(VerdictOf(failure), failure);
                if (run.IsComplete && IsSound(run.Search))
                    return Result(Verdict.Exhausted, null);
                if (_cancellation.IsCancellationRequested || _tried >= _options.Schedules)
                    break;
            }

            return Result(Verdict.Unrefuted, null);
        }
        catch (UnrepeatableException e)
        {
            var failure = FailureReport.Unrepeatable(e.Message, _tried);
            return Result(Verdict.Uncontrolled, failure);
        }
    }

    private bool IsSound(PlannedSearch search)
    {
        if (_body.IsDrawn)
            return false;
        if (!search.IsReduced || !_execution.HasUnlabelled)
            return true;
        if (!_notes.Contains(UnlabelledNote))
            _notes.Add(UnlabelledNote);
        return false;
    }

    private static Verdict VerdictOf(ExplorationFailure failure) =>
        failure.Kind is FailureKind.Escape or FailureKind.Unrepeatable ? Verdict.Uncontrolled : Verdict.Failed;

    private ExplorationFailure? Run(SearchRun run)
    {
        ExplorationFailure? failure = null;
        try
        {
            while (failure is null && run.HasBudget && _tried < _options.Schedules && !_cancellation.IsCancellationRequested)
            {
                var turn = InTurn(run);
                if (!turn.Begin())
                    break;
                failure = TryOne(turn);
            }
        }
        catch (UnsupportedSearchException e)
        {
            _notes.Add(e.Message);
        }

        return failure;
    }

    /// <summary>Whose turn it is: a search that has joined takes every second one.</summary>
    private SearchRun InTurn(SearchRun run) =>
        _tried % 2 == 1 && _runs.Find(other => other.Search.JoinsAfter <= _tried) is { } joined ? joined : run;

    private ExplorationFailure? TryOne(SearchRun run)
    {
        var search = run.Search;
        var seed = search.SeedOf(_options.Seed, _tried);
        var outcome = RunOne(search.Strategy, seed);
        run.Count.Add(_execution.Trace, outcome);
        _tried++;
        if (_progress is not null && (_tried & 1023) == 0)
            _progress.Report(new ExplorationProgress(search.Name, _tried, _options.Schedules));
        return outcome == Outcome.Failed ? Report(search, seed) : null;
    }

    private Outcome RunOne(Strategy strategy, ulong seed)
    {
        using var watch = _tried < Watched ? EscapeWatch.Over(_execution) : null;
        var outcome = _execution.Run(_body.At(seed, []), strategy, seed);
        strategy.Ended(_execution, outcome);
        return outcome;
    }

    private ExplorationFailure Report(PlannedSearch search, ulong seed) =>
        new FailureReport(_name, _body, _execution, _options, seed, []).Of(search.Name, _tried);

    private Exploration Result(Verdict verdict, ExplorationFailure? failure)
    {
        var phases = _runs.Where(run => run.HasBegun).Select(run => run.Phase).ToImmutableArray();
        if (phases.Sum(p => p.Truncated) is > 0 and var truncated)
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture, $"{truncated:N0} schedules met the bound of {_options.Steps:N0} steps"));
        return new Exploration(
            _name, verdict, phases, failure, [.. _notes], _cancellation.IsCancellationRequested);
    }
}
