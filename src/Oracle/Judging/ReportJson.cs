using System.Text.Json;
using Verified.Oracle.Rules;

namespace Verified.Oracle;

/// <summary>Writes a report as the document of <c>verified conform --json</c>.</summary>
public static class ReportJson
{
    /// <summary>Writes <c>{"history","operations","verdict","properties":[{"id","verdict","reason","witness","explanation"}]}</c>.</summary>
    public static void Write(Utf8JsonWriter json, Report report)
    {
        json.WriteStartObject();
        json.WriteString("history", report.History);
        json.WriteNumber("operations", report.Operations);
        json.WriteString("verdict", Name(report.Verdict));
        json.WriteStartArray("properties");
        foreach (var property in report.Properties) Write(json, property);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A verdict's name in documents: <c>conforms</c>, <c>violates</c>, <c>undetermined</c>, <c>vacuous</c>, <c>not-applicable</c>.</summary>
    public static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Conforms => "conforms",
        Verdict.Violates => "violates",
        Verdict.Undetermined => "undetermined",
        Verdict.Vacuous => "vacuous",
        _ => "not-applicable",
    };

    /// <summary>A reason's name in documents, or null for none.</summary>
    public static string? Name(UndeterminedReason reason) => reason switch
    {
        UndeterminedReason.Timeout => "timeout",
        UndeterminedReason.Memory => "memory",
        UndeterminedReason.UnknownOutcomes => "unknown-outcomes",
        UndeterminedReason.NotObserved => "not-observed",
        _ => null,
    };

    private static void Write(Utf8JsonWriter json, PropertyReport property)
    {
        json.WriteStartObject();
        json.WriteString("id", property.Id);
        json.WriteString("verdict", Name(property.Verdict));
        json.WriteString("reason", Name(property.Reason));
        json.WriteStartArray("witness");
        foreach (var index in property.Witness) json.WriteNumberValue(index);
        json.WriteEndArray();
        json.WriteString("explanation", property.Explanation);
        json.WriteEndObject();
    }
}
