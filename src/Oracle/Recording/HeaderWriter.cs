using System.Text.Json;
using Verified.Oracle.History;

namespace Verified.Oracle;

/// <summary>Writes the header line of a history.</summary>
internal static class HeaderWriter
{
    public static void Write(Utf8JsonWriter json, HistoryHeader header)
    {
        json.WriteStartObject();
        json.WriteString("history", "eda/1");
        json.WriteString("spec", header.Spec switch
        {
            HistorySpec.EventStore => "eventstore",
            HistorySpec.Bus => "bus",
            _ => "saga",
        });
        json.WriteString("clock", header.Clock switch
        {
            HistoryClock.Shared => "shared",
            HistoryClock.PerProcess => "per-process",
            _ => "none",
        });
        if (header.ClockErrorNs != 0) json.WriteNumber("clockErrorNs", header.ClockErrorNs);
        json.WriteStartObject("complete");
        json.WriteBoolean("finalReads", header.FinalReads);
        json.WriteBoolean("sampled", header.Sampled);
        json.WriteEndObject();
        json.WriteStartObject("config");
        json.WriteBoolean("contiguous", header.Contiguous);
        json.WriteBoolean("deleteHides", header.DeleteHides);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
