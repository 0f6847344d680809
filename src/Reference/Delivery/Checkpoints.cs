using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Verified.Reference;

/// <summary>How far a consumer has come: a stream of the store, whose last event is the checkpoint.</summary>
/// <remarks>
/// A checkpoint at p: everything at or below p was processed. Each is written behind the one before it, so of two
/// processes that run the same consumer the slower one fails, instead of taking the checkpoint back. Not
/// thread-safe. Source: <c>Subscription!SaveCheckpoint</c>.
/// </remarks>
/// <param name="store">Holds it.</param>
/// <param name="consumer">Whose it is.</param>
/// <param name="life">Tells the checkpoints of this life of the consumer from those of another one, also where they are
/// equal: otherwise one that begins anew would be told that what another has long passed is saved.</param>
internal sealed class Checkpoints(IEventStore store, ConsumerId consumer, Guid life)
{
    private readonly StreamId _stream = new($"$checkpoints/{consumer.Value}");

    /// <summary>The version of the last one, −1 for none.</summary>
    private long _version = -1;

    /// <summary>Where the consumer goes on; 0 where it has never been.</summary>
    public long Saved { get; private set; }

    /// <exception cref="EventStoreException.Corrupt">What is stored is no checkpoint.</exception>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        await foreach (var last in store.ReadStreamAsync(
            _stream, ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
        {
            var text = last.Event.Data.Span;
            if (!Utf8Parser.TryParse(text, out long position, out var read) || read != text.Length || position < 0)
                throw new EventStoreException.Corrupt(
                    $"The checkpoint at position {last.Position} is no position: '{Encoding.UTF8.GetString(text)}'.");
            (_version, Saved) = (last.Version, position);
        }
    }

    /// <summary>Durable on return.</summary>
    /// <exception cref="ConsumerSupersededException">Another process runs this consumer.</exception>
    public async ValueTask SaveAsync(long position, CancellationToken cancellationToken)
    {
        var expected = _version < 0 ? (ExpectedVersion)new ExpectedVersion.NoStream() : new ExpectedVersion.Exact(_version);
        var id = new EventId(string.Create(CultureInfo.InvariantCulture, $"{_stream}/{_version + 1}/{life:n}"));
        var data = Encoding.UTF8.GetBytes(position.ToString(CultureInfo.InvariantCulture));
        var result = await store.AppendAsync(
            _stream, expected, [new EventData(id, "$checkpoint-saved", data, default)], cancellationToken);
        if (result is not (AppendResult.Appended or AppendResult.Idempotent))
            throw new ConsumerSupersededException(
                $"The consumer '{consumer}' runs elsewhere as well: its checkpoint has moved past version {_version} ({result}).");
        (_version, Saved) = (_version + 1, position);
    }
}

/// <summary>Another process runs the same consumer and is ahead; this one has to stop. Nothing is lost.</summary>
public sealed class ConsumerSupersededException(string message) : InvalidOperationException(message);
