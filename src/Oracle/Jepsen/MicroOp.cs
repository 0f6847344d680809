using Verified.Oracle.History;

namespace Verified.Oracle.Jepsen;

/// <summary>The micro-operations of a log-shaped value: <c>[:send k v]</c>, <c>[:send k [offset v]]</c>, <c>[:poll {k [[offset v] …]}]</c>.</summary>
internal static class MicroOp
{
    /// <summary>The offset of a pair that has none.</summary>
    public const long Untold = long.MinValue;

    /// <summary>The bytes of a node; a bigint without its <c>N</c>, so that equal integers are equal bytes.</summary>
    public static ReadOnlySpan<byte> Bytes(EdnReader reader, int node)
    {
        ref var n = ref reader.Tape[node];
        var bytes = reader.Text[n.Start..n.End];
        return n.Kind == EdnKind.Integer && bytes[^1] == 'N' ? bytes[..^1] : bytes;
    }

    public static bool IsSend(EdnReader reader, int mop, out int key, out int value)
    {
        var tape = reader.Tape;
        key = value = -1;
        if (!Is(reader, mop, ":send"u8) || tape[mop].Count < 3) return false;
        key = tape[mop + 1].Next;
        value = tape[key].Next;
        return true;
    }

    /// <summary>Whether it polls, whatever it was shown.</summary>
    public static bool Polls(EdnReader reader, int mop) => Is(reader, mop, ":poll"u8);

    public static bool IsPoll(EdnReader reader, int mop, out int shown)
    {
        var tape = reader.Tape;
        shown = -1;
        if (!Is(reader, mop, ":poll"u8) || tape[mop].Count < 2) return false;
        shown = tape[mop + 1].Next;
        return tape[shown].Kind == EdnKind.Map;
    }

    /// <summary>A pair of offset (<see cref="Untold"/> for nil) and value.</summary>
    public static bool IsPair(EdnReader reader, int node, out long offset, out int value)
    {
        var tape = reader.Tape;
        offset = Untold;
        value = -1;
        if (tape[node].Kind is not (EdnKind.Vector or EdnKind.List) || tape[node].Count != 2) return false;
        var first = node + 1;
        value = tape[first].Next;
        return tape[first].Kind switch
        {
            EdnKind.Nil => true,
            EdnKind.Integer => IsOffset(reader, first, out offset),
            _ => false,
        };
    }

    private static bool IsOffset(EdnReader reader, int node, out long offset)
    {
        if (JepsenOperation.TryInteger(reader.Text[reader.Tape[node].Start..reader.Tape[node].End], out offset)
            && offset < 1L << 62)
            return true;
        reader.Refuse(Codes.NumberTooLarge, "an offset of 2^62 or above", "an integer below 2^62");
        return false;
    }

    private static bool Is(EdnReader reader, int mop, ReadOnlySpan<byte> name)
    {
        var tape = reader.Tape;
        return tape[mop].Kind is EdnKind.Vector or EdnKind.List && tape[mop].Count > 0
            && reader.Text[tape[mop + 1].Start..tape[mop + 1].End].SequenceEqual(name);
    }
}
