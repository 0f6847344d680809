using Verified.Oracle.Rules;

namespace Verified.Tests.Conformance.Rules;

/// <summary>What holds of the oracle for each kind of system: it never convicts a correct one, and always convicts a broken one.</summary>
public abstract class PartLaws
{
    private const int Cases = 2_000;
    private const int NoFault = -1;

    /// <summary>The rule that must convict each fault that can be injected.</summary>
    protected abstract IReadOnlyList<string> RuleOfFault { get; }

    /// <summary>The history of the system of this seed, with this fault; −1: with none.</summary>
    protected abstract string Run(int seed, int fault);

    [Fact]
    public void Judge_CorrectSystem_IsNeverConvicted()
    {
        var conforming = 0;
        ForAllSeeds(seed =>
        {
            var history = Run(seed, NoFault);
            var report = TestHistories.Report(TestHistories.Judge(history));
            if (report.Verdict == Verdict.Conforms) conforming++;
            return report.Verdict == Verdict.Violates ? $"{TestHistories.Text(report)}\n{history}" : null;
        });
        if (Laws.IsWhole) Assert.InRange(conforming, Cases / 2, Cases);
    }

    [Fact]
    public void Judge_CorrectSystemOfWhichOnlyAPartIsRecorded_IsNeverConvicted() => ForAllSeeds(seed =>
        Convicts(PartialRecordings.Sampled(Run(seed, NoFault), new Random(seed))));

    [Fact]
    public void Judge_CorrectSystemRecordedWithoutACommonClock_IsNeverConvicted() => ForAllSeeds(seed =>
        Convicts(PartialRecordings.Shuffled(Run(seed, NoFault), new Random(seed))));

    [Fact]
    public void Judge_CorrectSystemWhoseRecorderWasKilled_IsNeverConvicted() => ForAllSeeds(seed =>
    {
        var history = Run(seed, NoFault).Replace("\"drained\":true", "\"drained\":false", StringComparison.Ordinal);
        return Convicts(history[..new Random(seed).Next(history.IndexOf('\n') + 1, history.Length)]);
    });

    [Fact]
    public void Judge_SystemWithOneFault_IsConvictedByTheRightRule() => ForAllSeeds(seed =>
    {
        var fault = seed % RuleOfFault.Count;
        var rule = RuleOfFault[fault];
        var history = Run(seed, fault);
        var report = TestHistories.Report(TestHistories.Judge(history));
        foreach (var property in report.Properties)
            if (property.Id == rule && property.Verdict == Verdict.Violates)
                return null;
        return $"{rule} does not convict\n{TestHistories.Text(report)}\n{history}";
    });

    private void ForAllSeeds(Func<int, string?> failure) => Laws.ForAllSeeds(GetType().Name, failure, Cases);

    private static string? Convicts(string history)
    {
        var report = TestHistories.Report(TestHistories.Judge(history));
        return report.Verdict == Verdict.Violates ? $"{TestHistories.Text(report)}\n{history}" : null;
    }
}
