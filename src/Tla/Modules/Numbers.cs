using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>Naturals, Integers and Reals. Integers are exact at any size.</summary>
internal static class Numbers
{
    public static readonly BuiltinOperator[] Naturals =
    [
        BuiltinOperator.Of("+", static (a, b) => IntValue.Add(Integer(a, "+"), Integer(b, "+"))),
        BuiltinOperator.Of("-", static (a, b) => IntValue.Subtract(Integer(a, "-"), Integer(b, "-"))),
        BuiltinOperator.Of("*", static (a, b) => IntValue.Multiply(Integer(a, "*"), Integer(b, "*"))),
        BuiltinOperator.Of("^", static (a, b) => IntValue.Power(Integer(a, "^"), Integer(b, "^"))),
        BuiltinOperator.Of(@"\div", static (a, b) => IntValue.Div(Integer(a, @"\div"), Integer(b, @"\div"))),
        BuiltinOperator.Of("%", static (a, b) => IntValue.Mod(Integer(a, "%"), Integer(b, "%"))),
        BuiltinOperator.Of("<", static (a, b) => Compare(a, b, "<") < 0),
        BuiltinOperator.Of(">", static (a, b) => Compare(a, b, ">") > 0),
        BuiltinOperator.Of(@"\leq", static (a, b) => Compare(a, b, @"\leq") <= 0),
        BuiltinOperator.Of(@"\geq", static (a, b) => Compare(a, b, @"\geq") >= 0),
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

    private static int Compare(Value a, Value b, string op) => IntValue.Compare(Integer(a, op), Integer(b, op));
}
