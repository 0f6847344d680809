namespace Verified.Reference;

/// <summary>What was observed of jobs at stages, from a moment when there was no job to another one.</summary>
/// <remarks>
/// <para>Nothing is assumed about distributions, independence or a steady state: the laws below are about sums over one
/// observation, and hold of each one exactly. Source: Denning and Buzen, The Operational Analysis of Queueing Network
/// Models (ACM Computing Surveys 10, 1978), sections 3 and 4; Little, A Proof for the Queuing Formula L = λW (1961).</para>
/// <para>With <c>T</c> ticks observed and <c>C</c> jobs, and for stage <c>i</c> with <c>mᵢ</c> servers <c>Cᵢ</c> visits
/// whose service took <c>Bᵢ</c> ticks in all: <c>X = C/T</c>, <c>Vᵢ = Cᵢ/C</c>, <c>Sᵢ = Bᵢ/Cᵢ</c>, <c>μᵢ = 1/Sᵢ</c>,
/// <c>ρᵢ = Bᵢ/(mᵢ T)</c>.</para>
/// </remarks>
public sealed class QueueingTrace
{
    private readonly EquatableArray<StageVisit> _visits;
    private readonly EquatableArray<int> _servers;

    /// <summary>Takes an observation that can have happened.</summary>
    /// <param name="visits">All visits, in any order; one job or more.</param>
    /// <param name="servers">For each stage how many jobs it can serve at once.</param>
    /// <param name="ticks">How long was observed, from tick 0; nothing happened before, and nothing is left after.</param>
    /// <exception cref="ArgumentException">There is no visit, one does not lie within the observation, or a stage served
    /// more jobs at once than it has servers.</exception>
    public QueueingTrace(EquatableArray<StageVisit> visits, EquatableArray<int> servers, long ticks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticks);
        ArgumentOutOfRangeException.ThrowIfZero(visits.Count);
        _visits = visits;
        _servers = servers;
        Ticks = ticks;
        foreach (var visit in visits)
            if (!IsPossible(visit))
                throw new ArgumentException($"{visit} is not within {ticks} ticks at {servers.Count} stages", nameof(visits));
        for (var stage = 0; stage < servers.Count; stage++)
            if (AtOnce(At(stage).Select(visit => (visit.Started, visit.Left))) > servers[stage])
                throw new ArgumentException($"stage {stage} served more than {servers[stage]} at once", nameof(visits));
    }

    /// <summary><c>T</c>.</summary>
    public long Ticks { get; }

    /// <summary>How many stages there are.</summary>
    public int StageCount => _servers.Count;

    /// <summary><c>X = C/T</c>: jobs per tick.</summary>
    public Rational Throughput => new(Jobs.Count, Ticks);

    /// <summary><c>N</c>: how many jobs there were, averaged over the time. Counted by sweeping over the time.</summary>
    public Rational MeanNumber => new(Area(Jobs), Ticks);

    /// <summary><c>R</c>: how many ticks a job took, averaged over the jobs.</summary>
    public Rational MeanResponse => new(Jobs.Sum(job => job.To - job.From), Jobs.Count);

    /// <summary><c>min mᵢ μᵢ / Vᵢ</c>, which no throughput exceeds; null where no stage took any time.</summary>
    /// <remarks>Not <c>μᵢ / (1 − ρᵢ)</c>: that is above the capacity, and above any bound as <c>ρᵢ</c> nears 1.</remarks>
    public Rational? ThroughputBound
    {
        get
        {
            Rational? least = null;
            for (var stage = 0; stage < StageCount; stage++)
                if (Busy(stage) > 0 && (least is null || Capacity(stage) < least))
                    least = Capacity(stage);
            return least;
        }
    }

    /// <summary>From the first arrival of each job to its last leaving.</summary>
    private List<(long From, long To)> Jobs =>
        [.. _visits.GroupBy(visit => visit.Job).Select(job => (job.Min(v => v.Arrived), job.Max(v => v.Left)))];

    /// <summary><c>Vᵢ</c>: visits per job.</summary>
    public Rational Visits(int stage) => new(At(stage).Count(), Jobs.Count);

    /// <summary><c>Sᵢ</c>: ticks of service per visit; 0 where there was no visit.</summary>
    public Rational ServiceTime(int stage) => At(stage).Any() ? new Rational(Busy(stage), At(stage).Count()) : 0;

    /// <summary><c>ρᵢ</c>: the part of the time for which a server of the stage was busy, on average over them.</summary>
    public Rational Utilization(int stage) => new(Busy(stage), _servers[stage] * Ticks);

    /// <summary><c>mᵢ μᵢ / Vᵢ</c>: jobs per tick that would keep the stage busy all the time.</summary>
    private Rational Capacity(int stage) => _servers[stage] / (Visits(stage) * ServiceTime(stage));

    private IEnumerable<StageVisit> At(int stage) => _visits.Where(visit => visit.Stage == stage);

    private long Busy(int stage) => At(stage).Sum(visit => visit.Service);

    private bool IsPossible(StageVisit visit) =>
        visit.Stage >= 0 && visit.Stage < StageCount
        && 0 <= visit.Arrived && visit.Arrived <= visit.Started && visit.Started <= visit.Left && visit.Left <= Ticks;

    /// <summary>The most of these that there are at the same time.</summary>
    private static int AtOnce(IEnumerable<(long From, long To)> spans) =>
        Changes(spans).Aggregate((Now: 0, Most: 0), (count, change) =>
            (count.Now + change.Change, Math.Max(count.Most, count.Now + change.Change))).Most;

    /// <summary>The sum over all ticks of how many of these there are.</summary>
    private static long Area(IEnumerable<(long From, long To)> spans)
    {
        var (area, now, last) = (0L, 0, 0L);
        foreach (var (time, change) in Changes(spans))
        {
            area += now * (time - last);
            (now, last) = (now + change, time);
        }

        return area;
    }

    /// <summary>By time, and what goes before what comes: a server that is free again at a moment can serve at it.</summary>
    private static IEnumerable<(long Time, int Change)> Changes(IEnumerable<(long From, long To)> spans) => spans
        .Where(span => span.From < span.To)
        .SelectMany(span => new[] { (Time: span.From, Change: +1), (Time: span.To, Change: -1) })
        .OrderBy(change => change.Time).ThenBy(change => change.Change);
}
