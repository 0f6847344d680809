using System.Text.Json;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle;

/// <summary>Writes the header line of a history.</summary>
internal static class HeaderWriter
{
    public static void Write(Utf8JsonWriter json, HistoryHeader header)
    {
        json.WriteStartObject();
        json.WriteString("history", "eda/1");
        Specs(json, header.Spec);
        json.WriteString("clock", HeaderNames.Of(HeaderNames.Clocks, header.Clock));
        if (header.ClockErrorNs != 0) json.WriteNumber("clockErrorNs", header.ClockErrorNs);
        json.WriteStartObject("complete");
        json.WriteBoolean("finalReads", header.FinalReads);
        json.WriteBoolean("sampled", header.Sampled);
        if (header.Drained) json.WriteBoolean("drained", true);
        json.WriteEndObject();
        Config(json, header);
        json.WriteEndObject();
    }

    private static void Specs(Utf8JsonWriter json, HistorySpec specs)
    {
        json.WritePropertyName("spec");
        var isSet = System.Numerics.BitOperations.PopCount((uint)specs) != 1;
        if (isSet) json.WriteStartArray();
        foreach (var (name, spec) in HeaderNames.Specs)
            if ((specs & spec) != 0)
                json.WriteStringValue(name);
        if (isSet) json.WriteEndArray();
    }

    private static void Config(Utf8JsonWriter json, HistoryHeader header)
    {
        json.WriteStartObject("config");
        json.WriteBoolean("contiguous", header.Contiguous);
        json.WriteBoolean("deleteHides", header.DeleteHides);
        if (header.Effect != EffectPromise.AtLeastOnce)
            json.WriteString("effect", HeaderNames.Of(HeaderNames.Effects, header.Effect));
        if (header.DedupeWindowMs != 0) json.WriteNumber("dedupeWindowMs", header.DedupeWindowMs);
        if (header.OrderScope != OrderScope.None)
            json.WriteString("orderScope", HeaderNames.Of(HeaderNames.OrderScopes, header.OrderScope));
        if (header.OrderOf != OrderOf.FirstDeliveries)
            json.WriteString("orderOf", HeaderNames.Of(HeaderNames.Orders, header.OrderOf));
        if (header.IdempotentPublish) json.WriteBoolean("idempotentPublish", true);
        if (header.ParallelSteps) json.WriteBoolean("parallelSteps", true);
        if (header.Countermeasures != Countermeasures.None) Declare(json, header.Countermeasures);
        json.WriteEndObject();
    }

    private static void Declare(Utf8JsonWriter json, Countermeasures countermeasures)
    {
        json.WriteStartArray("countermeasures");
        foreach (var (name, anomaly) in HeaderNames.Anomalies)
            if ((countermeasures & anomaly) != 0)
                json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
