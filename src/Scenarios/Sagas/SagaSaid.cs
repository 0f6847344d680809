using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>What an event of the log says about a saga.</summary>
/// <param name="Envelope">What is said.</param>
/// <param name="IsRecord">Whether who runs the saga says it to itself, in the saga's own stream.</param>
/// <param name="Cause">The message that it is a reaction to; null: to none, or nobody knows.</param>
internal readonly record struct SagaSaid(SagaEnvelope Envelope, bool IsRecord, SagaMessage? Cause)
{
    /// <summary>All that the log says about sagas of these definitions, in its order.</summary>
    public static IEnumerable<SagaSaid> In(IReadOnlyList<RecordedEvent> log, params SagaDefinition[] definitions)
    {
        var messages = new Dictionary<string, SagaMessage>();
        var lastMark = new Dictionary<StreamId, string>();
        foreach (var recorded in log)
        {
            if (recorded.Event.Type == Inbox.MarkType)
                lastMark[recorded.Stream] = recorded.Event.Id.Value;
            if (SagaEnvelope.Read(recorded) is not { } envelope
                || Array.Find(definitions, definition => definition.Name == envelope.Process) is not { } definition)
                continue;
            if (envelope.Message is { } message)
                messages[recorded.Event.Id.Value] = message;
            var isRecord = recorded.Stream == definition.StreamOf(envelope.Saga);
            yield return new SagaSaid(envelope, isRecord, isRecord ? null : CauseIn(recorded.Stream));
        }

        SagaMessage? CauseIn(StreamId stream) =>
            lastMark.TryGetValue(stream, out var mark) && Inbox.ReadMark(new(mark)) is var (_, message)
                ? messages.GetValueOrDefault(message.Split('~')[0]) ?? messages.GetValueOrDefault(message)
                : null;
    }
}
