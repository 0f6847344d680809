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
    private readonly long _started;
    private readonly List<Finding> _noted = [];
    private volatile Finding? _finding;
    private readonly MemoryGuard _memory;
    private volatile string? _stopped;
    private List<Value[]> _level = [];
    private int _next;

    public Explorer(
        Model model, CheckOptions options, EvaluationHost host, Action<string> print, CancellationToken cancellation)
    {
        _model = model;
        _options = options;
        _cancellation = cancellation;
        _started = options.Time.GetTimestamp();
        _memory = new MemoryGuard(options.MemoryLimit);
        Tally = options.Counts ? new ActionTally(model) : null;
        _workers = new ExplorationWorker[model.IsOrdered ? 1 : Math.Max(1, options.Workers)];
        for (var i = 0; i < _workers.Length; i++)
            _workers[i] = new ExplorationWorker(this, model, options, host, print);
    }

    public VisitedStates Visited => _visited;

    /// <summary>The counts of actions, where they are asked for.</summary>
    public ActionTally? Tally { get; }

    /// <summary>What the specification may ask of this run.</summary>
    public RunFacts Facts => new(
        "bfs", Generated, Visited.Count, Queue, Depth, (long)_options.Time.GetElapsedTime(_started).TotalSeconds)
    {
        Workers = _workers.Length,
        ChecksDeadlock = _model.CheckDeadlock && !_options.AllowDeadlock,
    };

    /// <summary>The registers of the first thread, which the postcondition reads.</summary>
    public EvaluationHost Host => _workers[0].Host;

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
        foreach (var worker in _workers.AsSpan(1)) worker.Host.CopyRegisters(Host);
        while (_finding is null && _stopped is null && TakeLevel())
        {
            if (Depth == _options.Depth)
            {
                _stopped = $"at depth {Depth}";
                return;
            }

            Depth++;
            RunThreads(_workers.Length, worker => worker.Expand(), tick);
        }

        // The last level found nothing new.
        if (Depth > 1 && _finding is null && _stopped is null) Depth--;
    }

    public BehaviourGraph Graph(long memoryLimit, CancellationToken cancellation) =>
        ValueGraph.Build(_model, memoryLimit, cancellation);

    /// <summary>The next states to expand, as a range of the level; empty at its end.</summary>
    public ReadOnlySpan<Value[]> Take(int many)
    {
        if (_finding is not null || IsInterrupted()) return [];
        var start = Interlocked.Add(ref _next, many) - many;
        return start >= _level.Count
            ? []
            : System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_level)
                .Slice(start, Math.Min(many, _level.Count - start));
    }

    /// <summary>Ends the search with a finding; or notes it, if the search is to go on. True if it ends.</summary>
    public bool Report(Finding finding)
    {
        if (!_options.Continues || finding is not (Finding.Violation or Finding.Deadlock))
            Interlocked.CompareExchange(ref _finding, finding, null);
        else
            lock (_noted)
                if (!_noted.Exists(known => known.IsOfOneProperty(finding)))
                    _noted.Add(finding);
        return _finding is not null;
    }

    /// <summary>What was found while the search went on, the first of each property.</summary>
    public IReadOnlyList<Finding> Noted => _noted;

    /// <summary>Whether the search is to stop: cancelled, out of memory, or asked for by the specification.</summary>
    public bool IsInterrupted()
    {
        if (_stopped is not null) return true;
        foreach (var worker in _workers)
            if (worker.Host.IsExitRequested)
                _stopped = "the specification asked for it (TLCSet)";
        if (_stopped is not null) return true;
        if (_cancellation.IsCancellationRequested) _stopped = "cancelled or out of time";
        else if (_memory.IsExceeded) _stopped = "out of memory";
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
            Report(new Finding.Fault(worker.ExpandingIdentity, worker.Judging, fault));
        }
        catch (UnsupportedException refusal)
        {
            Report(new Finding.Refusal(refusal));
        }
        catch (OutOfMemoryException)
        {
            _stopped = "out of memory";
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
    /// <summary>Whether both say that the same property is violated, or both that there is a deadlock.</summary>
    public bool IsOfOneProperty(Finding other) => (this, other) switch
    {
        (Violation one, Violation two) => ReferenceEquals(one.Property, two.Property),
        (Deadlock, Deadlock) => true,
        _ => false,
    };

    /// <summary>A property is false: of <paramref name="State"/>, or of the step to it.</summary>
    /// <param name="From">The identity of the state it was reached from; 0 for an initial state.</param>
    public sealed record Violation(Formula Property, ulong From, Value[] State, Span FalseConjunct) : Finding;

    /// <summary>A state has no successor.</summary>
    public sealed record Deadlock(ulong State) : Finding;

    /// <summary>A formula has no value, while the state of identity <paramref name="From"/> was expanded (0: initial
    /// states were made), or while <paramref name="Judged"/>, reached from it, was judged.</summary>
    public sealed record Fault(ulong From, Value[]? Judged, EvaluationException Exception) : Finding;

    /// <summary>A construct that is refused had to be evaluated.</summary>
    public sealed record Refusal(UnsupportedException Exception) : Finding;

    /// <summary>A defect of the checker.</summary>
    public sealed record Crash(Exception Exception) : Finding;
}
