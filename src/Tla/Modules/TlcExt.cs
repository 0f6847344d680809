using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tla.Modules;

/// <summary>The modules TLCExt and Toolbox, as far as they speak of the specification and not of TLC's own run.</summary>
internal static class TlcExt
{
    private const string Run = "it speaks of TLC's run, not of the specification";

    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("AssertEq", static (a, b) => BoolValue.Of(a.EqualTo(b))),
        BuiltinOperator.Of("TLCModelValue", static name => ModelValue.Of(Arguments.Text(name, "TLCModelValue"))),
        BuiltinOperator.Of("TLCNoOp", static value => value),
        BuiltinOperator.Of("TLCCache", static (value, _) => value),
        BuiltinOperator.Of("Trace", 0, static call => call.Host.Trace(), effect: true),
        .. Registers.Extensions,
        BuiltinOperator.Refused("AssertError", 2, Run),
        BuiltinOperator.Refused("CounterExample", 0, Run),
        BuiltinOperator.Refused("ToTrace", 1, Run),
        BuiltinOperator.Refused("TLCDefer", 1, Run),
        BuiltinOperator.Refused("PickSuccessor", 1, Run),
        BuiltinOperator.Refused("TLCFP", 1, Run),
        BuiltinOperator.Refused("TLCEvalDefinition", 1, Run),
    ];

    public static readonly BuiltinOperator[] Toolbox =
    [
        BuiltinOperator.Refused("_TETrace", 0, Run),
        BuiltinOperator.Refused("_TEPosition", 0, Run),
    ];
}
