using Verified.Oracle.Rules;

namespace Verified.Tests.Conformance.Rules;

/// <summary>The oracle against a simulated store: never convicts a correct one, always convicts a broken one.</summary>
public class StoreLaws
{
    [Fact]
    public void Judge_CorrectStore_IsNeverConvicted()
    {
        var conforming = 0;
        Laws.ForAllSeeds(nameof(StoreLaws), seed =>
        {
            var report = TestHistories.Report(TestHistories.Judge(new StoreSimulation(seed).Run()));
            if (report.Verdict == Verdict.Conforms) conforming++;
            return report.Verdict == Verdict.Violates ? TestHistories.Text(report) : null;
        });
        if (Laws.IsWhole) Assert.InRange(conforming, Laws.Cases / 2, Laws.Cases);
    }

    [Fact]
    public void Judge_CorrectStoreOfWhichOnlyAPartIsRecorded_IsNeverConvicted() => Laws.ForAllSeeds(nameof(StoreLaws), seed =>
        Convicts(PartialRecordings.Sampled(new StoreSimulation(seed).Run(), new Random(seed))));

    [Fact]
    public void Judge_CorrectStoreRecordedWithoutACommonClock_IsNeverConvicted() => Laws.ForAllSeeds(nameof(StoreLaws), seed =>
        Convicts(PartialRecordings.Shuffled(new StoreSimulation(seed).Run(), new Random(seed))));

    [Fact]
    public void Judge_CorrectStoreWhoseRecorderWasKilled_IsNeverConvicted() => Laws.ForAllSeeds(nameof(StoreLaws), seed =>
    {
        var history = new StoreSimulation(seed).Run();
        return Convicts(history[..new Random(seed).Next(history.IndexOf('\n') + 1, history.Length)]);
    });

    [Fact]
    public void Judge_StoreWithOneFault_IsConvictedByTheRightRule() => Laws.ForAllSeeds(nameof(StoreLaws), seed =>
    {
        var (rule, inject) = StoreFaults.All[seed % StoreFaults.All.Length];
        var history = new StoreSimulation(seed).Run(inject);
        var report = TestHistories.Report(TestHistories.Judge(history));
        foreach (var property in report.Properties)
            if (property.Id == rule && property.Verdict == Verdict.Violates)
                return null;
        return $"{rule} does not convict\n{TestHistories.Text(report)}\n{history}";
    });

    private static string? Convicts(string history)
    {
        var report = TestHistories.Report(TestHistories.Judge(history));
        return report.Verdict == Verdict.Violates ? $"{TestHistories.Text(report)}\n{history}" : null;
    }
}
