using FsCheck;
using FsCheck.Fluent;
using Verified.Oracle.Rules;

namespace Verified.Tests.Conformance.Rules;

/// <summary>The oracle against a simulated store: never convicts a correct one, always convicts a broken one.</summary>
public class StoreLaws
{
    private const int Cases = 10_000;

    [Fact]
    public void Judge_CorrectStore_IsNeverConvicted()
    {
        var conforming = 0;
        ForAllSeeds(seed =>
        {
            var report = TestHistories.Report(TestHistories.Judge(new StoreSimulation(seed).Run()));
            if (report.Verdict == Verdict.Conforms) conforming++;
            return report.Verdict == Verdict.Violates ? TestHistories.Text(report) : null;
        });
        if (IsWhole) Assert.InRange(conforming, Cases / 2, Cases);
    }

    [Fact]
    public void Judge_CorrectStoreOfWhichOnlyAPartIsRecorded_IsNeverConvicted() => ForAllSeeds(seed =>
        Convicts(PartialRecordings.Sampled(new StoreSimulation(seed).Run(), new Random(seed))));

    [Fact]
    public void Judge_CorrectStoreRecordedWithoutACommonClock_IsNeverConvicted() => ForAllSeeds(seed =>
        Convicts(PartialRecordings.Shuffled(new StoreSimulation(seed).Run(), new Random(seed))));

    [Fact]
    public void Judge_CorrectStoreWhoseRecorderWasKilled_IsNeverConvicted() => ForAllSeeds(seed =>
    {
        var history = new StoreSimulation(seed).Run();
        return Convicts(history[..new Random(seed).Next(history.IndexOf('\n') + 1, history.Length)]);
    });

    [Fact]
    public void Judge_StoreWithOneFault_IsConvictedByTheRightRule() => ForAllSeeds(seed =>
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

    private static bool IsWhole => Environment.GetEnvironmentVariable("VERIFIED_SEED") is not { Length: > 0 };

    /// <summary>Checks a law for 10,000 seeds, or for the one in VERIFIED_SEED.</summary>
    private static void ForAllSeeds(Func<int, string?> failure)
    {
        if (!IsWhole)
        {
            var one = Environment.GetEnvironmentVariable("VERIFIED_SEED")!;
            Assert.Null(failure(int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)));
            return;
        }

        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            if (failure(seed) is { } why)
                Assert.Fail($"{why}\nreplay: VERIFIED_SEED={seed} dotnet test tests/Conformance --filter StoreLaws");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }
}
