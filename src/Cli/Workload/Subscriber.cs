using System.Globalization;
using Verified.Oracle;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>Follows the log from its checkpoint, which it saves in a file now and then, after what it covers was dealt with.</summary>
internal sealed class Subscriber(WorkloadPlan plan, RecordingEventStore store, HistoryRecorder recorder, int number)
{
    private readonly string _name = $"projection-{number}";
    private readonly Random _random = plan.RandomFor(-1 - number);
    private long _position;
    private int _untilSave;
    private int _untilDeath;
    private CancellationTokenSource _life = null!;

    /// <summary>The last position dealt with.</summary>
    public long Position => Volatile.Read(ref _position);

    private string File => Path.Combine(plan.Checkpoints, _name);

    /// <summary>Follows the log until it is cancelled; now and then it forgets all and starts again from its checkpoint.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested) await LiveAsync(cancellation);
    }

    private async Task LiveAsync(CancellationToken cancellation)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _life = life;
        _untilSave = _random.Next(1, 20);
        _untilDeath = _random.Next(10, 200);
        Volatile.Write(ref _position, Load());
        try
        {
            await store.SubscribeAsync(_name, Position, HandleAsync, HandledAsync, life.Token);
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // The end of this life, or of the workload.
        }
    }

    private ValueTask HandleAsync(RecordedEvent next)
    {
        Volatile.Write(ref _position, next.Position);
        return ValueTask.CompletedTask;
    }

    private async ValueTask HandledAsync(RecordedEvent next)
    {
        if (--_untilDeath == 0) await _life.CancelAsync();
        if (--_untilSave > 0) return;
        await recorder.CheckpointAsync(_name, next.Position, SaveAsync);
        _untilSave = _random.Next(1, 20);
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
