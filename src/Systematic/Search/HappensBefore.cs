namespace Verified.Systematic;

/// <summary>The order that every schedule equivalent to a trace keeps: vector clocks, one for each step.</summary>
/// <remarks>
/// A step comes after the one that made it possible, after its flow's last one, and after every earlier step that it
/// conflicts with. Adding a step costs O(steps · flows); at most 64 flows.
/// <para>Source: Mattern, "Virtual Time and Global States of Distributed Systems", 1989.</para>
/// </remarks>
internal sealed class HappensBefore
{
    /// <summary>Bits in a mask of flows.</summary>
    public const int MostFlows = 64;

    /// <summary>For each step, how many steps of each flow come before it or are it.</summary>
    private int[] _clocks = new int[MostFlows * 64];

    /// <summary>For each step, which of its flow's steps it is, from 1.</summary>
    private int[] _ordinals = new int[64];

    /// <summary>For each flow, its last step; −1: none.</summary>
    private readonly int[] _last = new int[MostFlows];

    /// <summary>The part of the newest clock that no reordering can take away.</summary>
    private readonly int[] _fixed = new int[MostFlows];

    private int _flows;

    /// <summary>Steps so far.</summary>
    public int Count { get; private set; }

    /// <summary>Steps that the newest one could have gone before, nearest first.</summary>
    public List<int> Races { get; } = [];

    /// <summary>A hash of the trace up to here that equivalent traces share.</summary>
    public ulong Hash { get; private set; }

    public bool IsBefore(Trace trace, int earlier, int later) =>
        ClockOf(later)[trace[earlier].Flow] >= _ordinals[earlier];

    /// <summary>How many steps of a flow come before a step.</summary>
    public int Known(int step, int flow) => _clocks[(step * MostFlows) + flow];

    public int OrdinalOf(int step) => _ordinals[step];

    /// <summary>Forgets all but the first steps.</summary>
    public void Truncate(Execution execution, int count)
    {
        _flows = execution.FlowCount;
        _last.AsSpan().Fill(-1);
        Hash = execution.Trace.FirstValues;
        for (Count = 0; Count < count; Count++)
        {
            _last[execution.Trace[Count].Flow] = Count;
            unchecked
            {
                Hash += HashOf(execution, Count);
            }
        }
    }

    /// <summary>Adds the next step of the trace.</summary>
    public void Add(Execution execution)
    {
        var trace = execution.Trace;
        var index = Count++;
        if (_ordinals.Length < Count)
        {
            Array.Resize(ref _ordinals, Count * 2);
            Array.Resize(ref _clocks, Count * 2 * MostFlows);
        }

        _flows = execution.FlowCount;
        ref var step = ref trace[index];
        var clock = ClockOf(index);
        BeginClock(ref step, clock);
        clock[.._flows].CopyTo(_fixed);
        FindRaces(trace, index, clock);
        var last = _last[step.Flow];
        _ordinals[index] = last < 0 ? 1 : _ordinals[last] + 1;
        clock[step.Flow] = _ordinals[index];
        _last[step.Flow] = index;
        unchecked
        {
            Hash += HashOf(execution, index);
        }
    }

    /// <summary>Adds a step that a flow would have taken if it had not had to wait for ever, and that is no part of the
    /// trace.</summary>
    public void AddBlocked(Execution execution, Flow flow)
    {
        ref var step = ref execution.Trace.Add();
        step = new Step
        {
            Flow = flow.Number,
            WokenBy = flow.WokenBy,
            IsGuarded = true,
            Footprint = flow.NextFootprint,
        };
        var (hash, last) = (Hash, _last[flow.Number]);
        Add(execution);
        Hash = hash;
        _last[flow.Number] = last;
    }

    /// <summary>Takes such a step away again.</summary>
    public void RemoveBlocked(Execution execution)
    {
        execution.Trace.RemoveLast();
        Count--;
    }

    /// <summary>What comes before a step whatever it conflicts with.</summary>
    private void BeginClock(ref Step step, Span<int> clock)
    {
        var last = _last[step.Flow];
        if (last >= 0)
            ClockOf(last).CopyTo(clock);
        else
            clock.Clear();
        if (step.WokenBy >= 0 && step.WokenBy != last)
            Join(clock, step.WokenBy);
        if (step.IsBarrier)
            for (var flow = 0; flow < _flows; flow++)
                if (_last[flow] >= 0)
                    Join(clock, _last[flow]);
    }

    private void FindRaces(Trace trace, int index, Span<int> clock)
    {
        Races.Clear();
        ref var step = ref trace[index];
        for (var i = index - 1; i >= 0; i--)
        {
            ref var earlier = ref trace[i];
            if (_fixed[earlier.Flow] >= _ordinals[i] || !step.Footprint.ConflictsWith(earlier.Footprint))
                continue;
            Join(clock, i);
            switch (CouldGoBefore(ref step, i, ref earlier))
            {
                case true:
                    Races.Add(i);
                    Join(_fixed, i);
                    break;
                case null:
                    Races.Add(i);
                    break;
            }
        }
    }

    /// <summary>Whether the step could have been taken before an earlier one.</summary>
    /// <returns>Null: that is not known. False: it waited for the earlier one, so one before that is what it races
    /// with: not who left the gate, but who entered it.</returns>
    private bool? CouldGoBefore(ref Step step, int index, ref Step earlier)
    {
        if (!step.IsGuarded)
            return true;
        var waitedAlready = _last[step.Flow] < index && step.WokenBy < index;
        return waitedAlready ? (earlier.Enabled >> step.Flow & 1) != 0 : null;
    }

    private Span<int> ClockOf(int step) => _clocks.AsSpan(step * MostFlows, MostFlows);

    private void Join(Span<int> clock, int step)
    {
        var other = ClockOf(step);
        for (var flow = 0; flow < _flows; flow++)
            if (other[flow] > clock[flow])
                clock[flow] = other[flow];
    }

    private ulong HashOf(Execution execution, int index)
    {
        var clock = ClockOf(index);
        ref var step = ref execution.Trace[index];
        var past = step.Values;
        unchecked
        {
            for (var flow = 0; flow < _flows; flow++)
                if (clock[flow] > 0)
                    past += Mix.Of(execution.FlowAt(flow).Key, (ulong)clock[flow]);
        }

        return Mix.Of(execution.FlowAt(step.Flow).Key, past);
    }
}
