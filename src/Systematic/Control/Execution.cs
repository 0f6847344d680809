using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Runs one schedule after another of one body, each step of each decided by a strategy.</summary>
/// <remarks>Belongs to one thread, the one that made it. Everything in it is used again by the next schedule.</remarks>
internal sealed partial class Execution
{
    private readonly Limits _limits;
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Made so far; the first <see cref="FlowCount"/> are in use.</summary>
    private readonly List<Flow> _flows = [];

    private int[] _enabled = new int[16];
    private Strategy _strategy = null!;

    /// <summary>Whose step it is.</summary>
    private Flow? _running;

    private long _stepsTaken;

    public Execution(ResourceTable resources, Limits limits)
    {
        _limits = limits;
        Resources = resources;
        Cancellations = new Cancellations(this);
        Time = new VirtualTime(this);
        _points = new PointPool(this);
        Runtime = new ControlledRuntime(this);
    }

    public ResourceTable Resources { get; }

    public Cancellations Cancellations { get; }

    public VirtualTime Time { get; }

    public ControlledRuntime Runtime { get; }

    public Trace Trace { get; } = new();

    /// <summary>How many flows there are; the first 64 have a bit in masks.</summary>
    public int FlowCount { get; private set; }

    /// <summary>Those that may take the next step, by number, ascending.</summary>
    public ReadOnlySpan<int> Enabled => _enabled.AsSpan(0, EnabledCount);

    public int EnabledCount { get; private set; }

    public ulong EnabledMask { get; private set; }

    /// <summary>The flow that took the last step; −1 before the first.</summary>
    public int LastFlow => Trace.Count == 0 ? -1 : Trace.Last.Flow;

    /// <summary>What went wrong in this schedule.</summary>
    public Mishap? Mishap { get; private set; }

    /// <summary>Steps of all schedules; the watchdog reads it from its own thread.</summary>
    public long StepsTaken => Volatile.Read(ref _stepsTaken);

    /// <summary>Collects what a report needs; null in ordinary schedules.</summary>
    public Telling? Telling { get; set; }

    public bool IsTelling => Telling is not null;

    public Flow FlowAt(int number) => _flows[number];

    /// <summary>Runs one schedule.</summary>
    /// <param name="body">The code under test, the first operation.</param>
    /// <param name="strategy">Decides.</param>
    /// <param name="seed">Determines what <c>Next</c> and <c>NewId</c> of the runtime give.</param>
    public Outcome Run(Func<Runtime, Task> body, Strategy strategy, ulong seed)
    {
        Clear(seed);
        _strategy = strategy;
        var main = Begin("main", Mix.Of(1), () => body(Runtime));
        try
        {
            Start(main);
            return Loop(main);
        }
        finally
        {
            _running = null;
        }
    }

    private Outcome Loop(Operation main)
    {
        while (true)
        {
            if (_givenUp is not null)
                throw _givenUp;
            if (Escape is not null)
                return Fail(Escape);
            if (main.HasEnded)
                return Judge(main);
            FindEnabled();
            var isBarrier = EnabledCount == 0 && Time.HasTimers;
            if (isBarrier)
            {
                Time.Advance();
                FindEnabled();
            }

            if (EnabledCount == 0)
                return Fail(DeadEnd());
            if (Trace.Count >= _limits.Steps && SuffixEnds())
                return Mishap is null ? Outcome.Truncated : Outcome.Failed;
            var flow = _isInSuffix ? LeastRecent() : _strategy.ChooseFlow(this);
            if (flow < 0)
                return Outcome.Pruned;
            Take(_flows[flow], isBarrier);
            if (!_isInSuffix)
                _strategy.Stepped(this);
        }
    }

    private void FindEnabled()
    {
        var count = 0;
        var mask = 0UL;
        for (var i = 0; i < FlowCount; i++)
        {
            var flow = _flows[i];
            if (!(flow == _clock ? ClockIsEnabled : flow.IsEnabled))
                continue;
            _enabled[count++] = i;
            if (i < 64)
                mask |= 1UL << i;
        }

        EnabledCount = count;
        EnabledMask = mask;
    }

    private void Take(Flow flow, bool isBarrier)
    {
        ref var step = ref Trace.Add();
        step.Flow = flow.Number;
        step.Choices = EnabledCount;
        step.Enabled = EnabledMask;
        step.WokenBy = flow.WokenBy;
        step.IsGuarded = flow.Point?.Guard is not null;
        step.IsBarrier = isBarrier;
        step.Footprint = flow.NextFootprint;
        step.Values = 0;
        flow.LastStep = CurrentStep;
        Telling?.Begin(this, flow);
        Volatile.Write(ref _stepsTaken, _stepsTaken + 1);
        _running = flow;
        if (flow == _clock)
            flow.Operation.Run(s_fire, Time);
        else
            flow.Run();
        _running = null;
    }
}
