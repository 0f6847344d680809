using System.Text.Json;
using System.Text.Json.Serialization;

namespace Verified.Reference;

/// <summary>What an event of the log says about a saga.</summary>
/// <param name="Process">The name of the saga's definition.</param>
/// <param name="Saga">Which saga.</param>
/// <param name="Message">What is said; null for a notice.</param>
/// <param name="Notice">A remark for others that is no message of the saga: <see cref="Parked"/>,
/// <see cref="Completed"/>, <see cref="Aborted"/>. Null for a message.</param>
/// <param name="Effect">How the effect of the step changed with this event: +1, −1, or 0.</param>
/// <param name="Request">What was requested; each step finds there what it needs.</param>
public sealed record SagaEnvelope(
    string Process, SagaId Saga, SagaMessage? Message, string? Notice, int Effect, ReadOnlyMemory<byte> Request)
{
    /// <summary>The notice that a saga needs a person.</summary>
    public const string Parked = "parked";

    /// <summary>The notice that a saga ended with all steps standing.</summary>
    public const string Completed = "completed";

    /// <summary>The notice that a saga ended with no step standing.</summary>
    public const string Aborted = "aborted";

    /// <summary>Who is interested in notices, as observers are told.</summary>
    public const string NoticeTopic = "mail";

    /// <summary>How the metadata of such an event begins; what begins in another way is none.</summary>
    private static ReadOnlySpan<byte> Opening => "{\"process\":"u8;

    /// <summary>What this event says about a saga; null where it says nothing about one. O(metadata).</summary>
    /// <exception cref="EventStoreException.Corrupt">It begins like such an event, and cannot be understood.</exception>
    public static SagaEnvelope? Read(RecordedEvent recorded) => Read(recorded.Event);

    /// <inheritdoc cref="Read(RecordedEvent)"/>
    public static SagaEnvelope? Read(EventData sent)
    {
        if (!sent.Metadata.Span.StartsWith(Opening))
            return null;
        try
        {
            var read = JsonSerializer.Deserialize(sent.Metadata.Span, SagaJson.Default.SagaMetadata)
                ?? throw new JsonException("It is null.");
            var message = SagaText.Parse(read.Kind, read.Step, read.Attempt);
            return new SagaEnvelope(
                read.Process, new SagaId(read.Saga), message, message is null ? read.Kind : null, read.Effect, sent.Data);
        }
        catch (JsonException malformed)
        {
            throw new EventStoreException.Corrupt(
                $"The event '{sent.Id}' is of a saga and cannot be read: {malformed.Message}", malformed);
        }
    }

    /// <summary>The event that says it.</summary>
    internal EventData ToEvent(EventId id, string type)
    {
        var (step, attempt) = Message is null ? (0, 0) : SagaText.NumbersOf(Message);
        var kind = Message is null ? Notice! : SagaText.KindOf(Message);
        var metadata = new SagaMetadata(Process, Saga.Value, kind, step, attempt, Effect);
        return new EventData(
            id, type, Request, JsonSerializer.SerializeToUtf8Bytes(metadata, SagaJson.Default.SagaMetadata));
    }
}

/// <summary>An envelope as it is written.</summary>
internal sealed record SagaMetadata(string Process, string Saga, string Kind, int Step, int Attempt, int Effect);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SagaMetadata))]
internal sealed partial class SagaJson : JsonSerializerContext;
