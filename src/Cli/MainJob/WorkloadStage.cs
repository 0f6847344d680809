namespace Verified.Cli;

/// <summary>Link 4: a real store under concurrent clients and kills.</summary>
internal static class WorkloadStage
{
    public static async Task<Stage> RunAsync(Terminal terminal, WorkloadPlan plan, CancellationToken cancellation)
    {
        var subject = $"SQLite file, {Texts.Count(plan.Kills, "kill")}, seed {plan.Seed}";
        try
        {
            using (var line = new StatusLine(terminal))
                await new WorkloadRun(plan, WorkloadText.Progress(line, plan)).RunAsync(cancellation);
            var scan = HistoryScan.Of(plan.History);
            return new Stage("workload", subject,
                $"{Texts.Count(scan.Appends, "append")}: {Texts.Count(scan.Acknowledged)} acknowledged, "
                + $"{Texts.Count(scan.Refused)} refused, {Texts.Count(scan.UnknownCount)} unknown; {Texts.Count(scan.AcceptedSagas.Count, "order")}",
                ExitCode.Success, 0);
        }
        catch (WorkloadViolation violation)
        {
            return new Stage("workload", subject, violation.Message, ExitCode.Violated, 0);
        }
        catch (Exception failure) when (WorkloadRun.IsExpected(failure))
        {
            return new Stage("workload", subject, $"could not be run: {failure.Message}", ExitCode.Undetermined, 0);
        }
    }
}
