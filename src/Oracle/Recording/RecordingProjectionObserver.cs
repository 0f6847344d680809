using System.Text.Json;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle;

/// <summary>Records what projections do.</summary>
/// <remarks>Thread-safe. Views are recorded as hashes.</remarks>
public sealed class RecordingProjectionObserver(HistoryRecorder recorder) : IProjectionObserver
{
    public Observation Applying(string projection, string? replica, RecordedEvent applied, bool skips) =>
        Observed.Begin(recorder, LineFunction.Project, json =>
        {
            View(json, projection, replica);
            if (skips) json.WriteBoolean("partial", true);
            EventJson.Events(json, [applied], withStream: true);
        });

    public void Applied(Observation applying, ReadOnlyMemory<byte> state) =>
        Observed.End(recorder, applying, LineType.Ok, json => Observed.State(json, state));

    public Observation Rebuilding(string projection, string? replica, long position) =>
        Observed.Begin(recorder, LineFunction.Project, json =>
        {
            View(json, projection, replica);
            json.WriteBoolean("rebuild", true);
            json.WriteNumber("position", position);
        });

    public Observation Reading(string projection, string? replica, long token) =>
        Observed.Begin(recorder, LineFunction.Read, json =>
        {
            View(json, projection, replica);
            json.WriteNumber("token", token);
        });

    public void Shown(Observation reading, long position, ReadOnlyMemory<byte> state) =>
        Observed.End(recorder, reading, LineType.Ok, json =>
        {
            json.WriteNumber("position", position);
            Observed.State(json, state);
        });

    public void Ended(Observation observation, ObservedOutcome outcome, string? error) =>
        Observed.End(recorder, observation, outcome, error);

    private static void View(Utf8JsonWriter json, string projection, string? replica)
    {
        json.WriteString("projection", projection);
        Observed.Text(json, "replica", replica);
    }
}
