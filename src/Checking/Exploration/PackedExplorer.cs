using Verified.Checking.Liveness;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>Breadth-first search on packed states, level by level, on several threads.</summary>
/// <remarks>
/// It finds that something is wrong; what exactly, <see cref="Verdicts"/> tells by evaluating that state again on values.
/// Where a state does not fit the guess of what states look like, the search starts again with a better one.
/// </remarks>
internal sealed class PackedExplorer : ISearch
{
    private readonly Model _model;
    private readonly CheckOptions _options;
    private readonly EvaluationHost _host;
    private readonly CancellationToken _cancellation;
    private readonly PackedModel _packed;
    private readonly PackedWorker[] _workers;
    private readonly Verdicts _verdicts;
    private volatile Finding? _finding;
    private readonly MemoryGuard _memory;
    private volatile string? _stopped;
    private volatile MisfitException? _misfit;
    private List<StateChunk> _level = [];
    private int _next;
    private bool _goesOn;

    public PackedExplorer(
        Model model, PackedModel packed, CheckOptions options, EvaluationHost host, CancellationToken cancellation)
    {
        (_model, _packed, _options, _host, _cancellation) = (model, packed, options, host, cancellation);
        _memory = new MemoryGuard(options.MemoryLimit);
        ChecksDeadlock = model.CheckDeadlock && !options.AllowDeadlock;
        _verdicts = new Verdicts(model, ChecksDeadlock, host);
        _workers = new PackedWorker[model.IsOrdered ? 1 : Math.Max(1, options.Workers)];
        Record = model.TemporalProperties.IsEmpty ? null : new BehaviourRecord(model, packed);
        Visited = new VisitedStates(isNumbered: Record is not null);
    }

    public VisitedStates Visited { get; }

    /// <summary>What is recorded for the temporal properties; null if there are none.</summary>
    public BehaviourRecord? Record { get; }

    public bool ChecksDeadlock { get; }

    public int Depth { get; private set; }

    public long Generated
    {
        get
        {
            long sum = 0;
            foreach (var worker in _workers)
                if (worker is not null) sum += Volatile.Read(ref worker.Generated);
            return sum;
        }
    }

    public long Queue => Math.Max(0, _level.Count - Volatile.Read(ref _next)) * (long)StateQueue.ChunkStates;

    public Finding? Found => _finding;

    public string? Stopped => _stopped;

    /// <summary>What did not fit the layout, if the search ended for that.</summary>
    public MisfitException? Misfit => _misfit;

    public void Run(Action tick)
    {
        Depth = 1;
        using var barrier = new Barrier(_workers.Length, _ => TakeLevel());
        using var initial = new InitialStates(this, _packed.Layout, _workers.Length);
        DeepThreads.Run(_model.Compiled, _workers.Length, i => Work(i, initial, barrier), tick);
        // The last level found nothing new.
        if (Depth > 1 && !IsOver) Depth--;
    }

    public BehaviourGraph Graph(long memoryLimit, CancellationToken cancellation) =>
        PackedGraph.Build(_packed, [.. _workers.Select(w => w.Evaluator)], Record!, memoryLimit, cancellation);

    public PackedModel Packed => _packed;

    public EvaluationHost Host => _host;

    /// <summary>The next states to expand; null at the end of the level.</summary>
    public StateChunk? Take()
    {
        if (IsOver || IsInterrupted()) return null;
        var next = Interlocked.Increment(ref _next) - 1;
        return next < _level.Count ? _level[next] : null;
    }

    public void ReportDeadlock(ulong state) => Report(new Finding.Deadlock(state));

    /// <summary>Something is wrong with a successor of a state, or, if that is empty, with an initial state.</summary>
    /// <param name="identity">What the visited states know it by.</param>
    public void Reconsider(ReadOnlySpan<int> state, ulong identity) =>
        Report(state.IsEmpty ? _verdicts.Of(null, 0) : _verdicts.Of(_packed.Layout.Decode(state), identity));

    /// <summary>Whether there is no need to go on.</summary>
    public bool IsOver => _finding is not null || _stopped is not null || _misfit is not null;

    private void Report(Finding finding) => Interlocked.CompareExchange(ref _finding, finding, null);

    /// <summary>Whether the search is to end early.</summary>
    public bool IsInterrupted()
    {
        if (_cancellation.IsCancellationRequested) _stopped = "cancelled or out of time";
        else if (_memory.IsExceeded) _stopped = "out of memory";
        return _stopped is not null;
    }

    private void TakeLevel()
    {
        var level = new List<StateChunk>();
        foreach (var worker in _workers)
        {
            if (worker is null) continue;
            level.AddRange(worker.Found.Chunks);
            worker.Found.Chunks.Clear();
        }

        // Decided once, for all threads.
        _goesOn = level.Count > 0 && !IsOver;
        (_level, _next) = (level, 0);
        if (_goesOn) Depth++;
    }

    private void Work(int number, InitialStates initial, Barrier barrier)
    {
        Guard(number, () => _workers[number] = new PackedWorker(this, _model, _packed, _host));
        Guard(number, () => Begin(number, initial));
        barrier.SignalAndWait();
        while (_goesOn)
        {
            Guard(number, _workers[number].Expand);
            barrier.SignalAndWait();
        }
    }

    // One thread enumerates the initial states, all judge them.
    private void Begin(int number, InitialStates initial)
    {
        try
        {
            if (_workers[number] is not { } worker) return;
            if (number == 0) initial.Enumerate(new Evaluator(_model.Compiled, _host), worker);
            else initial.Judge(worker);
        }
        finally
        {
            // The others wait for that, also where it never began.
            if (number == 0) initial.End();
        }
    }

    private void Guard(int number, Action work)
    {
        try
        {
            work();
        }
        catch (MisfitException misfit)
        {
            _misfit = misfit;
        }
        catch (EvaluationException fault)
        {
            Report(new Finding.Fault(0, null, fault));
        }
        catch (Exception fault) when (fault is ValueException or InsufficientExecutionStackException)
        {
            if (Depth == 1) Reconsider([], 0);
            else _workers[number].Reconsider();
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
