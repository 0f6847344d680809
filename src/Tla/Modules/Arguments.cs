using Verified.Tla.Values;

namespace Verified.Tla.Modules;

/// <summary>What an operator of a standard module demands of an argument.</summary>
internal static class Arguments
{
    public static IntValue Integer(Value value, string op) => value as IntValue
        ?? throw new ValueException($"{op} takes integers, not {value.ToString(Value.MessageLength)}");

    public static int Index(Value value, string op) => Integer(value, op).TryGetInt32(out var index)
        ? index
        : throw new ValueException($"{op} takes a small integer, not {value.ToString(Value.MessageLength)}");

    public static SetValue Set(Value value, string op) => value as SetValue
        ?? throw new ValueException($"{op} takes a set, not {value.ToString(Value.MessageLength)}");

    public static FunctionLike Function(Value value, string op) => value as FunctionLike
        ?? throw new ValueException($"{op} takes a function, not {value.ToString(Value.MessageLength)}");

    public static TupleValue Sequence(Value value, string op) => SequenceOps.AsSequence(value)
        ?? throw new ValueException($"{op} takes a sequence, not {value.ToString(Value.MessageLength)}");

    public static bool Boolean(Value value, string op) => value is BoolValue truth
        ? truth.IsTrue
        : throw new ValueException($"{op} takes a boolean, not {value.ToString(Value.MessageLength)}");

    public static string Text(Value value, string op) => (value as StringValue)?.Text
        ?? throw new ValueException($"{op} takes a string, not {value.ToString(Value.MessageLength)}");
}
