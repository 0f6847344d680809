using Verified.Oracle.History;

namespace Verified.Oracle.Jepsen;

/// <summary>What an operation of a log-shaped history does.</summary>
internal enum LogFunction
{
    Send,
    Poll,
    Txn,
    Assign,
    Subscribe,
    Crash,

    /// <summary>Something that says nothing of the log.</summary>
    Other,
}

/// <summary>One operation as Jepsen writes it: <c>{:index :time :type :process :f :value}</c>. Reused.</summary>
internal sealed class JepsenOperation
{
    /// <summary>Its place in the file, from 1.</summary>
    public uint Number;

    public long Index;
    public long Process;
    public LineType Type;
    public LogFunction Function;

    /// <summary>The value's node on the tape, or −1.</summary>
    public int Value;

    public bool SeeksToBeginning;
    public bool Rebalanced;

    /// <summary>It is the nemesis', or another process' that is no client.</summary>
    public bool IsClient;

    /// <summary>Reads the value last read; false where it is no operation, which the reader is told.</summary>
    public bool Take(EdnReader reader)
    {
        Number++;
        var tape = reader.Tape;
        var map = tape[0].Kind == EdnKind.Tagged ? 1 : 0;
        if (tape[map].Kind != EdnKind.Map)
        {
            reader.Refuse(Codes.EdnNotAnOperation, "a value that is not an operation", "a map with :type, :process and :f");
            return false;
        }

        Index = Number - 1;
        Value = -1;
        SeeksToBeginning = Rebalanced = IsClient = false;
        var seen = 0;
        for (var key = map + 1; key < tape[map].Next;)
        {
            var value = tape[key].Next;
            if (!Member(reader, key, value, ref seen)) return false;
            key = tape[value].Next;
        }

        if (seen == 7) return true;
        var missing = (seen & 1) == 0 ? ":type" : (seen & 2) == 0 ? ":process" : ":f";
        reader.Refuse(Codes.EdnNotAnOperation, $"an operation without {missing}", "a map with :type, :process and :f");
        return false;
    }

    private bool Member(EdnReader reader, int key, int value, ref int seen)
    {
        var text = reader.Text;
        var name = text[reader.Tape[key].Start..reader.Tape[key].End];
        ref var node = ref reader.Tape[value];
        var bytes = text[node.Start..node.End];
        if (name.SequenceEqual(":index"u8)) return Integer(reader, node.Kind, bytes, ":index", out Index);
        if (name.SequenceEqual(":value"u8)) Value = value;
        else if (name.SequenceEqual(":seek-to-beginning?"u8)) SeeksToBeginning = bytes.SequenceEqual("true"u8);
        else if (name.SequenceEqual(":rebalance-log"u8)) Rebalanced = node.Count > 0;
        else if (name.SequenceEqual(":type"u8)) return ReadType(reader, bytes, ref seen);
        else if (name.SequenceEqual(":f"u8))
        {
            seen |= 4;
            Function = FunctionOf(bytes);
        }
        else if (name.SequenceEqual(":process"u8))
        {
            seen |= 2;
            IsClient = node.Kind == EdnKind.Integer;
            return !IsClient || Integer(reader, node.Kind, bytes, ":process", out Process);
        }

        return true;
    }

    private bool ReadType(EdnReader reader, ReadOnlySpan<byte> bytes, ref int seen)
    {
        seen |= 1;
        if (bytes.SequenceEqual(":ok"u8)) Type = LineType.Ok;
        else if (bytes.SequenceEqual(":invoke"u8)) Type = LineType.Invoke;
        else if (bytes.SequenceEqual(":info"u8)) Type = LineType.Info;
        else if (bytes.SequenceEqual(":fail"u8)) Type = LineType.Fail;
        else
        {
            reader.Refuse(Codes.Type, "an unknown :type", ":invoke, :ok, :fail or :info");
            return false;
        }

        return true;
    }

    private static LogFunction FunctionOf(ReadOnlySpan<byte> bytes) =>
        bytes.SequenceEqual(":send"u8) ? LogFunction.Send
        : bytes.SequenceEqual(":poll"u8) ? LogFunction.Poll
        : bytes.SequenceEqual(":txn"u8) ? LogFunction.Txn
        : bytes.SequenceEqual(":assign"u8) ? LogFunction.Assign
        : bytes.SequenceEqual(":subscribe"u8) ? LogFunction.Subscribe
        : bytes.SequenceEqual(":crash"u8) ? LogFunction.Crash
        : LogFunction.Other;

    private static bool Integer(EdnReader reader, EdnKind kind, ReadOnlySpan<byte> bytes, string name, out long value)
    {
        value = 0;
        if (kind == EdnKind.Integer && TryInteger(bytes, out value)) return true;
        reader.Refuse(Codes.MistypedField, $"{name} is not a 64-bit integer", "an integer");
        return false;
    }

    /// <summary>A 64-bit integer, with or without sign and <c>N</c>.</summary>
    public static bool TryInteger(ReadOnlySpan<byte> bytes, out long value)
    {
        if (bytes.EndsWith("N"u8)) bytes = bytes[..^1];
        if (bytes.StartsWith("+"u8)) bytes = bytes[1..];
        return System.Buffers.Text.Utf8Parser.TryParse(bytes, out value, out var used) && used == bytes.Length;
    }
}
