using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>Naturals, Integers and Reals. Integers are exact at any size.</summary>
internal static class Numbers
{
    public static readonly BuiltinOperator[] Naturals =
    [
        Arithmetic("+", IntValue.Add),
        Arithmetic("-", IntValue.Subtract),
        Arithmetic("*", IntValue.Multiply),
        Arithmetic("^", IntValue.Power),
        Arithmetic(@"\div", IntValue.Div),
        Arithmetic("%", IntValue.Mod),
        Comparison("<", static order => order < 0),
        Comparison(">", static order => order > 0),
        Comparison(@"\leq", static order => order <= 0),
        Comparison(@"\geq", static order => order >= 0),
        BuiltinOperator.Of("..", static (a, b) => IntervalSet.Of(Integer(a, ".."), Integer(b, ".."))),
        BuiltinOperator.Value("Nat", () => InfiniteSet.Nat),
    ];

    public static readonly BuiltinOperator[] Integers =
    [
        BuiltinOperator.Of("-.", static a => IntValue.Negate(Integer(a, "-"))),
        BuiltinOperator.Value("Int", () => InfiniteSet.Int),
    ];

    public static readonly BuiltinOperator[] Reals =
    [
        BuiltinOperator.Value("Real", () => InfiniteSet.Real),
        BuiltinOperator.Refused("Infinity", 0, "there is no value for it"),
        BuiltinOperator.Refused("/", 2, "division of reals has no finite representation; use \\div"),
    ];

    private static BuiltinOperator Arithmetic(string name, Func<IntValue, IntValue, IntValue> apply) =>
        BuiltinOperator.Of(name, (a, b) => apply(Integer(a, name), Integer(b, name)));

    private static BuiltinOperator Comparison(string name, Func<int, bool> holds) => BuiltinOperator.Of(
        name, (a, b) => BoolValue.Of(holds(IntValue.Compare(Integer(a, name), Integer(b, name)))));
}
