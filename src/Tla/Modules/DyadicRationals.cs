using System.Numerics;
using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module DyadicRationals: fractions whose denominator is a power of two, as records num, den.</summary>
internal static class DyadicRationals
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("Zero", 0, static _ => Fraction(0, 1)),
        BuiltinOperator.Of("One", 0, static _ => Fraction(1, 1)),
        BuiltinOperator.Of("IsDyadicRational", static r => BoolValue.Of(Denominator(r, "IsDyadicRational").IsPowerOfTwo)),
        BuiltinOperator.Of("Add", Add),
        BuiltinOperator.Of("Half", static p => Reduced(Numerator(p, "Half"), Denominator(p, "Half") * 2)),
        BuiltinOperator.Of("PrettyPrint", static p => StringValue.Of(Text(Numerator(p, "PrettyPrint"), Denominator(p, "PrettyPrint")))),
    ];

    private static Value Add(Value p, Value q)
    {
        var (a, b) = ((Num: Numerator(p, "Add"), Den: Denominator(p, "Add")), (Num: Numerator(q, "Add"), Den: Denominator(q, "Add")));
        if (a is { Num.IsZero: true, Den.IsOne: true }) return q;
        var common = BigInteger.Max(a.Den, b.Den);
        return Reduced((a.Num * (common / a.Den)) + (b.Num * (common / b.Den)), common);
    }

    private static BigInteger Numerator(Value fraction, string op) => Part(fraction, "num", op);

    private static BigInteger Denominator(Value fraction, string op) => Part(fraction, "den", op) is { Sign: > 0 } den
        ? den
        : throw new ValueException($"{op} takes a fraction with a positive denominator");

    private static BigInteger Part(Value fraction, string name, string op) =>
        Integer(Records.Field(fraction, name, op), op).BigInteger;

    private static RecordValue Reduced(BigInteger num, BigInteger den)
    {
        var divisor = BigInteger.GreatestCommonDivisor(num, den);
        return Fraction(num / divisor, den / divisor);
    }

    private static RecordValue Fraction(BigInteger num, BigInteger den) =>
        Records.Of(("num", IntValue.Of(num)), ("den", IntValue.Of(den)));

    private static string Text(BigInteger num, BigInteger den) =>
        den.IsOne && (num.IsZero || num.IsOne) ? $"{num}" : $"{num}/{den}";
}
