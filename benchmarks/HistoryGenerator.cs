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
    private readonly Random _random = new(seed);
    private readonly List<(int Event, long Position)>[] _log = CreateLog(streams);
    private readonly Pending?[] _open = new Pending?[clients];
    private readonly long[] _processes = CreateProcesses(clients);
    private readonly StringBuilder _line = new();
    private long _nextProcess = clients;
    private int _nextEvent;
    private long _position;
    private long _index;
    private Stream _target = Stream.Null;

    /// <summary>Writes a history of at least this many lines.</summary>
    public void Write(Stream stream, long lines)
    {
        _target = stream;
        Emit("{\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\",\"complete\":{\"finalReads\":true}}\n");
        while (_index < lines)
        {
            var client = _random.Next(clients);
            if (_open[client] is { } pending) Complete(client, pending);
            else Invoke(client);
        }

        for (var client = 0; client < clients; client++)
            if (_open[client] is { } pending)
                Complete(client, pending);
        ReadBack();
        Emit(_line.ToString());
        _target.Flush();
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
        var stream = (int)(_random.NextDouble() * _random.NextDouble() * streams);
        var last = _log[stream].Count - 1;
        if (_random.Next(10) < 6)
        {
            _open[client] = new Pending(stream, _nextEvent++, last, Read: false);
            Append(client, _open[client]!);
        }
        else
        {
            _open[client] = new Pending(stream, Math.Max(0, last - _random.Next(8)), last, Read: true);
            Line(_processes[client], "invoke", "read", $"\"stream\":\"order-{stream}\",\"from\":{_open[client]!.Number}");
        }
    }

    private void Append(int client, Pending append)
    {
        var expected = append.Expected < 0 ? "\"no-stream\"" : append.Expected.ToString(CultureInfo.InvariantCulture);
        Line(_processes[client], "invoke", "append",
            $"\"stream\":\"order-{append.Stream}\",\"expected\":{expected},\"events\":[{{\"id\":\"{Id(append.Number)}\",\"hash\":\"{append.Number * 2654435761u:x16}\"}}]");
    }

    private void Complete(int client, Pending pending)
    {
        _open[client] = null;
        var stream = _log[pending.Stream];
        if (pending.Read)
        {
            var shown = new StringBuilder();
            for (var v = pending.Number; v < stream.Count; v++)
            {
                if (v > pending.Number) shown.Append(',');
                shown.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{Id(stream[v].Event)}\",\"version\":{v}}}");
            }

            Line(_processes[client], "ok", "read", $"\"events\":[{shown}]");
            return;
        }

        if (stream.Count - 1 != pending.Expected)
        {
            Line(_processes[client], "fail", "append", $"\"error\":\"wrong-expected-version\"");
            return;
        }

        stream.Add((pending.Number, ++_position));
        if (_random.Next(200) > 0)
        {
            Line(_processes[client], "ok", "append", $"\"version\":{stream.Count - 1},\"position\":{_position}");
            return;
        }

        Line(_processes[client], "info", "append", $"\"error\":\"timeout\"");
        _processes[client] = _nextProcess++;
        Append(client, pending);
        Line(_processes[client], "ok", "append", $"\"version\":{stream.Count - 1},\"position\":{_position},\"idempotent\":true");
    }

    private void ReadBack()
    {
        for (var stream = 0; stream < streams; stream++)
        {
            for (var from = 0; from <= _log[stream].Count; from += 500)
            {
                Line(0, "invoke", "read", $"\"stream\":\"order-{stream}\",\"from\":{from},\"count\":500");
                var shown = new StringBuilder();
                for (var v = from; v < Math.Min(_log[stream].Count, from + 500); v++)
                {
                    if (v > from) shown.Append(',');
                    shown.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{Id(_log[stream][v].Event)}\"}}");
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
        if (process == 0 && _processes[0] != 0) process = _processes[0];
        _line.Append(CultureInfo.InvariantCulture, $"{{\"index\":{_index},\"time\":{_index * 1000},\"process\":{process},\"type\":\"{type}\",\"f\":\"{function}\",");
        _line.Append(fields.ToString(CultureInfo.InvariantCulture)).Append("}\n");
        _index++;
        if (_line.Length < 1 << 16) return;
        Emit(_line.ToString());
        _line.Clear();
    }

    private void Emit(string text) => _target.Write(Encoding.UTF8.GetBytes(text));

    private sealed record Pending(int Stream, int Number, int Expected, bool Read);
}
