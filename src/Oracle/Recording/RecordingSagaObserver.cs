using System.Text.Json;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle;

/// <summary>Records what sagas do.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RecordingSagaObserver(HistoryRecorder recorder) : ISagaObserver
{
    public Observation Starting(string saga, string? correlation, int steps) =>
        Observed.Begin(recorder, LineFunction.SagaStart, json =>
        {
            json.WriteString("saga", saga);
            Observed.Text(json, "correlation", correlation);
            if (steps > 0) json.WriteNumber("steps", steps);
        });

    public Observation Stepping(string saga, int step) => Step(LineFunction.SagaStep, saga, step);

    public Observation Compensating(string saga, int step) => Step(LineFunction.SagaCompensate, saga, step);

    public void Touched(
        Observation observation, IReadOnlyCollection<ObservedItem> reads, IReadOnlyCollection<ObservedItem> writes) =>
        Observed.End(recorder, observation, LineType.Ok, json =>
        {
            Items(json, "reads", reads);
            Items(json, "writes", writes);
        });

    public Observation Saving(string saga, long revision, params ReadOnlySpan<string> replies)
    {
        var ids = replies.ToArray();
        return Observed.Begin(recorder, LineFunction.Checkpoint, json =>
        {
            json.WriteString("saga", saga);
            json.WriteNumber("revision", revision);
            EventJson.Ids(json, "events", ids);
        });
    }

    public Observation Ending(string saga, SagaOutcome outcome) =>
        Observed.Begin(recorder, LineFunction.SagaEnd, json =>
        {
            json.WriteString("saga", saga);
            json.WriteString("outcome", outcome switch
            {
                SagaOutcome.Completed => "completed",
                SagaOutcome.Aborted => "aborted",
                SagaOutcome.Stuck => "stuck",
                _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Completed, Aborted or Stuck."),
            });
        });

    public void Ended(Observation observation, ObservedOutcome outcome, string? error) =>
        Observed.End(recorder, observation, outcome, error);

    private Observation Step(LineFunction function, string saga, int step) =>
        Observed.Begin(recorder, function, json =>
        {
            json.WriteString("saga", saga);
            json.WriteNumber("step", step);
        });

    private static void Items(Utf8JsonWriter json, string name, IReadOnlyCollection<ObservedItem> items)
    {
        if (items.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var (key, version) in items)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteNumber("version", version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
