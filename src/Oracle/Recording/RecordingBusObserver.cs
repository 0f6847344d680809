using System.Text.Json;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle;

/// <summary>Records what a bus and its consumers do.</summary>
/// <remarks>Thread-safe. Contents are recorded as hashes.</remarks>
public sealed class RecordingBusObserver(HistoryRecorder recorder) : IBusObserver
{
    public Observation Subscribing(string consumer, string? topic, EffectPromise promise, bool isFiltered) =>
        Observed.Begin(recorder, LineFunction.Subscribe, json =>
        {
            Subscription(json, consumer, topic, promise);
            if (isFiltered) json.WriteBoolean("partial", true);
        });

    public Observation Unsubscribing(string consumer, string? topic) =>
        Observed.Begin(recorder, LineFunction.Unsubscribe, json =>
        {
            json.WriteString("consumer", consumer);
            Observed.Text(json, "topic", topic);
        });

    public Observation Joining(string group, string member, string? topic, EffectPromise promise) =>
        Observed.Begin(recorder, LineFunction.Subscribe, json =>
        {
            Subscription(json, group, topic, promise);
            json.WriteString("member", member);
        });

    public void Joined(Observation joining, long generation) =>
        Observed.End(recorder, joining, LineType.Ok, json => json.WriteNumber("generation", generation));

    public Observation Publishing(in ObservedMessage message)
    {
        var published = message;
        return Observed.Begin(recorder, LineFunction.Publish, json => Message(json, published));
    }

    public void Published(
        Observation publishing,
        bool isDuplicate,
        string? partition,
        long position,
        IReadOnlyCollection<ObservedHandlerOutcome>? outcomes) =>
        Observed.End(recorder, publishing, LineType.Ok, json =>
        {
            if (isDuplicate) json.WriteBoolean("duplicate", true);
            Observed.Text(json, "partition", partition);
            if (position >= 0) json.WriteNumber("position", position);
            if (outcomes is not null) Outcomes(json, outcomes);
        });

    public void Vetoed(Observation publishing) =>
        Observed.End(recorder, publishing, LineType.Fail, json => json.WriteBoolean("veto", true));

    public Observation Delivering(string consumer, in ObservedMessage message)
    {
        var delivered = message;
        return Observed.Begin(recorder, LineFunction.Deliver, json =>
        {
            json.WriteString("consumer", consumer);
            Observed.Text(json, "saga", delivered.Saga);
            Message(json, delivered);
        });
    }

    public void Handled(Observation delivering, IReadOnlyCollection<string> outbox) =>
        Observed.End(recorder, delivering, LineType.Ok, json => EventJson.Outbox(json, outbox));

    public Observation Acknowledging(string consumer, string message) => Settle(LineFunction.Ack, consumer, message);

    public Observation Rejecting(string consumer, string message) => Settle(LineFunction.Nack, consumer, message);

    public Observation DeadLettering(string consumer, string message) => Settle(LineFunction.DeadLetter, consumer, message);

    public Observation Replaying(string consumer, string message) => Settle(LineFunction.Replay, consumer, message);

    public Observation Committing(string consumer, string? partition, long position, long generation) =>
        Observed.Begin(recorder, LineFunction.Checkpoint, json =>
        {
            Cursor(json, consumer, partition, position);
            if (generation >= 0) json.WriteNumber("generation", generation);
        });

    public void Started(string consumer, string? partition, long position) =>
        Observed.End(
            recorder,
            Observed.Begin(recorder, LineFunction.Checkpoint, json =>
            {
                Cursor(json, consumer, partition, position);
                json.WriteBoolean("start", true);
            }),
            LineType.Ok);

    public void Ended(Observation observation, ObservedOutcome outcome, string? error) =>
        Observed.End(recorder, observation, outcome, error);

    private Observation Settle(LineFunction function, string consumer, string message) =>
        Observed.Begin(recorder, function, json =>
        {
            json.WriteString("consumer", consumer);
            json.WriteStartArray("events");
            json.WriteStartObject();
            json.WriteString("id", message);
            json.WriteEndObject();
            json.WriteEndArray();
        });

    private static void Subscription(Utf8JsonWriter json, string consumer, string? topic, EffectPromise promise)
    {
        json.WriteString("consumer", consumer);
        Observed.Text(json, "topic", topic);
        json.WriteString("effect", HeaderNames.Of(HeaderNames.Effects, promise));
    }

    private static void Cursor(Utf8JsonWriter json, string consumer, string? partition, long position)
    {
        json.WriteString("consumer", consumer);
        Observed.Text(json, "partition", partition);
        json.WriteNumber("position", position);
    }

    private static void Message(Utf8JsonWriter json, in ObservedMessage message)
    {
        json.WriteStartArray("events");
        json.WriteStartObject();
        json.WriteString("id", message.Id);
        Observed.Text(json, "topic", message.Topic);
        Observed.Text(json, "key", message.Key);
        Observed.Text(json, "cause", message.Cause);
        Observed.Text(json, "partition", message.Partition);
        if (message.Position >= 0) json.WriteNumber("position", message.Position);
        if (!message.Content.IsEmpty) json.WriteString("hash", EventJson.Hash(message.Content.Span));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Outcomes(Utf8JsonWriter json, IReadOnlyCollection<ObservedHandlerOutcome> outcomes)
    {
        json.WriteStartArray("outcomes");
        foreach (var (consumer, succeeded) in outcomes)
        {
            json.WriteStartObject();
            json.WriteString("consumer", consumer);
            json.WriteBoolean("ok", succeeded);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
