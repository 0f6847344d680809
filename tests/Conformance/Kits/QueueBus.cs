using System.Collections.Concurrent;
using System.Threading.Channels;
using Verified.Oracle;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Tests.Conformance;

/// <summary>What <see cref="QueueBus"/> does wrong.</summary>
public enum QueueBusMistake
{
    None,

    /// <summary>A message whose handler fails is dropped.</summary>
    DropsFailures,

    /// <summary>Of two messages of one key the later one is delivered first.</summary>
    Overtakes,

    /// <summary>A message that is published again is stored again, and so handled again.</summary>
    ForgetsIds,

    /// <summary>It says that it knows a message which it never had.</summary>
    ConfusesIds,
}

/// <summary>Somebody's bus, as somebody might write it: a queue for each consumer, in memory.</summary>
internal sealed class QueueBus(QueueBusMistake mistake) : EventBusConformance
{
    private readonly Dictionary<string, List<Channel<ConformanceMessage>>> _queues = [];
    private readonly ConcurrentDictionary<string, bool> _ids = new();
    private readonly List<Task> _consumers = [];

    protected override EffectPromise Effect => EffectPromise.ExactlyOnce;

    protected override OrderScope Order => OrderScope.Key;

    protected override bool IsDurable => false;

    protected override ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    protected override ValueTask SubscribeAsync(
        string consumer, string topic, ConformanceHandler handle, CancellationToken cancellationToken)
    {
        var queue = Channel.CreateUnbounded<ConformanceMessage>();
        if (!_queues.TryGetValue(topic, out var queues))
            _queues.Add(topic, queues = []);
        queues.Add(queue);
        _consumers.Add(ConsumeAsync(queue.Reader, handle, cancellationToken));
        return default;
    }

    protected override async ValueTask<bool> PublishAsync(
        ConformanceMessage message, CancellationToken cancellationToken)
    {
        var id = mistake == QueueBusMistake.ConfusesIds ? message.Key : message.Id;
        if (!_ids.TryAdd(id, true) && mistake != QueueBusMistake.ForgetsIds)
            return true;
        foreach (var queue in _queues[message.Topic])
            await queue.Writer.WriteAsync(message, cancellationToken);
        return false;
    }

    protected override async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in _queues.Values.SelectMany(queues => queues))
            queue.Writer.Complete();
        await Task.WhenAll(_consumers);
    }

    protected override ValueTask CloseAsync() => default;

    private async Task ConsumeAsync(
        ChannelReader<ConformanceMessage> queue, ConformanceHandler handle, CancellationToken cancellationToken)
    {
        var held = new Dictionary<string, ConformanceMessage>();
        await foreach (var message in queue.ReadAllAsync(cancellationToken))
        {
            if (mistake == QueueBusMistake.Overtakes && !held.ContainsKey(message.Key))
            {
                held.Add(message.Key, message); // the next one of its key goes first
                continue;
            }

            await DeliverAsync(message, handle, cancellationToken);
            if (held.Remove(message.Key, out var earlier))
                await DeliverAsync(earlier, handle, cancellationToken);
        }

        foreach (var last in held.Values)
            await DeliverAsync(last, handle, cancellationToken);
    }

    private async Task DeliverAsync(
        ConformanceMessage message, ConformanceHandler handle, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await handle(message, cancellationToken);
                return;
            }
            catch (InvalidOperationException) when (mistake != QueueBusMistake.DropsFailures)
            {
                // Once more.
            }
            catch (InvalidOperationException)
            {
                return;
            }
        }
    }
}
