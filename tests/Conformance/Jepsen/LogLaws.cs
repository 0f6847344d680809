using Verified.Oracle.Rules;
using Verified.Tests.Conformance.Rules;

namespace Verified.Tests.Conformance.Jepsen;

/// <summary>The oracle against a simulated log: never convicts a correct one, always convicts a broken one.</summary>
public class LogLaws
{
    [Fact]
    public void Judge_CorrectLog_IsNeverConvicted()
    {
        var conforming = 0;
        Laws.ForAllSeeds(nameof(LogLaws), seed =>
        {
            var history = new LogSimulation(seed, pollsAreCertain: seed % 4 == 0).Run();
            var report = TestHistories.Report(TestHistories.Judge(history, "history.edn"));
            if (report.Verdict == Verdict.Conforms) conforming++;
            return report.Verdict == Verdict.Violates ? $"{TestHistories.Text(report)}\n{history}" : null;
        });
        if (Laws.IsWhole) Assert.InRange(conforming, Laws.Cases / 4, Laws.Cases);
    }

    [Fact]
    public void Judge_LogWithOneFault_IsConvictedByTheRightRule() => Laws.ForAllSeeds(nameof(LogLaws), seed =>
    {
        var (rule, inject) = LogFaults.All[seed % LogFaults.All.Length];
        var history = new LogSimulation(seed, pollsAreCertain: true).Run(inject);
        var report = TestHistories.Report(TestHistories.Judge(history, "history.edn"));
        foreach (var property in report.Properties)
            if (property.Id == rule && property.Verdict == Verdict.Violates)
                return null;
        return $"{rule} does not convict\n{TestHistories.Text(report)}\n{history}";
    });
}
