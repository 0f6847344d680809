using System.Globalization;
using Verified.Oracle;

namespace Verified.Cli;

/// <summary>Follows the log from its checkpoint, which it saves in a file now and then.</summary>
internal sealed class Subscriber(WorkloadPlan plan, RecordingEventStore store, HistoryRecorder recorder, int number)
{
    private readonly string _name = $"projection-{number}";
    private readonly Random _random = plan.RandomFor(-1 - number);
    private long _position;

    /// <summary>The last position dealt with.</summary>
    public long Position => Volatile.Read(ref _position);

    private string File => Path.Combine(plan.Checkpoints, _name);

    /// <summary>Follows the log until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Volatile.Write(ref _position, Load());
        var untilSave = _random.Next(1, 20);
        try
        {
            await foreach (var next in store.SubscribeAsync(_name, Position, cancellation))
            {
                if (--untilSave == 0)
                {
                    // Below the event at hand, which is not dealt with before the next one is asked for.
                    await recorder.CheckpointAsync(_name, Position, SaveAsync);
                    untilSave = _random.Next(1, 20);
                }

                Volatile.Write(ref _position, next.Position);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end of the workload.
        }
    }

    private long Load() => System.IO.File.Exists(File)
        ? long.Parse(System.IO.File.ReadAllText(File), CultureInfo.InvariantCulture)
        : 0;

    /// <summary>Whole or not at all: a file beside the old one takes its name.</summary>
    private async ValueTask SaveAsync()
    {
        var beside = File + ".new";
        await System.IO.File.WriteAllTextAsync(beside, Position.ToString(CultureInfo.InvariantCulture));
        System.IO.File.Move(beside, File, overwrite: true);
    }
}
