using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tla.Modules;

/// <summary>Standard modules that may be extended, though most of what they define is refused where it is used.</summary>
internal static class RefusedModules
{
    private const string Run = "it speaks of the checker's run, not of the specification";
    private const string Random = "randomness is not supported yet";
    private const string Files = "files are outside of a specification";

    public static readonly BuiltinOperator[] TlcExt =
    [
        BuiltinOperator.Of("AssertEq", static (a, b) => BoolValue.Of(a.EqualTo(b))),
        BuiltinOperator.Of("TLCModelValue", static name => name is StringValue text
            ? ModelValue.Of(text.Text)
            : throw new ValueException($"TLCModelValue takes a string, not {name.ToString(Value.MessageLength)}")),
        BuiltinOperator.Of("TLCNoOp", static value => value),
        BuiltinOperator.Refused("AssertError", 2, Run),
        BuiltinOperator.Refused("TLCGetOrDefault", 2, "registers are not supported yet"),
        BuiltinOperator.Refused("TLCGetAndSet", 4, "registers are not supported yet"),
        BuiltinOperator.Refused("Trace", 0, Run),
        BuiltinOperator.Refused("CounterExample", 0, Run),
        BuiltinOperator.Refused("ToTrace", 1, Run),
        BuiltinOperator.Refused("TLCDefer", 1, Run),
        BuiltinOperator.Refused("PickSuccessor", 1, Run),
        BuiltinOperator.Refused("TLCCache", 2, Run),
        BuiltinOperator.Refused("TLCFP", 1, Run),
        BuiltinOperator.Refused("TLCEvalDefinition", 1, Run),
    ];

    public static readonly BuiltinOperator[] Randomization =
    [
        BuiltinOperator.Refused("RandomSubset", 2, Random),
        BuiltinOperator.Refused("RandomSetOfSubsets", 3, Random),
        BuiltinOperator.Refused("TestRandomSetOfSubsets", 3, Random),
    ];

    public static readonly BuiltinOperator[] Json =
    [
        BuiltinOperator.Refused("ToJson", 1, Files),
        BuiltinOperator.Refused("ToJsonArray", 1, Files),
        BuiltinOperator.Refused("ToJsonObject", 1, Files),
        BuiltinOperator.Refused("JsonSerialize", 2, Files),
        BuiltinOperator.Refused("JsonDeserialize", 1, Files),
        BuiltinOperator.Refused("ndJsonSerialize", 2, Files),
        BuiltinOperator.Refused("ndJsonDeserialize", 1, Files),
    ];

    public static readonly BuiltinOperator[] IOUtils =
    [
        BuiltinOperator.Refused("IOSerialize", 3, Files),
        BuiltinOperator.Refused("IODeserialize", 2, Files),
        BuiltinOperator.Refused("Serialize", 3, Files),
        BuiltinOperator.Refused("Deserialize", 2, Files),
        BuiltinOperator.Refused("IOExec", 1, Files),
        BuiltinOperator.Refused("IOEnvExec", 2, Files),
        BuiltinOperator.Refused("IOExecTemplate", 2, Files),
        BuiltinOperator.Refused("IOEnvExecTemplate", 3, Files),
        BuiltinOperator.Refused("IOEnv", 0, Files),
        BuiltinOperator.Refused("atoi", 1, Files),
        BuiltinOperator.Refused("zeroPadN", 2, Files),
    ];

    public static readonly BuiltinOperator[] Toolbox =
    [
        BuiltinOperator.Refused("_TETrace", 0, Run),
        BuiltinOperator.Refused("_TEPosition", 0, Run),
    ];
}
