namespace Verified.Systematic;

/// <summary>A schedule that failed, with what makes it hard to read.</summary>
/// <param name="Flows">Who took each step.</param>
/// <param name="Values">What was chosen within steps.</param>
/// <param name="Preemptions">How often a flow was left that could have gone on.</param>
/// <param name="Faults">How many faults were chosen.</param>
internal sealed record FailedSchedule(int[] Flows, int[] Values, int Preemptions, int Faults)
{
    public static FailedSchedule Of(Trace trace)
    {
        var flows = new int[trace.Count];
        for (var i = 0; i < flows.Length; i++)
            flows[i] = trace[i].Flow;
        return new FailedSchedule(flows, trace.Values.ToArray(), trace.Preemptions(), trace.Faults);
    }

    /// <summary>Fewer preemptions come first, then fewer faults, then fewer steps.</summary>
    public bool IsSimplerThan(FailedSchedule other) =>
        (Preemptions, Faults, Flows.Length).CompareTo((other.Preemptions, other.Faults, other.Flows.Length)) < 0;
}
