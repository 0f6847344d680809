using System.Globalization;
using System.Text;
using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>A producer whose events are stored once each, in their order, however often it sends them, and of whose
/// incarnations only the last one is heard.</summary>
/// <remarks>
/// <para>It writes to a stream of its own. An incarnation begins with a record there, whose version is its epoch; every
/// event goes behind what that incarnation has seen. So the record of a later incarnation, which moves the stream, shuts
/// out those before it, and there is no moment between the check and the write. The id of an event is the producer and
/// the sequence number, and the store keeps ids unique for ever.</para>
/// <para>Confirmed means durable. After an answer that was lost, or a crash, the same event is sent again under the same
/// number. Thread-safe; events are sent one after the other.</para>
/// </remarks>
public sealed class IdempotentProducer
{
    /// <summary>The type of the record that begins an incarnation; its data is the next sequence number.</summary>
    public const string OpenedType = "$producer-opened";

    private readonly IEventStore _store;
    private readonly Gate _sending;

    /// <summary>The version of the stream's last event, as this incarnation has seen it.</summary>
    private long _version;

    private IdempotentProducer(IEventStore store, Runtime runtime, StreamId stream, long version, long next)
    {
        (_store, Stream, _version, Epoch, NextSequence) = (store, stream, version, version, next);
        _sending = runtime.CreateGate($"{stream}/sending");
    }

    /// <summary>Where its events are.</summary>
    public StreamId Stream { get; }

    /// <summary>Which incarnation this is; a later one has a higher epoch.</summary>
    public long Epoch { get; }

    /// <summary>The number of the next new event; the first is 0.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Begins an incarnation, and shuts out those before it. Durable on return. Reads one event.</summary>
    /// <exception cref="ArgumentException">The name is null or empty or holds a slash.</exception>
    /// <exception cref="EventStoreException.Corrupt">Something else wrote to the producer's stream.</exception>
    public static async ValueTask<IdempotentProducer> OpenAsync(
        IEventStore store, Runtime runtime, string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('/'))
            throw new ArgumentException($"The name of a producer holds no slash: '{name}'.", nameof(name));
        var stream = new StreamId($"producer/{name}");
        while (true)
        {
            var (version, next) = await EndAsync(store, stream, cancellationToken);
            var opened = new EventData(
                new EventId($"{stream}/opened/{runtime.NewId():n}"), OpenedType, Encoding.UTF8.GetBytes(Text(next)), default);
            if (await store.AppendAsync(stream, ExpectedVersion.At(version), opened, cancellationToken)
                is AppendResult.Appended appended)
                return new IdempotentProducer(store, runtime, stream, appended.LastVersion, next);
        }
    }

    /// <summary>Sends an event. Durable where the answer says so.</summary>
    /// <param name="sequence">Its number: <see cref="NextSequence"/>, or a number that was sent before.</param>
    /// <param name="type">Its type, which is its topic on a bus.</param>
    /// <param name="data">Its payload.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="cancellationToken">Ends the attempt; what came of it is unknown then: send it again.</param>
    public async ValueTask<SendResult> SendAsync(
        long sequence,
        string type,
        ReadOnlyMemory<byte> data,
        ReadOnlyMemory<byte> metadata = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        using (await _sending.EnterAsync(cancellationToken))
        {
            if (sequence > NextSequence)
                return new SendResult.OutOfSequence(NextSequence);
            var sent = new EventData(new EventId($"{Stream}/{Text(sequence)}"), type, data, metadata);
            var result = await _store.AppendAsync(Stream, ExpectedVersion.At(_version), sent, cancellationToken);
            switch (result)
            {
                case AppendResult.Appended(_, var version, var position):
                    (_version, NextSequence) = (version, sequence + 1);
                    return new SendResult.Stored(position, IsNew: true);
                case AppendResult.Idempotent(_, var version, var position):
                    if (sequence == NextSequence) // its answer was lost
                        (_version, NextSequence) = (version, sequence + 1);
                    return new SendResult.Stored(position, IsNew: false);
            }

            return await _store.FindAsync(sent.Id, cancellationToken) is not { } stored ? new SendResult.Fenced()
                : stored.Event.HasContentOf(sent) ? new SendResult.Stored(stored.Position, IsNew: false)
                : new SendResult.Conflict();
        }
    }

    private static async ValueTask<(long Version, long Next)> EndAsync(
        IEventStore store, StreamId stream, CancellationToken cancellationToken)
    {
        await foreach (var last in store.ReadStreamAsync(
            stream, ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
            return (last.Version, NextAfter(last));
        return (-1, 0);
    }

    private static long NextAfter(RecordedEvent last)
    {
        var isOpening = last.Event.Type == OpenedType;
        var text = isOpening
            ? Encoding.UTF8.GetString(last.Event.Data.Span)
            : last.Event.Id.Value[(last.Event.Id.Value.LastIndexOf('/') + 1)..];
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new EventStoreException.Corrupt(
                $"The event '{last.Event.Id}' at position {last.Position} is none of the producer's.");
        return isOpening ? number : number + 1;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What became of an event that a producer sent.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>Confirmed: it is durable at this position, once. Not new: it was stored by an earlier attempt.</summary>
    public sealed record Stored(long Position, bool IsNew) : SendResult;

    /// <summary>Numbers were left out; nothing is stored. <paramref name="Expected"/> comes next.</summary>
    public sealed record OutOfSequence(long Expected) : SendResult;

    /// <summary>A later incarnation of the producer has begun; nothing is stored.</summary>
    public sealed record Fenced : SendResult;

    /// <summary>Another event was sent under this number; nothing is stored.</summary>
    public sealed record Conflict : SendResult;
}
