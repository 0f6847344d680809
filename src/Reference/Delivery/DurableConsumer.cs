using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>A consumer that follows the log from where it stopped, and handles every message with its effect exactly
/// once.</summary>
/// <remarks>
/// <para>Messages of one key are handled in order, different keys beside each other. A failed delivery is tried again
/// after a while; after too many the message is set aside as a dead letter, and the next one of its key goes on. A dead
/// letter can be replayed, which takes it through the inbox once more.</para>
/// <para>All that must survive is in the store: marks of handled messages, checkpoint, dead letters. A process may die
/// at any moment; the next run under the same name delivers again what was not settled. Two processes that run the same
/// consumer do no harm, and the one behind ends with <see cref="ConsumerSupersededException"/>.</para>
/// <para>Streams whose name begins with <c>$</c> are records of the system and no messages. Thread-safe. Source:
/// <c>Subscription</c>, <c>Delivery</c>.</para>
/// </remarks>
public sealed class DurableConsumer
{
    private readonly IEventStore _store;
    private readonly Runtime _runtime;
    private readonly MessageHandler _handler;
    private readonly DurableConsumerOptions _options;

    /// <summary>Told when <see cref="Processed"/> grows.</summary>
    private readonly Milestones _milestones;

    /// <summary>The run under way or the last one; null before the first.</summary>
    private ConsumerRun? _run;

    /// <exception cref="ArgumentException">The name or an option is not sound.</exception>
    public DurableConsumer(
        IEventStore store,
        Runtime runtime,
        ConsumerId id,
        MessageHandler handler,
        DurableConsumerOptions? options = null)
    {
        ConsumerId.Check(id);
        options ??= new DurableConsumerOptions();
        options.Check();
        (_store, _runtime, Id, _handler, _options) = (store, runtime, id, handler, options);
        DeadLetters = new DeadLetters(store, id);
        _milestones = new Milestones(runtime, id.Value);
    }

    public ConsumerId Id { get; }

    /// <summary>What it set aside.</summary>
    public DeadLetters DeadLetters { get; }

    /// <summary>All up to this position is settled: a token for those who wait for their own writes.</summary>
    public long Processed => Volatile.Read(ref _run)?.Processed ?? 0;

    /// <summary>Consumes until it is drained or cancelled. After that it may run again.</summary>
    /// <returns>Ends after <see cref="Drain"/>, with all that was read settled and the checkpoint saved.</returns>
    /// <exception cref="OperationCanceledException">Cancelled: it stopped where it was, as in a crash.</exception>
    /// <exception cref="ConsumerSupersededException">Another process runs this consumer.</exception>
    /// <exception cref="EventStoreException">The store cannot do its work; another run may.</exception>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var run = new ConsumerRun(_store, _runtime, Id, _handler, _options, _milestones);
        var last = Volatile.Read(ref _run);
        if (last is { IsOver: false } || Interlocked.CompareExchange(ref _run, run, last) != last)
            throw new InvalidOperationException($"The consumer '{Id}' runs already.");
        await run.RunAsync(cancellationToken);
    }

    /// <summary>Asks the run to stop reading, finish what it has, save its checkpoint, and end.</summary>
    public void Drain() => Volatile.Read(ref _run)?.Drain();

    /// <summary>Waits until all up to this position is settled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before it was.</exception>
    public ValueTask WaitForAsync(long position, CancellationToken cancellationToken = default) =>
        _milestones.WaitForAsync(position, () => Processed, cancellationToken);
}
