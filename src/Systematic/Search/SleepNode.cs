namespace Verified.Systematic;

/// <summary>A place in the tree of schedules from which several steps may be taken.</summary>
internal sealed class SleepNode
{
    /// <summary>What the next step of a sleeping or finished flow touches, by flow.</summary>
    private readonly Footprint[] _footprints = new Footprint[HappensBefore.MostFlows];

    public ulong Enabled { get; private set; }

    /// <summary>Flows that must be tried from here.</summary>
    public ulong Backtrack { get; set; }

    /// <summary>Flows that were tried from here.</summary>
    public ulong Done { get; private set; }

    /// <summary>Flows that need not be tried: what follows was tried from an earlier node.</summary>
    public ulong Sleep { get; private set; }

    public int Chosen { get; private set; }

    /// <summary>Begins below the root or below <paramref name="parent"/>, whose chosen step has just been taken.</summary>
    public void Begin(ulong enabled, SleepNode? parent, Footprint taken)
    {
        Enabled = enabled;
        Backtrack = Done = Sleep = 0;
        if (parent is null)
            return;
        var candidates = (parent.Sleep | parent.Done) & ~(1UL << parent.Chosen);
        for (; candidates != 0; candidates &= candidates - 1)
        {
            var flow = System.Numerics.BitOperations.TrailingZeroCount(candidates);
            if (taken.ConflictsWith(parent._footprints[flow]))
                continue;
            Sleep |= 1UL << flow;
            _footprints[flow] = parent._footprints[flow];
        }
    }

    public void Choose(int flow)
    {
        Chosen = flow;
        Backtrack |= 1UL << flow;
        _footprints[flow] = default;
    }

    /// <summary>The chosen step was taken and touched this; with other values it may touch more.</summary>
    public void Took(Footprint footprint) => _footprints[Chosen] |= footprint;

    /// <summary>Everything below the chosen step was tried.</summary>
    public void Finish() => Done |= 1UL << Chosen;

    public ulong Left => Backtrack & ~Done & ~Sleep;
}
