namespace Verified.Systematic;

/// <summary>One step of a schedule, as it was taken.</summary>
internal struct Step
{
    /// <summary>The flow that took it.</summary>
    public int Flow;

    /// <summary>How many flows could have.</summary>
    public int Choices;

    /// <summary>Which flows could have, one bit each; of the first 64.</summary>
    public ulong Enabled;

    /// <summary>The step that made this one possible; −1: the beginning.</summary>
    public int WokenBy;

    /// <summary>Whether it waited for something that others change.</summary>
    public bool IsGuarded;

    /// <summary>Whether everything before it comes before it in any order: time passed because all waited.</summary>
    public bool IsBarrier;

    public Footprint Footprint;

    /// <summary>Mixed from the values chosen within the step.</summary>
    public ulong Values;
}
