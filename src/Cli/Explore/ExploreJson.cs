using System.Text.Json;
using Verified.Systematic;

namespace Verified.Cli;

/// <summary>The documents of <c>verified explore --json</c>.</summary>
internal static class ExploreJson
{
    /// <summary>Of <c>--list</c>.</summary>
    public static void Write(Utf8JsonWriter writer, IEnumerable<ExploreTest> tests)
    {
        writer.WriteStartArray();
        foreach (var test in tests)
        {
            writer.WriteStartObject();
            writer.WriteString("test", test.Name);
            writer.WriteString("claim", test.Claim);
            writer.WriteBoolean("knownBug", test.IsBroken);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Of explorations and replays.</summary>
    public static void Write(Utf8JsonWriter writer, IEnumerable<(ExploreTest Test, Exploration Result)> results)
    {
        writer.WriteStartArray();
        foreach (var (test, result) in results)
        {
            writer.WriteStartObject();
            writer.WriteString("test", test.Name);
            writer.WriteString("claim", test.Claim);
            writer.WriteBoolean("knownBug", test.IsBroken);
            writer.WriteString("verdict", Word(result.Verdict));
            WritePhases(writer, result);
            if (result.Failure is { } failure)
                Write(writer, failure);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePhases(Utf8JsonWriter writer, Exploration result)
    {
        writer.WriteStartArray("searches");
        foreach (var phase in result.Phases)
        {
            writer.WriteStartObject();
            writer.WriteString("strategy", phase.Strategy);
            writer.WriteNumber("schedules", phase.Schedules);
            writer.WriteNumber("pruned", phase.Pruned);
            writer.WriteNumber("truncated", phase.Truncated);
            writer.WriteNumber("steps", phase.Steps);
            writer.WriteBoolean("exhausted", phase.IsExhausted);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ExplorationFailure failure)
    {
        writer.WriteStartObject("failure");
        writer.WriteString("kind", Word(failure.Kind));
        writer.WriteString("message", failure.Message);
        writer.WriteString("foundBy", failure.FoundBy);
        writer.WriteNumber("foundAfter", failure.FoundAfter);
        writer.WriteNumber("preemptions", failure.Preemptions);
        writer.WriteNumber("faults", failure.Faults);
        if (failure.Scenario is { } drawn)
            writer.WriteString("scenario", drawn);
        writer.WriteStartArray("schedule");
        foreach (var line in failure.Schedule.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            writer.WriteStringValue(line.TrimEnd());
        writer.WriteEndArray();
        writer.WriteString("race", failure.Race);
        writer.WriteString("waits", failure.Waits);
        writer.WriteString("token", failure.Token);
        writer.WriteEndObject();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
