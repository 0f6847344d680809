using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>Registers of a worker, and what a specification may ask of its run: <c>TLCGet</c>, <c>TLCSet</c>.</summary>
internal static class Registers
{
    public static readonly BuiltinOperator[] Of =
    [
        BuiltinOperator.Of("TLCGet", 1, static call => Get(call, call[0]), effect: true),
        BuiltinOperator.Of("TLCSet", 2, Set, effect: true, ordered: true),
    ];

    public static readonly BuiltinOperator[] Extensions =
    [
        BuiltinOperator.Of("TLCGetOrDefault", 2, static call => call.Host.Register(call[0]) ?? call[1], effect: true),
        BuiltinOperator.Of("TLCGetAndSet", 4, GetAndSet, [0, 2, 0, 0], effect: true, ordered: true),
    ];

    private static Value Get(Invocation call, Value key) => key switch
    {
        IntValue when call.Host.Register(key) is { } value => value,
        IntValue => throw new ValueException($"TLCGet({key}) was undefined: the register was never set by this worker"),
        StringValue name => Named(call, name.Text),
        _ => throw new ValueException($"TLCGet takes a natural number or a string, not {key.ToString(Value.MessageLength)}"),
    };

    private static Value Named(Invocation call, string name)
    {
        var facts = call.Host.Facts;
        return name switch
        {
            "level" => IntValue.Of(call.Host.Level),
            "generated" => IntValue.Of(facts.Generated),
            "distinct" => IntValue.Of(facts.Distinct),
            "queue" => IntValue.Of(facts.Queue),
            "diameter" => IntValue.Of(facts.Diameter),
            "duration" => IntValue.Of(facts.Seconds),
            "stats" => Records.Of(
                ("generated", IntValue.Of(facts.Generated)), ("distinct", IntValue.Of(facts.Distinct)),
                ("queue", IntValue.Of(facts.Queue)), ("diameter", IntValue.Of(facts.Diameter)),
                ("duration", IntValue.Of(facts.Seconds))),
            "config" => Records.Of(
                ("mode", StringValue.Of(facts.Mode)), ("depth", IntValue.Of(-1)), ("worker", IntValue.Of(facts.Workers)),
                ("deadlock", BoolValue.Of(facts.ChecksDeadlock))),
            // The property by which TLC is told to compose actions.
            "-Dtlc2.tool.impl.Tool.cdot" => StringValue.Of("true"),
            _ => call.Host.Register(call[0]) ?? throw new ValueException($"TLCGet(\"{name}\") is not known here"),
        };
    }

    private static BoolValue Set(Invocation call)
    {
        switch (call[0])
        {
            case IntValue { Sign: >= 0 }:
                call.Host.SetRegister(call[0], call[1]);
                return BoolValue.True;
            case StringValue { Text: "exit" }:
                if (Boolean(call[1], "TLCSet")) call.Host.RequestExit();
                return BoolValue.True;
            default:
                throw new ValueException(
                    $"TLCSet takes a natural number or \"exit\", not {call[0].ToString(Value.MessageLength)}");
        }
    }

    private static Value GetAndSet(Invocation call)
    {
        var old = call.Host.Register(call[0]) ?? call[3];
        call.Host.SetRegister(call[0], call.Operator(1)(old, call[2]));
        return old;
    }
}
