namespace Verified.Systematic;

/// <summary>An operation under control, which is the task scheduler of its own code: whatever that code awaits comes
/// back here, and says by coming whose it is.</summary>
internal sealed class Operation(Execution execution) : TaskScheduler
{
    private static readonly Action<object?> s_start = static operation => ((Operation)operation!).Enter();

    private readonly List<Flow> _flows = [];
    private Func<Task> _body = null!;
    private bool _runsNow;
    private RandomStream _random;
    private ulong _ids;
    private uint _children;
    private uint _timers;
    private uint _choices;

    public int Number { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The same in every interleaving: which child of which parent.</summary>
    public ulong Key { get; private set; }

    /// <summary>The task of its code, which is what its caller awaits; null until the code waits for the first time.</summary>
    public Task? Inner { get; private set; }

    public bool HasEnded => Inner is { IsCompleted: true };

    public IReadOnlyList<Flow> Flows => _flows;

    public void Begin(int number, string name, ulong key, ulong seed, Func<Task> body)
    {
        Number = number;
        Name = name;
        Key = key;
        Inner = null;
        _flows.Clear();
        _body = body;
        _random = new RandomStream(Mix.Of(seed, key));
        _ids = 0;
        _children = _timers = _choices = 0;
    }

    public ulong NextChildKey() => Mix.Of(Key, ++_children);

    public ulong NextTimerKey() => Mix.Of(Key, (1UL << 32) + ++_timers);

    /// <summary>Choices that were not left to the strategy are counted too.</summary>
    public ulong NextChoiceKey() => Mix.Of(Key, (1UL << 33) + ++_choices);

    public int Next(int exclusiveMax) => _random.Next(exclusiveMax);

    public Guid NextId() => NewGuid(Mix.Of(Key, ++_ids), Mix.Of(_ids, Key));

    public void Add(Flow flow) => _flows.Add(flow);

    /// <summary>The flow that an item belongs to which comes back to this operation; null: none is free.</summary>
    /// <param name="running">The flow of the current step.</param>
    public Flow? FreeFlow(Flow? running)
    {
        if (running is not null && running.Operation == this && !running.IsPending)
            return running;
        // Which of several idle flows came back cannot be known; a new one then has the fewest ties.
        return _flows.Count == 1 && !_flows[0].IsPending ? _flows[0] : null;
    }

    /// <summary>Runs the code up to its first wait.</summary>
    public void Start() => Run(s_start, this);

    public void Run(Action<object?> continuation, object? state) => Run(new Task(continuation, state));

    public void Run(Task task)
    {
        _runsNow = true;
        if (task.Status == TaskStatus.Created)
            task.Start(this);
        else
            QueueTask(task);
    }

    protected override void QueueTask(Task task)
    {
        if (_runsNow)
        {
            _runsNow = false;
            TryExecuteTask(task);
        }
        else
        {
            execution.Wake(this, task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && execution.IsRunning(this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private static Guid NewGuid(ulong high, ulong low)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, high);
        BitConverter.TryWriteBytes(bytes[8..], low);
        return new Guid(bytes);
    }

    private void Enter()
    {
        if (execution.IsWatched)
            EscapeWatch.Mark(execution);
        try
        {
            Inner = _body();
        }
        catch (OperationCanceledException e)
        {
            Inner = Task.FromCanceled(
                e.CancellationToken.IsCancellationRequested ? e.CancellationToken : new CancellationToken(true));
        }
#pragma warning disable CA1031 // Whatever the code throws before its first await ends its task, as elsewhere.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Inner = Task.FromException(e);
        }
    }
}
