namespace Verified.Cli;

/// <summary>Tells people how a workload goes and went.</summary>
internal static class WorkloadText
{
    /// <summary>Shows progress on a line.</summary>
    public static IProgress<WorkloadProgress> Progress(StatusLine line, WorkloadPlan plan) => new Shown(line, plan);

    /// <summary>Writes what was recorded, and how to go on.</summary>
    public static void Write(TextWriter output, WorkloadPlan plan, HistoryScan scan)
    {
        output.WriteLine(
            $"{Texts.Count(scan.Operations, "operation")} recorded: {Texts.Count(scan.Appends, "append")}, "
            + $"{Texts.Count(scan.Acknowledged)} acknowledged, {Texts.Count(scan.Refused)} refused, "
            + $"{Texts.Count(scan.UnknownCount)} of unknown outcome; {Texts.Count(scan.AcceptedSagas.Count, "order")}; {Texts.Count(plan.Kills, "kill")}; "
            + $"seed {plan.Seed}");
        output.WriteLine($"judge them: verified conform {Texts.Short(plan.History)}");
    }

    private sealed class Shown(StatusLine line, WorkloadPlan plan) : IProgress<WorkloadProgress>
    {
        public void Report(WorkloadProgress value) => line.Show(
            $"workload: {Texts.Count(value.Appends)} of about {Texts.Count(plan.Appends)} appends, "
            + $"{value.Kills} of {Texts.Count(plan.Kills, "kill")}");
    }
}
