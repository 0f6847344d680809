using System.Text.Json;
using System.Text.Json.Serialization;

namespace Verified.Reference;

/// <summary>A message that was set aside.</summary>
/// <param name="Message">Its id.</param>
/// <param name="Position">Where it is in the log.</param>
/// <param name="Round">How often it was replayed before.</param>
/// <param name="Deliveries">How often it was delivered in this round.</param>
/// <param name="Reason">Why the last delivery failed, or why it was parked.</param>
/// <param name="IsParked">The handler set it aside itself, before its deliveries were used up.</param>
public sealed record DeadLetterRecord(
    string Message, long Position, int Round, int Deliveries, string Reason, bool IsParked);

/// <summary>The dead letters of a consumer, and their replays: a stream of the store.</summary>
/// <remarks>
/// <para>A replay is asked for by an event as well, which the consumer finds in the log like any message. So it is
/// durable, and its delivery goes through queue and inbox like the first one: a dead letter says nothing about its
/// effect, whose acknowledgement may be all that was lost.</para>
/// <para>Thread-safe, without state of its own. Source: <c>Delivery!DeadLetter</c>, <c>Delivery!ReplayDeadLetter</c>.</para>
/// </remarks>
/// <param name="store">Holds them.</param>
/// <param name="consumer">Whose they are.</param>
public sealed class DeadLetters(IEventStore store, ConsumerId consumer)
{
    /// <summary>The type of the event that says a message was set aside; its data is a <see cref="DeadLetterRecord"/>.</summary>
    public const string DeadLetteredType = "$dead-lettered";

    /// <summary>The type of the event that asks for a replay; its data is the <see cref="DeadLetterRecord"/>, a round later.</summary>
    public const string ReplayType = "$replay-requested";

    /// <summary>The stream that holds them.</summary>
    public StreamId Stream { get; } = new($"$dead-letters/{consumer.Value}");

    /// <summary>Sets a message aside. Durable on return; again with the same round, it changes nothing.</summary>
    public async ValueTask AddAsync(DeadLetterRecord letter, CancellationToken cancellationToken = default) =>
        Settled(await store.AppendAsync(
            Stream, new ExpectedVersion.Any(), [Event(DeadLetteredType, letter)], cancellationToken));

    /// <summary>The message was set aside in this round.</summary>
    public async ValueTask<bool> ContainsAsync(
        EventId message, int round, CancellationToken cancellationToken = default) =>
        await store.FindAsync(IdOf(DeadLetteredType, message.Value, round), cancellationToken) is not null;

    /// <summary>The first dead letter of a message, or null: how its first round ended.</summary>
    public async ValueTask<DeadLetterRecord?> FindAsync(EventId message, CancellationToken cancellationToken = default) =>
        await store.FindAsync(IdOf(DeadLetteredType, message.Value, 0), cancellationToken) is { } recorded
            ? Read(recorded)
            : null;

    /// <summary>Those that were set aside and not replayed since, oldest first. O(all that ever were).</summary>
    public async ValueTask<IReadOnlyList<DeadLetterRecord>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var letters = new OrderedDictionary<string, DeadLetterRecord>(StringComparer.Ordinal);
        await foreach (var recorded in store.ReadStreamAsync(
            Stream, ReadDirection.Forwards, 0, cancellationToken: cancellationToken))
        {
            var letter = Read(recorded);
            letters.Remove(letter.Message);
            if (recorded.Event.Type == DeadLetteredType)
                letters.Add(letter.Message, letter);
        }

        return [.. letters.Values];
    }

    /// <summary>Asks for all of them to be delivered again. Durable on return; asked twice, it happens once.</summary>
    /// <returns>How many there were.</returns>
    public async ValueTask<int> ReplayAsync(CancellationToken cancellationToken = default)
    {
        var letters = await ReadAsync(cancellationToken);
        foreach (var letter in letters)
            await ReplayAsync(letter, cancellationToken);
        return letters.Count;
    }

    /// <summary>Asks for one of them to be delivered again.</summary>
    public async ValueTask ReplayAsync(DeadLetterRecord letter, CancellationToken cancellationToken = default) =>
        Settled(await store.AppendAsync(
            Stream,
            new ExpectedVersion.Any(),
            [Event(ReplayType, letter with { Round = letter.Round + 1, Deliveries = 0 })],
            cancellationToken));

    /// <summary>The replay that this event asks for; null where it is something else.</summary>
    public DeadLetterRecord? ReplayIn(RecordedEvent recorded) =>
        recorded.Stream == Stream && recorded.Event.Type == ReplayType ? Read(recorded) : null;

    /// <summary>The replay that this event asks for; null where it is something else, or the message was set aside again in
    /// that round, so that another replay must be asked for.</summary>
    public async ValueTask<DeadLetterRecord?> DueReplayInAsync(
        RecordedEvent recorded, CancellationToken cancellationToken = default) =>
        ReplayIn(recorded) is { } letter && !await ContainsAsync(new EventId(letter.Message), letter.Round, cancellationToken)
            ? letter
            : null;

    /// <summary>The message that was set aside.</summary>
    /// <exception cref="EventStoreException.Corrupt">It is not stored.</exception>
    public async ValueTask<RecordedEvent> MessageOfAsync(
        DeadLetterRecord letter, CancellationToken cancellationToken = default) =>
        await store.FindAsync(new EventId(letter.Message), cancellationToken)
        ?? throw new EventStoreException.Corrupt($"The dead letter '{letter.Message}' of '{consumer}' is no stored event.");

    /// <summary>What an event of <see cref="Stream"/> says.</summary>
    /// <exception cref="EventStoreException.Corrupt">It cannot be read.</exception>
    public static DeadLetterRecord Read(RecordedEvent recorded)
    {
        try
        {
            return JsonSerializer.Deserialize(recorded.Event.Data.Span, DeliveryJson.Default.DeadLetterRecord)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException malformed)
        {
            throw new EventStoreException.Corrupt(
                $"The dead letter at position {recorded.Position} cannot be read: {malformed.Message}", malformed);
        }
    }

    private EventData Event(string type, DeadLetterRecord letter) => new(
        IdOf(type, letter.Message, letter.Round),
        type,
        JsonSerializer.SerializeToUtf8Bytes(letter, DeliveryJson.Default.DeadLetterRecord),
        default);

    private EventId IdOf(string type, string message, int round) =>
        new($"{type}/{consumer.Value}/{round}/{message}");

    /// <summary>That it is there already, perhaps with another reason, is as good.</summary>
    private void Settled(AppendResult result)
    {
        if (result is not (AppendResult.Appended or AppendResult.Idempotent or AppendResult.DuplicateEventId))
            throw new EventStoreException.Corrupt($"The stream '{Stream}' takes no events: {result}.");
    }
}

/// <summary>How what delivery stores is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeadLetterRecord))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
