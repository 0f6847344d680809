using System.Globalization;
using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Runs the searches of one exploration, one after another, on one thread.</summary>
internal sealed class Explorer
{
    /// <summary>Schedules under the eyes of <see cref="EscapeWatch"/>.</summary>
    private const int Watched = 2;

    private const string UnlabelledNote = "operations wake each other by means that have no label, such as a completion "
        + "source; what they do before the other waits cannot be seen, so only the full search can try everything";

    private readonly string _name;
    private readonly Func<Runtime, Task> _body;
    private readonly ExplorationOptions _options;
    private readonly IProgress<ExplorationProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<Phase> _phases = [];
    private readonly List<string> _notes = [];
    private readonly Execution _execution;
    private long _tried;

    public Explorer(
        string name,
        Func<Runtime, Task> body,
        ExplorationOptions options,
        IProgress<ExplorationProgress>? progress,
        Execution execution,
        CancellationToken cancellation)
    {
        (_name, _body, _options, _progress) = (name, body, options, progress);
        (_execution, _cancellation) = (execution, cancellation);
    }

    public Exploration Run()
    {
        try
        {
            foreach (var search in SearchPlan.Of(_options))
            {
                if (Run(search) is { } failure)
                    return Result(VerdictOf(failure), failure);
                if (search.IsComplete() && _phases[^1] is { IsExhausted: true, Truncated: 0 } && IsSound(search))
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
        if (!search.IsReduced || !_execution.HasUnlabelled)
            return true;
        if (!_notes.Contains(UnlabelledNote))
            _notes.Add(UnlabelledNote);
        return false;
    }

    private static Verdict VerdictOf(ExplorationFailure failure) =>
        failure.Kind is FailureKind.Escape or FailureKind.Unrepeatable ? Verdict.Uncontrolled : Verdict.Failed;

    private ExplorationFailure? Run(PlannedSearch search)
    {
        var count = new PhaseCount(search.Name);
        var budget = Math.Min(_options.Schedules, _tried + Math.Min(search.Budget, _options.Schedules));
        var exhausted = false;
        ExplorationFailure? failure = null;
        try
        {
            while (failure is null && _tried < budget && !_cancellation.IsCancellationRequested)
            {
                if (!search.Strategy.Begin())
                {
                    exhausted = true;
                    break;
                }

                var seed = search.SeedOf(_options.Seed, _tried);
                var outcome = RunOne(search.Strategy, seed);
                count.Add(_execution.Trace, outcome);
                _tried++;
                if (outcome == Outcome.Failed)
                    failure = Report(search, seed);
                if (_progress is not null && (_tried & 1023) == 0)
                    _progress.Report(new ExplorationProgress(search.Name, _tried, _options.Schedules));
            }
        }
        catch (UnsupportedSearchException e)
        {
            _notes.Add(e.Message);
        }

        _phases.Add(count.Phase(exhausted));
        return failure;
    }

    private Outcome RunOne(Strategy strategy, ulong seed)
    {
        using var watch = _tried < Watched ? EscapeWatch.Over(_execution) : null;
        var outcome = _execution.Run(_body, strategy, seed);
        strategy.Ended(_execution, outcome);
        return outcome;
    }

    private ExplorationFailure Report(PlannedSearch search, ulong seed) =>
        new FailureReport(_name, _body, _execution, _options, seed).Of(search.Name, _tried);

    private Exploration Result(Verdict verdict, ExplorationFailure? failure)
    {
        if (_phases.Sum(p => p.Truncated) is > 0 and var truncated)
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture, $"{truncated:N0} schedules met the bound of {_options.Steps:N0} steps"));
        return new Exploration(
            _name, verdict, [.. _phases], failure, [.. _notes], _cancellation.IsCancellationRequested);
    }
}
