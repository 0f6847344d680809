using Verified.Checking.Liveness;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>Breadth-first search of all reachable states, level by level, on several threads.</summary>
/// <remarks>
/// A level is explored whole before the next begins, so the first violation found lies on a shortest path. States are
/// kept only while they wait; a trace is found again from fingerprints, as TLC does it.
/// </remarks>
internal sealed class Explorer : ISearch
{
    private readonly Model _model;
    private readonly CheckOptions _options;
    private readonly VisitedStates _visited = new();
    private readonly ExplorationWorker[] _workers;
    private readonly CancellationToken _cancellation;
    private volatile Finding? _finding;
    private volatile string? _stopped;
    private List<Value[]> _level = [];
    private int _next;

    public Explorer(Model model, CheckOptions options, EvaluationHost host, CancellationToken cancellation)
    {
        _model = model;
        _options = options;
        _cancellation = cancellation;
        _workers = new ExplorationWorker[Math.Max(1, options.Workers)];
        for (var i = 0; i < _workers.Length; i++)
            _workers[i] = new ExplorationWorker(this, model, options, host);
    }

    public VisitedStates Visited => _visited;

    /// <summary>The level under way: 1 for initial states.</summary>
    public int Depth { get; private set; }

    public long Generated
    {
        get
        {
            long sum = 0;
            foreach (var worker in _workers) sum += Volatile.Read(ref worker.Generated);
            return sum;
        }
    }

    public long Queue => Math.Max(0, _level.Count - Volatile.Read(ref _next));

    /// <summary>What ended the search early, if anything.</summary>
    public Finding? Found => _finding;

    /// <summary>Why the search stopped before its end, or null.</summary>
    public string? Stopped => _stopped;

    /// <summary>Searches to the end, to a finding, or to a stop; calls <paramref name="tick"/> about every 200 ms.</summary>
    public void Run(Action tick)
    {
        Depth = 1;
        RunThreads(1, worker => worker.Initial(), tick);
        while (_finding is null && _stopped is null && TakeLevel())
        {
            Depth++;
            RunThreads(_workers.Length, worker => worker.Expand(), tick);
        }

        // The last level found nothing new.
        if (Depth > 1 && _finding is null && _stopped is null) Depth--;
    }

    public BehaviourGraph Graph(CancellationToken cancellation) => ValueGraph.Build(_model, cancellation);

    public ulong FingerprintOf(ReadOnlySpan<Value> state) => StateFingerprint.Of(state);

    /// <summary>The next states to expand, as a range of the level; empty at its end.</summary>
    public ReadOnlySpan<Value[]> Take(int many)
    {
        if (_finding is not null || Interrupted()) return [];
        var start = Interlocked.Add(ref _next, many) - many;
        return start >= _level.Count
            ? []
            : System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_level)
                .Slice(start, Math.Min(many, _level.Count - start));
    }

    public void Report(Finding finding) => Interlocked.CompareExchange(ref _finding, finding, null);

    private bool Interrupted()
    {
        if (_stopped is not null) return true;
        if (_cancellation.IsCancellationRequested) _stopped = "cancelled or out of time";
        else if (_options.MemoryLimit != long.MaxValue && GC.GetTotalMemory(false) > _options.MemoryLimit)
            _stopped = "out of memory";
        return _stopped is not null;
    }

    private bool TakeLevel()
    {
        var next = new List<Value[]>();
        foreach (var worker in _workers)
        {
            next.AddRange(worker.Found);
            worker.Found.Clear();
        }

        _level = next;
        _next = 0;
        return next.Count > 0;
    }

    private void RunThreads(int count, Action<ExplorationWorker> run, Action tick)
    {
        // Small levels are not worth waking another thread for.
        if (_level.Count < 128) count = 1;
        DeepThreads.Run(_model.Compiled, count, i => RunWorker(_workers[i], run), tick);
    }

    private void RunWorker(ExplorationWorker worker, Action<ExplorationWorker> run)
    {
        try
        {
            run(worker);
        }
        catch (EvaluationException fault)
        {
            Report(new Finding.Fault(worker.Expanding, worker.Judging, fault));
        }
        catch (Exception fault)
        {
            Report(new Finding.Crash(fault));
        }
    }
}

/// <summary>What ends a search.</summary>
internal abstract record Finding
{
    /// <summary>A property is false: of <paramref name="State"/>, or of the step to it from <paramref name="From"/>.</summary>
    public sealed record Violation(Formula Property, Value[]? From, Value[] State, Span FalseConjunct) : Finding;

    public sealed record Deadlock(Value[] State) : Finding;

    /// <summary>A formula has no value, while <paramref name="State"/> was expanded (null: an initial state), or while
    /// <paramref name="Judged"/>, reached from it, was judged.</summary>
    public sealed record Fault(Value[]? State, Value[]? Judged, EvaluationException Exception) : Finding;

    /// <summary>A defect of the checker.</summary>
    public sealed record Crash(Exception Exception) : Finding;
}
