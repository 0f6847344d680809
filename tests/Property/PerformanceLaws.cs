using FsCheck.Fluent;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>Latency and throughput: what holds of every trace, and traces that refute what was claimed.</summary>
public sealed class PerformanceLaws
{
    private const int Traces = 1_000;

    [Fact]
    public void Latency_IsWaitAndServiceAlongThePath_MaximumOverBranches() => Law.Holds(
        QueueSimulation.Any,
        simulation =>
        {
            var (jobs, _) = simulation.Run();
            foreach (var (job, ran) in simulation.Jobs.Zip(jobs))
                Assert.Equal(VisitsOf(ran).Max(visit => visit.Left) - job.Comes, ran.Latency);
        },
        count: Traces);

    [Fact]
    public void Latency_BoundsOfStages_AddUp() => Law.Holds(
        QueueSimulation.Any,
        simulation =>
        {
            var (jobs, _) = simulation.Run();
            var visits = jobs.SelectMany(VisitsOf).ToList();
            EquatableArray<long> bounds = [.. simulation.Servers.Select((_, stage) => visits
                .Where(visit => visit.Stage == stage).Select(visit => visit.Wait + visit.Service).DefaultIfEmpty(0).Max())];
            foreach (var job in jobs)
                Assert.True(job.Latency <= job.Bound(bounds), $"{job.Latency} > {job.Bound(bounds)}");
        },
        count: Traces);

    [Fact]
    public void Throughput_NeverExceedsTheBound() => Law.Holds(
        QueueSimulation.Any,
        simulation =>
        {
            var (_, trace) = simulation.Run();
            if (trace.ThroughputBound is { } bound)
                Assert.True(trace.Throughput <= bound, $"{trace.Throughput} > {bound}");
        },
        count: Traces);

    [Fact]
    public void ThroughputBound_IsThatOfTheBusiestStage() => Law.Holds(
        QueueSimulation.Any,
        simulation =>
        {
            var (_, trace) = simulation.Run();
            var busiest = Enumerable.Range(0, trace.StageCount).Max(trace.Utilization);
            Assert.Equal(busiest == 0, trace.ThroughputBound is null);
            if (trace.ThroughputBound is { } bound) Assert.Equal(trace.Throughput, bound * busiest);
        },
        count: Traces);

    [Fact]
    public void Utilization_IsThroughputTimesDemand_AtMostOne() => Law.Holds(
        QueueSimulation.Any,
        simulation =>
        {
            var (_, trace) = simulation.Run();
            for (var stage = 0; stage < trace.StageCount; stage++)
            {
                var demand = trace.Visits(stage) * trace.ServiceTime(stage);
                Assert.Equal(trace.Throughput * demand / simulation.Servers[stage], trace.Utilization(stage));
                Assert.True(trace.Utilization(stage) <= 1, $"{trace.Utilization(stage)} > 1");
            }
        },
        count: Traces);

    [Fact]
    public void MeanNumber_IsThroughputTimesMeanResponse_Exactly() => Law.Holds(
        QueueSimulation.Any,
        simulation =>
        {
            var (_, trace) = simulation.Run();
            Assert.Equal(trace.Throughput * trace.MeanResponse, trace.MeanNumber);
        },
        count: Traces);

    [Fact]
    public void Traces_AreNotTrivial()
    {
        var runs = QueueSimulation.Any.Sample(500).Select(simulation => simulation.Run()).ToList();
        Assert.Contains(runs, run => run.Trace.ThroughputBound is { } bound && run.Trace.Throughput * 2 > bound);
        Assert.Contains(runs, run => run.Trace.Throughput * 3 > run.Trace.ThroughputBound && run.Jobs.Count > 4);
        Assert.Contains(runs, run => run.Jobs.SelectMany(VisitsOf).Any(visit => visit.Wait > 5));
        Assert.Contains(runs, run => run.Jobs.SelectMany(VisitsOf).Count() > 20);
    }

    /// <summary>"T ≤ T_routing + T + T_storage, since T = T_routing + T + T_storage": the first holds of any number, so it
    /// bounds nothing; the second says that routing and storing take no time.</summary>
    [Fact]
    public void ClaimedLatency_IsNoBound_AndItsProofHoldsOnlyWhereRoutingAndStoringTakeNoTime() => Law.Holds(
        Gen.Choose(0, 1_000_000).Three(),
        times =>
        {
            var (routing, processing, storage) = times;
            Assert.True(processing <= routing + processing + storage);
            Assert.Equal(routing + storage == 0, processing == routing + processing + storage);
        });

    /// <summary>Nor do the three times add up to the latency: two jobs at one server wait.</summary>
    [Fact]
    public void ClaimedLatency_WithoutWaiting_IsExceeded()
    {
        var second = new Work.Sequence(
        [
            new Work.Visit(new StageVisit(Job: 2, Stage: 0, Arrived: 0, Started: 1, Left: 2)),
            new Work.Visit(new StageVisit(Job: 2, Stage: 1, Arrived: 2, Started: 4, Left: 6)),
        ]);
        Assert.Equal(6, second.Latency);
        Assert.True(second.Latency > VisitsOf(second).Sum(visit => visit.Service));
    }

    /// <summary>"T ≤ min Tᵢ/(1 − ρᵢ), and T is that minimum": of a server that is busy half of the time it claims twice its
    /// capacity, and four times what passes.</summary>
    [Fact]
    public void ClaimedThroughput_ExceedsTheCapacity()
    {
        var trace = new QueueingTrace([new(Job: 1, Stage: 0, Arrived: 0, Started: 0, Left: 1)], [1], ticks: 2);
        Rational capacity = 1 / trace.ServiceTime(0);
        var claimed = capacity / (1 - trace.Utilization(0));

        Assert.Equal(new Rational(1, 2), trace.Utilization(0));
        Assert.Equal(new Rational(1, 2), trace.Throughput);
        Assert.Equal(1, capacity);
        Assert.Equal(2, claimed);
        Assert.Equal(1, trace.ThroughputBound!.Value);
    }

    /// <summary>And it claims nothing at all of a server that is never idle.</summary>
    [Fact]
    public void ClaimedThroughput_AtFullLoad_IsUndefined()
    {
        var trace = new QueueingTrace([new(Job: 1, Stage: 0, Arrived: 0, Started: 0, Left: 2)], [1], ticks: 2);

        Assert.Equal(1, trace.Utilization(0));
        Assert.Throws<DivideByZeroException>(() => 1 / trace.ServiceTime(0) / (1 - trace.Utilization(0)));
        Assert.Equal(trace.Throughput, trace.ThroughputBound);
    }

    [Fact]
    public void QueueingTrace_MoreAtOnceThanServers_IsRefused()
    {
        EquatableArray<StageVisit> visits = [new(1, 0, 0, 0, 2), new(2, 0, 0, 1, 3)];
        var refusal = Assert.Throws<ArgumentException>(() => new QueueingTrace(visits, [1], 3));
        Assert.Equal("stage 0 served more than 1 at once (Parameter 'visits')", refusal.Message);
        Assert.Equal(new Rational(5, 3), new QueueingTrace(visits, [2], 3).MeanNumber);
    }

    [Theory]
    [InlineData(0, 2, 1, 3, 3)] // served before it came
    [InlineData(0, 0, 2, 1, 3)] // ended before it began
    [InlineData(0, 0, 0, 4, 3)] // ended after the observation
    [InlineData(1, 0, 0, 1, 3)] // at no stage
    public void QueueingTrace_ImpossibleVisit_IsRefused(int stage, long arrived, long started, long left, long ticks) =>
        Assert.Throws<ArgumentException>(
            () => new QueueingTrace([new(1, stage, arrived, started, left)], [1], ticks));

    [Fact]
    public void Rational_IsAField() => Law.Holds(
        Gen.Choose(-50, 50).Zip(Gen.Choose(1, 50)).Select(pair => new Rational(pair.Item1, pair.Item2)).Three(),
        numbers =>
        {
            var (a, b, c) = numbers;
            Assert.Equal(a * (b + c), (a * b) + (a * c));
            Assert.Equal(a + b, b + a);
            Assert.Equal(a, a + b - b);
            if (b != 0) Assert.Equal(a, a * b / b);
            Assert.Equal(a < b, a - b < 0);
            Assert.Equal(a.CompareTo(b), -b.CompareTo(a));
            Assert.Equal(a, a + default(Rational));
        });

    private static IEnumerable<StageVisit> VisitsOf(Work work) => work switch
    {
        Work.Visit(var visit) => [visit],
        Work.Sequence(var parts) => parts.SelectMany(VisitsOf),
        Work.Parallel(var branches) => branches.SelectMany(VisitsOf),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
