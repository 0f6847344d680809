using System.Globalization;
using System.Text;

namespace Verified.Benchmarks;

/// <summary>
/// Writes a large valid history of an event store: concurrent clients that append under optimistic concurrency, lose
/// some races, lose some answers and retry, and read the tails of streams; at the end everything is read back in pages.
/// </summary>
/// <remarks>Everything follows from the seed. About 190 bytes a line.</remarks>
public sealed class HistoryGenerator(int seed, int streams, int clients)
{
    private readonly Random random = new(seed);
    private readonly List<(int Event, long Position)>[] log = CreateLog(streams);
    private readonly Pending?[] open = new Pending?[clients];
    private readonly long[] processes = CreateProcesses(clients);
    private readonly StringBuilder line = new();
    private long nextProcess = clients;
    private int nextEvent;
    private long position;
    private long index;
    private Stream target = Stream.Null;

    /// <summary>Writes a history of at least this many lines.</summary>
    public void Write(Stream stream, long lines)
    {
        target = stream;
        Emit("{\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\",\"complete\":{\"finalReads\":true}}\n");
        while (index < lines)
        {
            var client = random.Next(clients);
            if (open[client] is { } pending) Complete(client, pending);
            else Invoke(client);
        }

        for (var client = 0; client < clients; client++)
            if (open[client] is { } pending)
                Complete(client, pending);
        ReadBack();
        Emit(line.ToString());
        target.Flush();
    }

    private static List<(int, long)>[] CreateLog(int streams)
    {
        var log = new List<(int, long)>[streams];
        for (var i = 0; i < streams; i++) log[i] = [];
        return log;
    }

    private static long[] CreateProcesses(int clients)
    {
        var processes = new long[clients];
        for (var i = 0; i < clients; i++) processes[i] = i;
        return processes;
    }

    private void Invoke(int client)
    {
        // Squaring makes some streams hot.
        var stream = (int)(random.NextDouble() * random.NextDouble() * streams);
        var last = log[stream].Count - 1;
        if (random.Next(10) < 6)
        {
            open[client] = new Pending(stream, nextEvent++, last, Read: false);
            Append(client, open[client]!);
        }
        else
        {
            open[client] = new Pending(stream, Math.Max(0, last - random.Next(8)), last, Read: true);
            Line(processes[client], "invoke", "read", $"\"stream\":\"order-{stream}\",\"from\":{open[client]!.Number}");
        }
    }

    private void Append(int client, Pending append)
    {
        var expected = append.Expected < 0 ? "\"no-stream\"" : append.Expected.ToString(CultureInfo.InvariantCulture);
        Line(processes[client], "invoke", "append",
            $"\"stream\":\"order-{append.Stream}\",\"expected\":{expected},\"events\":[{{\"id\":\"{Id(append.Number)}\",\"hash\":\"{append.Number * 2654435761u:x16}\"}}]");
    }

    private void Complete(int client, Pending pending)
    {
        open[client] = null;
        var stream = log[pending.Stream];
        if (pending.Read)
        {
            var shown = new StringBuilder();
            for (var v = pending.Number; v < stream.Count; v++)
            {
                if (v > pending.Number) shown.Append(',');
                shown.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{Id(stream[v].Event)}\",\"version\":{v}}}");
            }

            Line(processes[client], "ok", "read", $"\"events\":[{shown}]");
            return;
        }

        if (stream.Count - 1 != pending.Expected)
        {
            Line(processes[client], "fail", "append", $"\"error\":\"wrong-expected-version\"");
            return;
        }

        stream.Add((pending.Number, ++position));
        if (random.Next(200) > 0)
        {
            Line(processes[client], "ok", "append", $"\"version\":{stream.Count - 1},\"position\":{position}");
            return;
        }

        Line(processes[client], "info", "append", $"\"error\":\"timeout\"");
        processes[client] = nextProcess++;
        Append(client, pending);
        Line(processes[client], "ok", "append", $"\"version\":{stream.Count - 1},\"position\":{position},\"idempotent\":true");
    }

    private void ReadBack()
    {
        for (var stream = 0; stream < streams; stream++)
        {
            for (var from = 0; from <= log[stream].Count; from += 500)
            {
                Line(0, "invoke", "read", $"\"stream\":\"order-{stream}\",\"from\":{from},\"count\":500");
                var shown = new StringBuilder();
                for (var v = from; v < Math.Min(log[stream].Count, from + 500); v++)
                {
                    if (v > from) shown.Append(',');
                    shown.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{Id(log[stream][v].Event)}\"}}");
                }

                Line(0, "ok", "read", $"\"events\":[{shown}]");
            }
        }
    }

    private string Id(int number)
    {
        // Looks random, as ids do; a bijection, so they are unique.
        var mixed = unchecked((ulong)(number + seed) * 0x9E3779B97F4A7C15UL);
        return mixed.ToString("x16", CultureInfo.InvariantCulture);
    }

    private void Line(long process, string type, string function, FormattableString fields)
    {
        if (process == 0 && processes[0] != 0) process = processes[0];
        line.Append(CultureInfo.InvariantCulture, $"{{\"index\":{index},\"time\":{index * 1000},\"process\":{process},\"type\":\"{type}\",\"f\":\"{function}\",");
        line.Append(fields.ToString(CultureInfo.InvariantCulture)).Append("}\n");
        index++;
        if (line.Length < 1 << 16) return;
        Emit(line.ToString());
        line.Clear();
    }

    private void Emit(string text) => target.Write(Encoding.UTF8.GetBytes(text));

    private sealed record Pending(int Stream, int Number, int Expected, bool Read);
}
