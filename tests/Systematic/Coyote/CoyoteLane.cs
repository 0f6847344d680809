using System.Diagnostics;
using Microsoft.Coyote;
using Microsoft.Coyote.Rewriting;
using Microsoft.Coyote.SystematicTesting;
using Verified.Scenarios;

namespace Verified.Tests.Systematic.Coyote;

/// <summary>The same scenarios under Microsoft Coyote: it finds the known bugs and the mistakes planted in the running system,
/// and nothing in what is correct.</summary>
public sealed class CoyoteLane
{
    private const uint Iterations = 1_000;

    /// <summary>Iterations of a body of the running system that is correct: a run of one takes up to 10 ms.</summary>
    private const uint IterationsOfTheSystem = 500;

    /// <summary>Wider than the iterations: runs with neighbouring seeds would share most of theirs.</summary>
    private const uint SeedSpacing = 10_007;

    private const int Seeds = 5;

    [Fact]
    public void Assemblies_AreRewritten()
    {
        Assert.True(RewritingEngine.IsAssemblyRewritten(typeof(CoyoteLane).Assembly));
        Assert.True(RewritingEngine.IsAssemblyRewritten(typeof(Scenario).Assembly));
        Assert.True(RewritingEngine.IsAssemblyRewritten(typeof(Reference.IEventStore).Assembly));
        Assert.True(RewritingEngine.IsAssemblyRewritten(typeof(Concurrency.Runtime).Assembly));
    }

    [Theory]
    [ClassData(typeof(BrokenBodyData))]
    public void Bug_IsFound(string name)
    {
        for (var seed = 0u; seed < Seeds; seed++)
            if (RunUnderControl(name, seed * SeedSpacing, Iterations).NumOfFoundBugs > 0)
                return;
        Assert.Fail($"{name} was not found in {Seeds} runs of {Iterations} iterations.");
    }

    [Theory]
    [ClassData(typeof(SoundBodyData))]
    public void Twin_ShowsNothing(string name)
    {
        var isOfTheSystem = Catalogue.RunningSystem.Any(scenario => scenario.Name == name);
        var report = RunUnderControl(name, SeedSpacing, isOfTheSystem ? IterationsOfTheSystem : Iterations);
        Assert.True(report.NumOfFoundBugs == 0, string.Join(Environment.NewLine, report.BugReports));
    }

    /// <summary>So that the list of what cannot be run holds no more than it must.</summary>
    [Theory]
    [ClassData(typeof(RefusedBodyData))]
    public void Body_ThatIsRefused_IsNotUnderControl(string name)
    {
        var (report, time) = Run(Catalogue.Find(name)!, SeedSpacing, iterations: 3);
        Assert.True(
            time.WasAskedForATimer || report.UncontrolledInvocations.Count > 0,
            $"Coyote can run {name}, which is refused since {CoyoteBodies.Refused[name]}.");
    }

    private static TestReport RunUnderControl(string name, uint seed, uint iterations)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var (report, time) = Run(Catalogue.Find(name)!, seed, iterations);
        var spent = Process.GetCurrentProcess().TotalProcessorTime - before;
        Console.WriteLine(
            $"{name}: {report.NumOfFoundBugs} bugs, {report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths} schedules in {spent.TotalSeconds:0.000} s of processor time");
        Assert.Empty(report.InternalErrors);
        Assert.Empty(report.UncontrolledInvocations);
        Assert.False(time.WasAskedForATimer);
        return report;
    }

    private static (TestReport Report, CoyoteTime Time) Run(Scenario scenario, uint seed, uint iterations)
    {
        var configuration = Configuration.Create()
            .WithTestingIterations(iterations)
            .WithRandomGeneratorSeed(seed)
            .WithPartiallyControlledConcurrencyAllowed(false)
            .WithSystematicFuzzingFallbackEnabled(false)
            // A deadlock that is only likely is no finding.
            .WithPotentialDeadlocksReportedAsBugs(false)
            // Who is stopped between two accesses may hold a lock of a kind that Coyote does not know.
            .WithCollectionAccessRaceCheckingEnabled(false)
            .WithAtomicOperationRaceCheckingEnabled(false)
            .WithVolatileOperationRaceCheckingEnabled(false)
            .WithTelemetryEnabled(false);
        var time = new CoyoteTime();
        using var engine = TestingEngine.Create(configuration, () => scenario.Body(new CoyoteSeam(scenario.Faults, time)));
        engine.Run();
        return (engine.TestReport, time);
    }
}
