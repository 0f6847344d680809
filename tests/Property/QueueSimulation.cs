using FsCheck;
using FsCheck.Fluent;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>Jobs go through stages of several servers each; who waits is served in any order, sometimes later than it
/// could be. Some phases of a job are branches that go on side by side.</summary>
/// <param name="Servers">For each stage, how many.</param>
/// <param name="Jobs">When each job comes, and its phases, each with its branches.</param>
/// <param name="Whims">Decide who is served next, and whether now.</param>
internal sealed record QueueSimulation(
    int[] Servers, (int Comes, (int Stage, int Service)[][] Phases)[] Jobs, int[] Whims)
{
    /// <summary>Small networks with few jobs, loads from light to hopeless.</summary>
    public static Gen<QueueSimulation> Any { get; } =
        from servers in Gen.Choose(1, 3).NonEmptyArrayUpTo(3)
        from jobs in Job(servers.Length).NonEmptyArrayUpTo(8)
        from whims in Gen.Choose(0, 1000).ArrayOf(32)
        select new QueueSimulation(servers, jobs, whims);

    public override string ToString() =>
        $"servers {string.Join(' ', Servers)}; jobs {string.Join(", ", Jobs.Select(job => $"{job.Comes}: " + string.Join(
            " then ", job.Phases.Select(phase => string.Join(" beside ", phase.Select(b => $"{b.Service} at {b.Stage}"))))))}; "
        + $"whims {string.Join(' ', Whims)}";

    /// <summary>Runs it, tick by tick: what happened to each job, and all visits.</summary>
    public (List<Work> Jobs, QueueingTrace Trace) Run()
    {
        var work = Jobs.Select(_ => new List<Work>()).ToArray();
        var phase = Jobs.Select(_ => -1).ToArray();
        var waiting = new List<StageVisit>();
        var served = new List<StageVisit>();
        var whim = 0;
        long tick;
        for (tick = 0; work.Where((parts, job) => parts.Count < Jobs[job].Phases.Length).Any(); tick++)
        {
            do
            {
                for (var job = 0; job < Jobs.Length; job++)
                    if (IsFree(job))
                        Arrive(job);
                for (var stage = 0; stage < Servers.Length; stage++)
                    Serve(stage);
            }
            while (Enumerable.Range(0, Jobs.Length).Any(IsFree)); // what takes no time is over at once
        }

        var ticks = Math.Max(tick, served.Max(visit => visit.Left)) + Whims[0] % 3 + 1;
        return ([.. work.Select(parts => new Work.Sequence([.. parts]))], new QueueingTrace([.. served], [.. Servers], ticks));

        bool IsFree(int job)
        {
            if (phase[job] < 0) return Jobs[job].Comes <= tick;
            var visits = VisitsOf(job);
            return phase[job] < Jobs[job].Phases.Length && visits.Count == Jobs[job].Phases[phase[job]].Length
                && visits.All(visit => visit.Left <= tick);
        }

        // The visits of the phase under way that have been served or are being served.
        List<StageVisit> VisitsOf(int job) =>
            [.. served.Where(visit => visit.Job == job).Skip(Jobs[job].Phases.Take(phase[job]).Sum(p => p.Length))];

        void Arrive(int job)
        {
            if (phase[job] >= 0)
                work[job].Add(new Work.Parallel([.. VisitsOf(job).Select(visit => new Work.Visit(visit))]));
            if (++phase[job] == Jobs[job].Phases.Length) return;
            foreach (var (stage, service) in Jobs[job].Phases[phase[job]])
                waiting.Add(new StageVisit(job, stage, tick, tick, tick + service));
        }

        void Serve(int stage)
        {
            while (waiting.Where(visit => visit.Stage == stage).ToList() is { Count: > 0 } here
                && served.Count(visit => visit.Stage == stage && visit.Left > tick) < Servers[stage])
            {
                var number = Whims[whim++ % Whims.Length];
                if (number % 5 == 0 && tick < 100) return; // idle, though somebody waits
                var next = here[number % here.Count];
                waiting.Remove(next);
                served.Add(next with { Started = tick, Left = tick + next.Service });
            }
        }
    }

    private static Gen<(int Comes, (int Stage, int Service)[][] Phases)> Job(int stages) =>
        from comes in Gen.Choose(0, 12)
        from phases in Branch(stages).NonEmptyArrayUpTo(3).NonEmptyArrayUpTo(3)
        select (comes, phases);

    private static Gen<(int Stage, int Service)> Branch(int stages) =>
        from stage in Gen.Choose(0, stages - 1)
        from service in Gen.Choose(0, 5)
        select (stage, service);
}

file static class Arrays
{
    public static Gen<T[]> NonEmptyArrayUpTo<T>(this Gen<T> gen, int most) =>
        Gen.Choose(1, most).SelectMany(length => gen.ArrayOf(length));
}
