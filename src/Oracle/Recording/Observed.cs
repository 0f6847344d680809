using System.Text.Json;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle;

/// <summary>What the recording observers share: an observation is an open operation of the recorder.</summary>
internal static class Observed
{
    public static Observation Begin(HistoryRecorder recorder, LineFunction function, Action<Utf8JsonWriter> fields)
    {
        var operation = recorder.Begin(function, fields);
        return new Observation(operation.Process, (int)operation.Function);
    }

    public static void End(
        HistoryRecorder recorder, Observation observation, LineType type, Action<Utf8JsonWriter>? fields = null) =>
        recorder.End(new OpenRecord(observation.Number, (LineFunction)observation.Kind), type, fields);

    public static void End(HistoryRecorder recorder, Observation observation, ObservedOutcome outcome, string? error) =>
        End(
            recorder,
            observation,
            outcome switch
            {
                ObservedOutcome.Succeeded or ObservedOutcome.Duplicate => LineType.Ok,
                ObservedOutcome.Failed => LineType.Fail,
                _ => LineType.Info,
            },
            json =>
            {
                if (outcome == ObservedOutcome.Duplicate) json.WriteBoolean("duplicate", true);
                if (error is not null) json.WriteString("error", error);
            });

    public static void State(Utf8JsonWriter json, ReadOnlyMemory<byte> state)
    {
        if (!state.IsEmpty) json.WriteString("state", EventJson.Hash(state.Span));
    }

    public static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }
}
