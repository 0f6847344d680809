using System.Globalization;
using System.Text;
using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module CSV: lines of a file, written and read.</summary>
internal static class Csv
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("CSVWrite", 3, Write, effect: true, ordered: true),
        BuiltinOperator.Of("CSVWriteRecord", 4, WriteRecord, effect: true, ordered: true),
        BuiltinOperator.Of("CSVRead", 3, Read, effect: true, ordered: true),
        BuiltinOperator.Of("CSVRecords", 1, static call => IntValue.Of(Lines(Text(call[0], "CSVRecords")).Length), effect: true, ordered: true),
    ];

    private static BoolValue Write(Invocation call)
    {
        var line = Fill(Text(call[0], "CSVWrite"), Sequence(call[1], "CSVWrite").Items);
        Files.Append(Text(call[2], "CSVWrite"), line + "\n", "CSVWrite");
        return BoolValue.True;
    }

    // Places are written %1$s, or %s for the next one.
    private static string Fill(string template, ReadOnlySpan<Value> items)
    {
        var line = new StringBuilder();
        var next = 0;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '%')
            {
                line.Append(template[i]);
                continue;
            }

            var end = template.IndexOf('s', i);
            var place = end < 0 ? "" : template[(i + 1)..end];
            if (place.Length > 0 && place[^1] == '$'
                && int.TryParse(place[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                line.Append(Item(items, number - 1));
            else if (end == i + 1)
                line.Append(Item(items, next++));
            else
                throw new ValueException($"CSVWrite knows places %s and %1$s in a template, not \"{template[i..]}\"");
            i = end;
        }

        return line.ToString();
    }

    private static string Item(ReadOnlySpan<Value> items, int place) => place >= 0 && place < items.Length
        ? items[place].ToString()
        : throw new ValueException($"CSVWrite: the template has a place {place + 1}, the sequence {items.Length} items");

    private static BoolValue WriteRecord(Invocation call)
    {
        const string op = "CSVWriteRecord";
        var (delimiter, path) = (Text(call[1], op), Text(call[3], op));
        var fields = Function(call[0], op);
        var names = Sequence(call[2], op).Items.ToArray();
        if (!File.Exists(path)) Files.Append(path, string.Join(delimiter, names.Select(n => Text(n, op))) + "\n", op);
        Files.Append(path, string.Join(delimiter, names.Select(n => fields.Apply(n).ToString())) + "\n", op);
        return BoolValue.True;
    }

    private static TupleValue Read(Invocation call)
    {
        const string op = "CSVRead";
        var names = Sequence(call[0], op).Items.ToArray().Select(n => StringValue.Of(Text(n, op))).ToArray();
        var delimiter = Text(call[1], op);
        return TupleValue.Adopt([.. Lines(Text(call[2], op)).Select(line => Row(names, line.Split(delimiter)))]);
    }

    private static RecordValue Row(StringValue[] names, string[] fields) => fields.Length == names.Length
        ? RecordValue.Of(names, [.. fields.Select(StringValue.Of)])
        : throw new ValueException($"CSVRead: a line has {fields.Length} fields instead of {names.Length}");

    // A file that does not exist has no lines.
    private static string[] Lines(string path) => File.Exists(path)
        ? Files.Read(path, "CSVRead").Split('\n') is [.. var lines, ""] ? lines : Files.Read(path, "CSVRead").Split('\n')
        : [];
}
