namespace Verified.Systematic;

/// <content>What the code under test does to the schedule: begins operations, waits, wakes, chooses.</content>
internal sealed partial class Execution
{
    private static readonly Action<object?> s_fire = static time => ((VirtualTime)time!).Fire();

    /// <summary>Made so far; the first <see cref="_operationCount"/> are in use.</summary>
    private readonly List<Operation> _operations = [];

    private readonly PointPool _points;

    private int _operationCount;
    private ulong _seed;

    /// <summary>Why the strategy cannot go on, found out within a step.</summary>
    private UnrepeatableException? _givenUp;

    /// <summary>Fires timers; null until there is one.</summary>
    private Flow? _clock;

    public IEnumerable<Operation> Operations => _operations.Take(_operationCount);

    /// <summary>Whether, in any schedule so far, operations woke each other by something that has no label. Had it
    /// happened before the other waited, nobody would have seen it: reduction may then leave out too much.</summary>
    public bool HasUnlabelled { get; private set; }

    /// <summary>The operation whose code runs.</summary>
    public Operation Running => _running!.Operation;

    private int CurrentStep => Trace.Count - 1;

    private bool ClockIsEnabled => _limits.EarlyTimers ? Time.HasTimers : Time.IsDue;

    public Task Spawn(string name, Func<Task> body)
    {
        var parent = CheckControl("Spawn").Operation;
        var operation = Begin(name, parent.NextChildKey(), _limits.StartsAreSteps ? () => StartLater(body) : body);
        Start(operation);
        return operation.Inner!;
    }

    /// <summary>The flow of the current step; the caller is code under test.</summary>
    /// <param name="what">What the code asks for.</param>
    /// <exception cref="InvalidOperationException">The code is not under control.</exception>
    public Flow CheckControl(string what)
    {
        if (!IsOwnThread)
            Report($"{what} is used outside of control");
        return (IsOwnThread ? _running : null)
            ?? throw new InvalidOperationException($"{what} is used outside of a controlled operation.");
    }

    /// <summary>Whether it is the operation whose step it is, on the thread that steps belong to.</summary>
    public bool IsRunning(Operation operation) => IsOwnThread && _running?.Operation == operation;

    public Point RentPoint(
        string action, string resource, Footprint footprint, IGuard? guard, CancellationToken cancellation)
    {
        CheckControl(action);
        var point = _points.Rent();
        point.Prepare(action, resource, footprint, guard, cancellation);
        return point;
    }

    /// <summary>Keeps an eye on a point that is not of the pool.</summary>
    public void Adopt(Point point) => _points.Adopt(point);

    public void Return(Point point) => _points.Return(point);

    /// <summary>The current flow waits at a point.</summary>
    public void Await(Point point)
    {
        var operation = CheckControl(point.Action).Operation;
        FlowFor(operation).WaitAt(point, CurrentStep);
    }

    /// <summary>Code that an operation awaits elsewhere than at a point may go on.</summary>
    public void Wake(Operation operation, Task task)
    {
        if (!IsOwnThread)
        {
            Report($"'{operation.Name}' was woken");
            return;
        }

        // An operation that ends wakes who joins it; any other waking is a communication that has no label.
        if (_running is { IsClock: false } running && running.Operation != operation && !running.Operation.HasEnded)
        {
            HasUnlabelled = true;
            Touch(Footprint.Everything);
        }

        FlowFor(operation).Ready(task, CurrentStep);
    }

    /// <summary>The current step touches more than its label says.</summary>
    public void Touch(Footprint footprint)
    {
        if (Trace.Count > 0)
            Trace.Last.Footprint |= footprint;
    }

    /// <summary>A value that the strategy chooses within a step.</summary>
    public int ChooseValue(string name, int alternatives, bool isFault)
    {
        var choice = _running!.Operation.NextChoiceKey();
        if (alternatives == 1 || _isInSuffix || (isFault && Trace.Faults == _limits.Faults))
            return 0;
        var value = AskStrategy(alternatives, isFault);
        Trace.AddValue(value, choice, isFault);
        Telling?.Choose(name, value);
        return value;
    }

    /// <summary>The code under test must not be the one to deal with a strategy that gives up.</summary>
    private int AskStrategy(int alternatives, bool isFault)
    {
        try
        {
            return _strategy.ChooseValue(this, alternatives, isFault);
        }
        catch (UnrepeatableException e)
        {
            _givenUp = e;
            return 0;
        }
    }

    /// <summary>There is a timer, so there is somebody who fires it.</summary>
    public void TimerSet()
    {
        if (_clock is null)
        {
            var clock = Begin("clock", Mix.Of(2), () => Task.CompletedTask);
            _clock = clock.Flows[0];
            _clock.IsClock = true;
            Start(clock);
        }
    }

    private void Clear(ulong seed)
    {
        _seed = seed;
        _operationCount = 0;
        FlowCount = 0;
        _clock = null;
        _givenUp = null;
        Mishap = null;
        _isInSuffix = false;
        _monitors.Clear();
        Time.Clear();
        Cancellations.Clear();
        Trace.Clear();
        _points.Clear();
    }

    private Operation Begin(string name, ulong key, Func<Task> body)
    {
        if (_operationCount == _operations.Count)
            _operations.Add(new Operation(this));
        var operation = _operations[_operationCount];
        operation.Begin(_operationCount++, name, key, _seed, body);
        AddFlow(operation);
        return operation;
    }

    /// <summary>Runs the code of an operation up to its first wait, within the current step.</summary>
    private void Start(Operation operation)
    {
        var caller = _running;
        _running = operation.Flows[0];
        operation.Start();
        _running = caller;
    }

    private async Task StartLater(Func<Task> body)
    {
        var point = RentPoint("start", "", Footprint.Everything, guard: null, CancellationToken.None);
        await new ValueTask(point, point.Version);
        await body();
    }

    private Flow FlowFor(Operation operation) => operation.FreeFlow(_running) ?? AddFlow(operation);

    private Flow AddFlow(Operation operation)
    {
        if (FlowCount == _flows.Count)
            _flows.Add(new Flow(FlowCount));
        var flow = _flows[FlowCount++];
        if (_enabled.Length < FlowCount)
            Array.Resize(ref _enabled, FlowCount * 2);
        flow.Begin(operation, Mix.Of(operation.Key, (ulong)operation.Flows.Count + (1UL << 40)), CurrentStep);
        operation.Add(flow);
        return flow;
    }
}
