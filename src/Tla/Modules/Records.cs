using Verified.Tla.Values;

namespace Verified.Tla.Modules;

/// <summary>Records that operators of standard modules take and give.</summary>
internal static class Records
{
    public static RecordValue Of(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var names = new StringValue[fields.Length];
        var values = new Value[fields.Length];
        for (var i = 0; i < names.Length; i++) (names[i], values[i]) = (StringValue.Of(fields[i].Name), fields[i].Value);
        return RecordValue.Of(names, values);
    }

    /// <summary>The field of a record.</summary>
    /// <exception cref="ValueException">The value has no such field.</exception>
    public static Value Field(Value record, string name, string op) =>
        record is FunctionLike function && function.TryApply(StringValue.Of(name), out var value)
            ? value
            : throw new ValueException($"{op} takes a record with a field {name}, not {record.ToString(Value.MessageLength)}");
}
