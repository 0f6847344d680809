namespace Verified.Systematic;

/// <summary>A strategy that draws each schedule anew, from the seed and the number of the schedule.</summary>
internal abstract class RandomStrategy(ulong seed, int faults) : Strategy
{
    private RandomStream _random;
    private ulong _schedule;
    private int _faultPoints;
    private int _mostFaultPoints = 1;
    private readonly int[] _faultAt = new int[faults];

    /// <summary>Steps of the longest schedule so far.</summary>
    protected int LongestSchedule { get; private set; } = 1;

    protected ref RandomStream Random => ref _random;

    public override bool Begin()
    {
        _random = new RandomStream(Mix.Of(seed, _schedule++));
        _faultPoints = 0;
        // Half of the schedules are free of faults; in the others each place is as likely as the next.
        for (var i = 0; i < _faultAt.Length; i++)
            _faultAt[i] = Random.OneIn(2) ? -1 : Random.Next(_mostFaultPoints);
        return true;
    }

    public override int ChooseValue(Execution execution, int alternatives, bool isFault)
    {
        if (!isFault)
            return Random.Next(alternatives);
        return Array.IndexOf(_faultAt, _faultPoints++) < 0 ? 0 : 1 + Random.Next(alternatives - 1);
    }

    public override void Ended(Execution execution, Outcome outcome)
    {
        _mostFaultPoints = Math.Max(_mostFaultPoints, _faultPoints);
        LongestSchedule = Math.Max(LongestSchedule, execution.Trace.Count);
    }
}
