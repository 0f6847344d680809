using System.Collections;
using System.Globalization;
using System.Numerics;
using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module IOUtils. A specification may read and write files; it may not run programs.</summary>
internal static class IOUtils
{
    private const string Programs = "a specification may not run programs";
    private const string Java = "the format is that of a Java program";

    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("Serialize", 3, Serialize, effect: true, ordered: true),
        BuiltinOperator.Of("Deserialize", Deserialize),
        BuiltinOperator.Value("IOEnv", Environment),
        BuiltinOperator.Of("atoi", static text => BigInteger.TryParse(
            Text(text, "atoi"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? IntValue.Of(number)
            : throw new ValueException($"atoi takes the text of an integer, not {text.ToString(Value.MessageLength)}")),
        BuiltinOperator.Of("zeroPadN", static (number, width) =>
            StringValue.Of(Integer(number, "zeroPadN").ToString().PadLeft(Index(width, "zeroPadN"), '0'))),
        BuiltinOperator.Refused("IOSerialize", 3, Java),
        BuiltinOperator.Refused("IODeserialize", 2, Java),
        BuiltinOperator.Refused("IOExec", 1, Programs),
        BuiltinOperator.Refused("IOEnvExec", 2, Programs),
        BuiltinOperator.Refused("IOExecTemplate", 2, Programs),
        BuiltinOperator.Refused("IOEnvExecTemplate", 3, Programs),
    ];

    private static RecordValue Serialize(Invocation call)
    {
        var (path, options) = (Text(call[1], "Serialize"), OpenOptions(call[2]));
        if (options.Contains("APPEND")) Files.Append(path, Text(call[0], "Serialize"), "Serialize");
        else Files.Write(path, Text(call[0], "Serialize"), "Serialize");
        return Answer("");
    }

    private static RecordValue Deserialize(Value path, Value options)
    {
        RequireText(options, "Deserialize");
        return Answer(Files.Read(Text(path, "Deserialize"), "Deserialize"));
    }

    private static List<string> OpenOptions(Value options)
    {
        RequireText(options, "Serialize");
        var names = new List<string>();
        foreach (var option in Sequence(Records.Field(options, "openOptions", "Serialize"), "Serialize").Items)
            names.Add(Text(option, "Serialize"));
        return names;
    }

    private static void RequireText(Value options, string op)
    {
        var format = Text(Records.Field(options, "format", op), op);
        if (format != "TXT") throw new ValueException($"{op} knows the format \"TXT\", not \"{format}\"");
    }

    private static RecordValue Answer(string output) => Records.Of(
        ("exitValue", IntValue.Zero), ("stdout", StringValue.Of(output)), ("stderr", StringValue.Of("")));

    private static FunctionLike Environment()
    {
        var names = new List<StringValue>();
        var values = new List<Value>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            names.Add(StringValue.Of((string)variable.Key));
            values.Add(StringValue.Of((string?)variable.Value ?? ""));
        }

        return names.Count == 0 ? TupleValue.Empty : RecordValue.Of([.. names], [.. values]);
    }
}
