using System.Diagnostics;
using Microsoft.Coyote;
using Microsoft.Coyote.Rewriting;
using Microsoft.Coyote.SystematicTesting;
using Verified.Scenarios;

namespace Verified.Tests.Systematic.Coyote;

/// <summary>The same scenarios under Microsoft Coyote: it finds the known bugs, and nothing in their twins.</summary>
public sealed class CoyoteLane
{
    private const uint Iterations = 1_000;

    /// <summary>Wider than the iterations: runs with neighbouring seeds would share most of theirs.</summary>
    private const uint SeedSpacing = 10_007;

    private const int Seeds = 5;

    [Fact]
    public void Assemblies_AreRewritten()
    {
        Assert.True(RewritingEngine.IsAssemblyRewritten(typeof(CoyoteLane).Assembly));
        Assert.True(RewritingEngine.IsAssemblyRewritten(typeof(Scenario).Assembly));
        Assert.True(RewritingEngine.IsAssemblyRewritten(typeof(Concurrency.Runtime).Assembly));
    }

    [Theory]
    [ClassData(typeof(BrokenScenarioData))]
    public void Bug_IsFound(string name)
    {
        for (var seed = 0u; seed < Seeds; seed++)
            if (Run(Catalogue.Find(name)!, seed * SeedSpacing).NumOfFoundBugs > 0)
                return;
        Assert.Fail($"{name} was not found in {Seeds} runs of {Iterations} iterations.");
    }

    [Theory]
    [ClassData(typeof(SoundScenarioData))]
    public void Twin_ShowsNothing(string name)
    {
        var report = Run(Catalogue.Find(name)!, SeedSpacing);
        Assert.True(report.NumOfFoundBugs == 0, string.Join(Environment.NewLine, report.BugReports));
    }

    private static TestReport Run(Scenario scenario, uint seed)
    {
        var configuration = Configuration.Create()
            .WithTestingIterations(Iterations)
            .WithRandomGeneratorSeed(seed)
            .WithPartiallyControlledConcurrencyAllowed(false)
            .WithSystematicFuzzingFallbackEnabled(false)
            // A deadlock that is only likely is no finding.
            .WithPotentialDeadlocksReportedAsBugs(false)
            .WithTelemetryEnabled(false);
        using var engine = TestingEngine.Create(configuration, () => scenario.Body(new CoyoteSeam(scenario.Faults)));
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        engine.Run();
        var report = engine.TestReport;
        Console.WriteLine(
            $"{scenario.Name}: {report.NumOfFoundBugs} bugs, {report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths} schedules in {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:0.000} s of processor time");
        Assert.Empty(report.InternalErrors);
        Assert.Empty(report.UncontrolledInvocations);
        return report;
    }
}
