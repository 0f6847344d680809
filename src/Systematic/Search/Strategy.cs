namespace Verified.Systematic;

/// <summary>Decides schedules, one after another.</summary>
internal abstract class Strategy
{
    /// <summary>Prepares the next schedule.</summary>
    /// <returns>False: there is none left.</returns>
    public abstract bool Begin();

    /// <summary>Picks the flow that takes the next step.</summary>
    /// <returns>The number of an enabled flow; −1 to give the schedule up.</returns>
    public abstract int ChooseFlow(Execution execution);

    /// <summary>Picks a value from 0 to below <paramref name="alternatives"/>.</summary>
    /// <param name="execution">In the middle of a step.</param>
    /// <param name="alternatives">At least 2.</param>
    /// <param name="isFault">0 is then that nothing happens.</param>
    public abstract int ChooseValue(Execution execution, int alternatives, bool isFault);

    /// <summary>A step was taken; all that it touched is known.</summary>
    public virtual void Stepped(Execution execution)
    {
    }

    /// <summary>A schedule has ended.</summary>
    public virtual void Ended(Execution execution, Outcome outcome)
    {
    }
}
