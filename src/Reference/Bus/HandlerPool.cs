using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Runs handlers, as many at once as there are permits.</summary>
/// <remarks>
/// Workers start when there is something to do and end when there is not, so a burst costs one start for many runs. The
/// first begins on the thread of the reader when that waits for more; one that takes a run and leaves others behind
/// starts the next. A worker has a permit while it runs handlers. It gives it back now and then, so that a handler that
/// waits to go on gets its turn; and a handler that waits gives it back before it waits. Thread-safe. Source:
/// <c>EventBus</c>, VARIABLE <c>permits</c>.
/// </remarks>
internal sealed class HandlerPool(
    Runtime runtime, string name, EventBusOptions options, Func<EventContext, Gate.Permit, ValueTask> run)
{
    /// <summary>How many runs a worker does before it lets others have its permit.</summary>
    private const int Turn = 32;

    private readonly string _worker = $"{name}/worker";
    private readonly Gate _permits = runtime.CreateGate($"{name}/permits", options.MaxPermits);

    /// <summary>What was added and not handed over; for the one who adds, who hands it over before it waits.</summary>
    private Queue<EventContext> _added = new();

    /// <summary>Guards what follows.</summary>
    private readonly Lock _gate = new();

    private Queue<EventContext> _due = new();
    private readonly List<Task> _operations = [];

    /// <summary>Workers that look for more when they have ended a run.</summary>
    private int _workers;

    /// <summary>One of them has yet to take its first run; there is no need for another before.</summary>
    private bool _isStarting;

    private int _sweepAt = 16;

    /// <summary>Who adds has to wait while so many are due.</summary>
    private readonly int _maxDue = Math.Max(1, options.MaxAhead / 2);

    /// <summary>Pulsed when nothing is due any more, and somebody waits for that.</summary>
    private readonly Signal _drained = runtime.CreateSignal($"{name}/drained");

    private bool _isAwaited;

    /// <summary>One that is not in use.</summary>
    private Beginning? _spare;

    /// <summary>Runs are due. They begin when somebody calls <see cref="Begin"/>, <see cref="BeginHere"/> or
    /// <see cref="WhenEmptyAsync"/>.</summary>
    /// <remarks>For one caller at a time. Waits while many are due until none is: more would not begin earlier, and to
    /// wake for each would cost a change of threads for each.</remarks>
    public ValueTask AddAsync(EventRuns runs, CancellationToken cancellationToken)
    {
        for (var i = 0; i < runs.Count; i++)
            _added.Enqueue(runs[i]);
        return Volatile.Read(ref _workers) == 0 && _added.Count < _maxDue
            ? default // nobody looks for any: those who will are begun after a hand-over
            : HandOverAsync(cancellationToken);
    }

    /// <summary>Begins what is due, if anything is, on the thread of the caller, who is about to wait.</summary>
    /// <remarks>For who adds.</remarks>
    public void BeginHere()
    {
        Beginning beginning;
        Then then;
        lock (_gate)
        {
            HandOver();
            if (!NeedsWorker())
                return;
            _workers++;
            beginning = _spare ?? new Beginning(this);
            _spare = null;
            beginning.First = Take(out then);
        }

        Do(then);
        Keep(runtime.SpawnHere(_worker, beginning.WorkAsync));
    }

    /// <summary>Begins what is due, if anything is.</summary>
    /// <remarks>For who adds.</remarks>
    public void Begin()
    {
        lock (_gate)
            HandOver();
        BeginElsewhere();
    }

    /// <summary>Lets a handler wait for something without its permit, and gives it one again.</summary>
    /// <remarks>What is awaited may need permits; to hold one meanwhile is to wait for ever.</remarks>
    /// <param name="permit">The one it holds. All are alike: it need not get back the same.</param>
    /// <param name="awaited">What it waits for.</param>
    public async ValueTask<T> WithoutPermitAsync<T>(Gate.Permit permit, Task<T> awaited)
    {
        lock (_gate)
            _workers--; // this one looks for no more
        BeginElsewhere();
        permit.Dispose();
        try
        {
            return await awaited;
        }
        finally
        {
            // It must hold one when it goes on, also on its way out.
            _ = await _permits.EnterAsync(CancellationToken.None);
            lock (_gate)
                _workers++;
        }
    }

    /// <summary>Ends when all that was added has run, with the first failure of the pool itself.</summary>
    public async Task WhenEmptyAsync()
    {
        Begin();
        while (Unfinished() is { Length: > 0 } operations)
            await Task.WhenAll(operations);
    }

    private async ValueTask DrainedAsync(long seen, CancellationToken cancellationToken) =>
        await new Meanwhile(TrueAfterAsync(_drained.WaitAsync(seen, cancellationToken)), BeginHere);

    private static async ValueTask<bool> TrueAfterAsync(ValueTask awaited)
    {
        await awaited;
        return true;
    }

    private Task[] Unfinished()
    {
        lock (_gate)
            return [.. _operations.Where(operation => !operation.IsCompletedSuccessfully)];
    }

    private ValueTask HandOverAsync(CancellationToken cancellationToken)
    {
        long seen;
        lock (_gate)
        {
            HandOver();
            if (_due.Count < _maxDue)
                return default;
            _isAwaited = true;
            seen = _drained.Version;
        }

        return DrainedAsync(seen, cancellationToken);
    }

    /// <summary>What was added is due from now on; the caller holds the lock.</summary>
    private void HandOver()
    {
        if (_due.Count == 0)
            (_due, _added) = (_added, _due);
        while (_added.TryDequeue(out var added))
            _due.Enqueue(added);
    }

    private void BeginElsewhere()
    {
        lock (_gate)
        {
            if (!NeedsWorker())
                return;
            _workers++;
            _isStarting = true;
        }

        Do(Then.BeginAnother);
    }

    /// <summary>There is work for another worker; the caller holds the lock.</summary>
    private bool NeedsWorker() => _due.Count > 0 && _workers < options.MaxPermits && !_isStarting;

    private void Keep(Task operation)
    {
        if (operation.IsCompletedSuccessfully)
            return;
        lock (_gate)
        {
            if (_operations.Count >= _sweepAt)
            {
                _operations.RemoveAll(ended => ended.IsCompletedSuccessfully);
                _sweepAt = Math.Max(16, _operations.Count * 2);
            }

            _operations.Add(operation);
        }
    }

    /// <param name="first">The first run; null for a worker that has yet to take it.</param>
    private async Task WorkAsync(EventContext? first)
    {
        var isStarting = first is null;
        while (true)
        {
            using var permit = await _permits.EnterAsync(CancellationToken.None);
            for (var i = 0; i < Turn; i++)
            {
                if ((first ?? TakeNext(isStarting)) is not { } due)
                    return;
                (first, isStarting) = (null, false);
                await runtime.PointAsync(name);
                await run(due, permit);
            }
        }
    }

    /// <summary>Takes a run, and begins a worker for what it leaves, where there may be one more.</summary>
    /// <returns>Null: there is none, and the worker counts no longer.</returns>
    private EventContext? TakeNext(bool isStarting)
    {
        EventContext? due;
        Then then;
        lock (_gate)
        {
            _isStarting &= !isStarting;
            due = Take(out then);
        }

        Do(then);
        return due;
    }

    /// <summary><see cref="TakeNext"/> for a caller that holds the lock.</summary>
    private EventContext? Take(out Then then)
    {
        if (!_due.TryDequeue(out var due))
            _workers--;
        then = Then.Nothing;
        if (NeedsWorker())
        {
            _workers++;
            _isStarting = true;
            then |= Then.BeginAnother;
        }

        if (_isAwaited && _due.Count == 0)
        {
            _isAwaited = false;
            then |= Then.TellDrained;
        }

        return due;
    }

    private void Do(Then then)
    {
        if ((then & Then.BeginAnother) != 0)
            Keep(runtime.Spawn(_worker, () => WorkAsync(null)));
        if ((then & Then.TellDrained) != 0)
            _drained.Pulse();
    }

    /// <summary>What is to be done when the lock is free.</summary>
    [Flags]
    private enum Then
    {
        Nothing = 0,

        /// <summary>A worker is counted that has yet to begin.</summary>
        BeginAnother = 1,

        /// <summary>Nothing is due any more, and somebody waits for that.</summary>
        TellDrained = 2,
    }

    /// <summary>A worker that begins with a run in its hand: for each burst, so it is used again.</summary>
    private sealed class Beginning
    {
        public Beginning(HandlerPool pool) => WorkAsync = () =>
        {
            var first = First;
            First = null;
            Volatile.Write(ref pool._spare, this);
            return pool.WorkAsync(first);
        };

        public EventContext? First { get; set; }

        public Func<Task> WorkAsync { get; }
    }
}
