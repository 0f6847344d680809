using System.Globalization;
using System.Text;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle;

/// <summary>A message of a conformance run.</summary>
/// <param name="Id">Its identity; a message that is published again has the same one.</param>
/// <param name="Topic">Where it is published.</param>
/// <param name="Key">What it is about; messages of one key come from one publisher, one after the other.</param>
/// <param name="Content">What it says.</param>
public sealed record ConformanceMessage(string Id, string Topic, string Key, ReadOnlyMemory<byte> Content);

/// <summary>Handles a message of a conformance run; it throws where the handler is to fail.</summary>
public delegate ValueTask ConformanceHandler(ConformanceMessage message, CancellationToken cancellationToken);

/// <summary>Puts a bus through its paces and judges what it did: derive, say how to use your bus, and run it.</summary>
/// <remarks>
/// <para>Publishers beside each other, each with a key of its own; three consumers, two of them on one topic; messages
/// published again, as after a lost answer; handlers that fail at the first delivery; in the middle the bus is closed
/// and opened again. All of it is recorded from outside and judged by the oracle's rules for buses. Which of them apply
/// follows from what the bus promises: override the properties, and promise no more than is meant.</para>
/// <para>The same workload each time; what it meets depends on the bus and on the threads. Not thread-safe.</para>
/// </remarks>
public abstract class EventBusConformance
{
    private static readonly (string Consumer, string Topic)[] s_subscriptions =
        [("accounting", "orders"), ("audit", "orders"), ("mail", "bills")];

    private readonly HashSet<(string Consumer, string Message)> _failed = [];
    private IBusObserver _observer = IBusObserver.None;

    /// <summary>How many publishers there are; 4 by default.</summary>
    protected virtual int Publishers => 4;

    /// <summary>How many messages each of them publishes; 60 by default.</summary>
    protected virtual int MessagesEach => 60;

    /// <summary>Of how many messages one fails at its first delivery to each consumer; 0: none. 7 by default.</summary>
    protected virtual int FailsEvery => 7;

    /// <summary>What consumers may rely on; <see cref="EffectPromise.AtLeastOnce"/> by default.</summary>
    protected virtual EffectPromise Effect => EffectPromise.AtLeastOnce;

    /// <summary>Among which messages there is an order; none by default.</summary>
    protected virtual OrderScope Order => OrderScope.None;

    /// <summary>A message that is published again is stored once; true by default.</summary>
    protected virtual bool IsIdempotent => true;

    /// <summary>What was published survives that the bus is closed; true by default.</summary>
    protected virtual bool IsDurable => true;

    /// <summary>Opens the bus; a durable one finds what an earlier one of this run left.</summary>
    protected abstract ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Subscribes a consumer to a topic, or, after the bus was opened again, gives it its code again.</summary>
    protected abstract ValueTask SubscribeAsync(
        string consumer, string topic, ConformanceHandler handle, CancellationToken cancellationToken);

    /// <summary>Publishes a message; on return it is safe.</summary>
    /// <returns>The bus recognised it as one that was published before.</returns>
    protected abstract ValueTask<bool> PublishAsync(ConformanceMessage message, CancellationToken cancellationToken);

    /// <summary>Waits until all that was published is handled or set aside.</summary>
    protected abstract ValueTask DrainAsync(CancellationToken cancellationToken);

    /// <summary>Closes the bus, the less in order the better: what is lost now is found.</summary>
    protected abstract ValueTask CloseAsync();

    /// <summary>The messages that the bus set aside for a consumer; none by default. Asked at the end.</summary>
    protected virtual ValueTask<IReadOnlyCollection<string>> DeadLettersOfAsync(
        string consumer, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<string>>([]);

    /// <summary>Runs the workload and judges its history.</summary>
    /// <param name="time">Gives the times of the history.</param>
    /// <param name="cancellationToken">Ends the run without a verdict.</param>
    public async Task<ConformanceResult> RunAsync(TimeProvider time, CancellationToken cancellationToken = default)
    {
        using var history = new MemoryStream();
        var recorder = new HistoryRecorder(history, Header, time);
        _observer = new RecordingBusObserver(recorder);
        _failed.Clear();
        await OpenAsync(cancellationToken);
        foreach (var (consumer, topic) in s_subscriptions)
        {
            var subscribing = _observer.Subscribing(consumer, topic, Effect);
            await SubscribeAsync(consumer, topic, Handler(consumer), cancellationToken);
            _observer.Ended(subscribing, ObservedOutcome.Succeeded);
        }

        await PublishAllAsync(0, MessagesEach / 2, cancellationToken);
        if (IsDurable)
            await OpenAgainAsync(recorder, cancellationToken);
        await PublishAllAsync(MessagesEach / 2, MessagesEach, cancellationToken);
        await DrainAsync(cancellationToken);
        foreach (var (consumer, _) in s_subscriptions)
            foreach (var message in await DeadLettersOfAsync(consumer, cancellationToken))
                _observer.Ended(_observer.DeadLettering(consumer, message), ObservedOutcome.Succeeded);
        await CloseAsync();
        return ConformanceResult.Of(history, GetType().Name);
    }

    private HistoryHeader Header => new(
        HistorySpec.Bus,
        FinalReads: true,
        Drained: true,
        Effect: Effect,
        OrderScope: Order,
        IdempotentPublish: IsIdempotent);

    private async Task OpenAgainAsync(HistoryRecorder recorder, CancellationToken cancellationToken)
    {
        await CloseAsync();
        recorder.Fault("the bus is closed and opened again");
        await OpenAsync(cancellationToken);
        foreach (var (consumer, topic) in s_subscriptions)
            await SubscribeAsync(consumer, topic, Handler(consumer), cancellationToken);
    }

    private Task PublishAllAsync(int from, int to, CancellationToken cancellationToken) => Task.WhenAll(
        Enumerable.Range(0, Publishers).Select(publisher => PublishAsync(publisher, from, to, cancellationToken)));

    private async Task PublishAsync(int publisher, int from, int to, CancellationToken cancellationToken)
    {
        for (var i = from; i < to; i++)
        {
            await Task.Yield(); // the others go on meanwhile
            var id = string.Create(CultureInfo.InvariantCulture, $"m{publisher}-{i}");
            var message = new ConformanceMessage(
                id, i % 3 == 0 ? "bills" : "orders", $"k{publisher}", Encoding.UTF8.GetBytes(id));
            await PublishOneAsync(message, cancellationToken);
            if (i % 5 == 4)
                await PublishOneAsync(message, cancellationToken); // as after a lost answer
        }
    }

    private async Task PublishOneAsync(ConformanceMessage message, CancellationToken cancellationToken)
    {
        var publishing = _observer.Publishing(Observed(message));
        _observer.Published(publishing, await PublishAsync(message, cancellationToken));
    }

    private ConformanceHandler Handler(string consumer) => async (message, cancellationToken) =>
    {
        var delivering = _observer.Delivering(consumer, Observed(message));
        if (Fails(consumer, message))
        {
            _observer.Ended(delivering, ObservedOutcome.Failed, "this delivery is to fail");
            throw new InvalidOperationException("This delivery is to fail.");
        }

        await Task.Yield(); // other deliveries may come in between
        cancellationToken.ThrowIfCancellationRequested();
        _observer.Handled(delivering, []);
    };

    private bool Fails(string consumer, ConformanceMessage message)
    {
        var number = int.Parse(message.Id.AsSpan(message.Id.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        if (FailsEvery == 0 || number % FailsEvery != FailsEvery - 1)
            return false;
        lock (_failed)
            return _failed.Add((consumer, message.Id));
    }

    private static ObservedMessage Observed(ConformanceMessage message) =>
        new(message.Id, message.Topic, message.Key, Content: message.Content);
}
