using Verified.Oracle;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>How far a workload is.</summary>
/// <param name="Appends">Appends whose outcome is known.</param>
/// <param name="Kills">Kills so far.</param>
internal readonly record struct WorkloadProgress(int Appends, int Kills);

/// <summary>Runs a whole workload: in this process for the store in memory, in processes that are killed for a file.</summary>
internal sealed class WorkloadRun(WorkloadPlan plan, IProgress<WorkloadProgress>? progress = null)
{
    private int _appends;
    private int _kills;

    /// <summary>Records the workload's history.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="WorkloadException">A process of the workload failed.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(plan.Checkpoints);
        BeginHistory(plan).Dispose();
        if (plan.Database is null)
        {
            await WorkloadSegment.RunAsync(plan with { Kills = 0 }, Report, cancellation);
            return;
        }

        var random = plan.RandomFor(int.MinValue);
        for (var segment = 0; segment <= plan.Kills; segment++)
        {
            var part = plan with { Segment = segment };
            if (part.IsLast) await RunToEndAsync(part, cancellation);
            else await RunUntilKilledAsync(part, random, cancellation);
        }
    }

    /// <summary>Whether this failure comes from the world outside, not from a defect.</summary>
    public static bool IsExpected(Exception failure) =>
        failure is WorkloadException or EventStoreException or IOException or UnauthorizedAccessException;

    /// <summary>Begins the history: what is claimed of it, and who consumes.</summary>
    public static HistoryRecorder BeginHistory(WorkloadPlan plan)
    {
        var recorder = HistoryRecorder.Create(plan.History, HeaderOf(plan), TimeProvider.System);
        if (plan.Orders == 0) return recorder;
        OrderWatch.Subscribe(new RecordingBusObserver(recorder));
        return recorder;
    }

    private static HistoryHeader HeaderOf(WorkloadPlan plan) => plan.Orders == 0
        ? new HistoryHeader(HistorySpec.EventStore, FinalReads: true)
        : new HistoryHeader(
            HistorySpec.EventStore | HistorySpec.Bus | HistorySpec.Saga,
            FinalReads: true,
            Drained: true,
            IdempotentPublish: true);

    private async Task RunToEndAsync(WorkloadPlan part, CancellationToken cancellation)
    {
        await using var child = WorkloadProcess.Start(part, cancellation);
        while (await child.ReadAsync()) Report();
        await child.EndAsync();
    }

    /// <summary>Kills the process at a moment that chance decides: after some appends, and a little later.</summary>
    private async Task RunUntilKilledAsync(WorkloadPlan part, Random random, CancellationToken cancellation)
    {
        var appends = random.Next(1, 2 * part.SegmentAppends);
        var delay = TimeSpan.FromMilliseconds(random.NextDouble() * 10);
        await using (var child = WorkloadProcess.Start(part, cancellation))
        {
            for (var seen = 0; seen < appends; seen++)
            {
                if (!await child.ReadAsync()) await child.FailAsync();
                Report();
            }

            await Task.Delay(delay, cancellation);
            await child.KillAsync();
        }

        using var recorder = HistoryRecorder.Resume(plan.History, TimeProvider.System);
        recorder.Fault("the process was killed");
        progress?.Report(new WorkloadProgress(_appends, ++_kills));
    }

    private void Report() => progress?.Report(new WorkloadProgress(Interlocked.Increment(ref _appends), _kills));
}

/// <summary>A process of the workload failed by itself.</summary>
internal sealed class WorkloadException(string message) : Exception(message);
