using System.Numerics;
using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module Bitwise: the binary digits of natural numbers of any size.</summary>
internal static class Bitwise
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("&", static (x, y) => IntValue.Of(Natural(x, "&") & Natural(y, "&"))),
        BuiltinOperator.Of("|", static (x, y) => IntValue.Of(Natural(x, "|") | Natural(y, "|"))),
        BuiltinOperator.Of("^^", static (x, y) => IntValue.Of(Natural(x, "^^") ^ Natural(y, "^^"))),
        BuiltinOperator.Of("Not", static x => IntValue.Of(Complement(Natural(x, "Not")))),
        BuiltinOperator.Of("shiftR", static (x, places) => IntValue.Of(Natural(x, "shiftR") >> Places(places))),
    ];

    private static BigInteger Natural(Value value, string op) => Integer(value, op) is { Sign: >= 0 } number
        ? number.BigInteger
        : throw new ValueException($"{op} takes natural numbers, not {value.ToString(Value.MessageLength)}");

    // The digits up to the first of the number, each turned over.
    private static BigInteger Complement(BigInteger number) =>
        ((BigInteger.One << (int)number.GetBitLength()) - 1) ^ number;

    private static int Places(Value value) => Index(value, "shiftR") is >= 0 and var places
        ? places
        : throw new ValueException($"shiftR takes a natural number of places, not {value.ToString(Value.MessageLength)}");
}
