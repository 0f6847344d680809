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
internal sealed class HandlerPool(Runtime runtime, string name, int permits, Func<DueRun, Gate.Permit, ValueTask> run)
{
    /// <summary>How many runs a worker does before it lets others have its permit.</summary>
    private const int Turn = 32;

    private readonly string _worker = $"{name}/worker";
    private readonly Gate _permits = runtime.CreateGate($"{name}/permits", permits);
    private readonly Lock _gate = new();
    private readonly Queue<DueRun> _due = new();
    private readonly List<Task> _operations = [];

    /// <summary>Workers that look for more when they have ended a run.</summary>
    private int _workers;

    /// <summary>One of them has yet to take its first run; there is no need for another before.</summary>
    private bool _isStarting;

    private int _sweepAt = 16;

    /// <summary>Runs are due. They begin when somebody calls <see cref="BeginHere"/> or <see cref="WhenEmptyAsync"/>.</summary>
    public void Add(EventRuns runs)
    {
        lock (_gate)
            for (var i = 0; i < runs.Handlers.Length; i++)
                _due.Enqueue(new DueRun(runs, i));
    }

    /// <summary>Begins what is due, if anything is, on the thread of the caller, who is about to wait.</summary>
    public void BeginHere()
    {
        if (MayStart())
            Keep(runtime.SpawnHere(_worker, WorkAsync));
    }

    /// <summary>Begins what is due, if anything is.</summary>
    public void Begin()
    {
        if (MayStart())
            Keep(runtime.Spawn(_worker, WorkAsync));
    }

    /// <summary>Lets a handler wait for something without its permit, and gives it one again.</summary>
    /// <remarks>What is awaited may need permits; to hold one meanwhile is to wait for ever.</remarks>
    /// <param name="permit">The one it holds. All are alike: it need not get back the same.</param>
    /// <param name="awaited">What it waits for.</param>
    public async ValueTask<T> WithoutPermitAsync<T>(Gate.Permit permit, Task<T> awaited)
    {
        lock (_gate)
            _workers--; // this one looks for no more
        Begin();
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

    private Task[] Unfinished()
    {
        lock (_gate)
            return [.. _operations.Where(operation => !operation.IsCompletedSuccessfully)];
    }

    private bool MayStart()
    {
        lock (_gate)
        {
            if (_due.Count == 0 || _workers >= permits || _isStarting)
                return false;
            _workers++;
            return _isStarting = true;
        }
    }

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

    private async Task WorkAsync()
    {
        do
        {
            using var permit = await _permits.EnterAsync(CancellationToken.None);
            for (var i = 0; i < Turn && TryTake(out var due); i++)
            {
                Begin(); // what it leaves
                await runtime.PointAsync(name);
                await run(due, permit);
            }
        }
        while (!MayGo());
    }

    private bool TryTake(out DueRun due)
    {
        lock (_gate)
        {
            _isStarting = false;
            return _due.TryDequeue(out due);
        }
    }

    private bool MayGo()
    {
        lock (_gate)
        {
            if (_due.Count > 0)
                return false;
            _workers--;
            return true;
        }
    }
}
