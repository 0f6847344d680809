using System.Globalization;
using System.Text;

namespace Verified.Benchmarks;

/// <summary>
/// Writes a large valid history of a bus and of sagas: keyed messages with positions, consumers with inbox and
/// outbox that are now and then delivered a message again, one that reads by position and commits, sagas of three steps of which
/// some are taken back.
/// </summary>
/// <remarks>Everything follows from the seed. About 190 bytes a line.</remarks>
public sealed class MessagingHistoryGenerator(int seed, int keys)
{
    private const string Header =
        "{\"history\":\"eda/1\",\"spec\":[\"bus\",\"saga\"],\"clock\":\"shared\",\"complete\":{\"finalReads\":true,\"drained\":true},"
        + "\"config\":{\"effect\":\"exactly-once\",\"orderScope\":\"key\",\"orderOf\":\"effects\",\"dedupeWindowMs\":600000}}\n";

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private Stream _target = Stream.Null;
    private long _index;
    private long _position = -1;
    private int _message;
    private int _saga;

    /// <summary>Writes a history of at least this many lines.</summary>
    public void Write(Stream stream, long lines)
    {
        _target = stream;
        Emit(Header);
        foreach (var consumer in (string[])["billing", "shipping"])
            Operation(0, "subscribe", $"\"consumer\":\"{consumer}\",\"topic\":\"orders\"");
        while (_index < lines)
        {
            if (_random.Next(3) == 0) Saga();
            else Message();
        }

        Emit(_text.ToString());
        _target.Flush();
    }

    private void Message()
    {
        var id = Id(++_message);
        _position++;
        var key = _random.Next(keys);
        Operation(1, "publish", $"\"events\":[{{\"id\":\"{id}\",\"topic\":\"orders\",\"key\":\"order-{key}\",\"hash\":\"{id}\"}}]", $"\"partition\":\"p0\",\"position\":{_position}");
        foreach (var consumer in (string[])["billing", "shipping"]) Handle(consumer, id, key);
        Operation(4, "deliver", $"\"consumer\":\"analytics\",\"events\":[{{\"id\":\"{id}\",\"topic\":\"orders\",\"key\":\"order-{key}\",\"partition\":\"p0\",\"position\":{_position}}}]");
        if (_position % 8 == 7) Operation(4, "checkpoint", $"\"consumer\":\"analytics\",\"partition\":\"p0\",\"position\":{_position}");
    }

    private void Handle(string consumer, string id, int key)
    {
        var delivery = string.Create(
            CultureInfo.InvariantCulture, $"\"consumer\":\"{consumer}\",\"events\":[{{\"id\":\"{id}\",\"topic\":\"orders\",\"key\":\"order-{key}\",\"hash\":\"{id}\"}}]");
        if (_random.Next(50) == 0) Operation(2, "deliver", $"{delivery}", type: "fail");
        var owes = consumer == "billing" && _random.Next(4) == 0;
        FormattableString outbox = $"\"outbox\":[{{\"id\":\"o{id}\"}}]";
        Operation(2, "deliver", $"{delivery}", owes ? outbox : null);
        if (owes) Operation(3, "publish", $"\"events\":[{{\"id\":\"o{id}\",\"topic\":\"bills\",\"cause\":\"{id}\"}}]");
        if (_random.Next(50) == 0) Operation(5, "deliver", $"{delivery}", $"\"duplicate\":true");
        Operation(2, "ack", $"\"consumer\":\"{consumer}\",\"events\":[{{\"id\":\"{id}\"}}]");
    }

    private void Saga()
    {
        var id = Id(--_saga);
        Operation(6, "saga-start", $"\"saga\":\"{id}\",\"steps\":3");
        var last = _random.Next(5) == 0 ? _random.Next(3) : 3;
        for (var step = 1; step <= last; step++)
        {
            Operation(7, "saga-step", $"\"saga\":\"{id}\",\"step\":{step}");
            Operation(6, "checkpoint", $"\"saga\":\"{id}\",\"revision\":{step}");
        }

        for (var step = last; last < 3 && step > 0; step--) Operation(7, "saga-compensate", $"\"saga\":\"{id}\",\"step\":{step}");
        Operation(6, "saga-end", $"\"saga\":\"{id}\",\"outcome\":\"{(last < 3 ? "aborted" : "completed")}\"");
    }

    private string Id(int number)
    {
        // Looks random, as ids do; a bijection, so they are unique.
        var mixed = unchecked((ulong)(number + seed) * 0x9E3779B97F4A7C15UL);
        return mixed.ToString("x16", CultureInfo.InvariantCulture);
    }

    private void Operation(
        long process, string function, FormattableString fields, FormattableString? completion = null, string type = "ok")
    {
        Line(process, "invoke", function, fields);
        Line(process, type, function, completion ?? $"");
    }

    private void Line(long process, string type, string function, FormattableString fields)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{{\"index\":{_index},\"time\":{_index * 1000},\"process\":{process},\"type\":\"{type}\",\"f\":\"{function}\"");
        var more = fields.ToString(CultureInfo.InvariantCulture);
        if (more.Length > 0) _text.Append(',').Append(more);
        _text.Append("}\n");
        _index++;
        if (_text.Length < 1 << 16) return;
        Emit(_text.ToString());
        _text.Clear();
    }

    private void Emit(string lines) => _target.Write(Encoding.UTF8.GetBytes(lines));
}
