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
        BuiltinOperator.Of("IsDyadicRational", IsDyadic),
        BuiltinOperator.Of("Add", Add),
        BuiltinOperator.Of("Half", Half),
        BuiltinOperator.Of("PrettyPrint", static p => StringValue.Of(Text(Numerator(p, "PrettyPrint"), Denominator(p, "PrettyPrint")))),
    ];

    private static BoolValue IsDyadic(Value p) => BoolValue.Of(TrySmall(p, out var small)
        ? BitOperations.IsPow2(small.Den)
        : Denominator(p, "IsDyadicRational").IsPowerOfTwo);

    private static RecordValue Half(Value p) => TrySmall(p, out var small)
        ? Reduced(small.Shape, small.Num, small.Den * 2)
        : Reduced(Numerator(p, "Half"), Denominator(p, "Half") * 2);

    private static Value Add(Value p, Value q) =>
        TrySmall(p, out var a) && TrySmall(q, out var b) && ReferenceEquals(a.Shape, b.Shape)
            ? a is { Num: 0, Den: 1 } ? q : AddSmall(a, b)
            : AddLarge(p, q);

    private static RecordValue AddSmall(Small a, Small b)
    {
        var common = Math.Max(a.Den, b.Den);
        return Reduced(a.Shape, (a.Num * (common / a.Den)) + (b.Num * (common / b.Den)), common);
    }

    private static Value AddLarge(Value p, Value q)
    {
        var (a, b) = ((Num: Numerator(p, "Add"), Den: Denominator(p, "Add")), (Num: Numerator(q, "Add"), Den: Denominator(q, "Add")));
        if (a is { Num.IsZero: true, Den.IsOne: true }) return q;
        var common = BigInteger.Max(a.Den, b.Den);
        return Reduced((a.Num * (common / a.Den)) + (b.Num * (common / b.Den)), common);
    }

    // A record of num and den alone, so small that sums of products stay within 64 bits.
    private static bool TrySmall(Value fraction, out Small small)
    {
        small = default;
        if (fraction is not RecordValue { Count: 2 } record) return false;
        var numFirst = record.Shape.Names[0].Text == "num";
        if (record.Shape.Names[numFirst ? 0 : 1].Text != "num" || record.Shape.Names[numFirst ? 1 : 0].Text != "den"
            || record.Values[numFirst ? 0 : 1] is not IntValue n || record.Values[numFirst ? 1 : 0] is not IntValue d
            || !n.TryGetInt32(out var num) || !d.TryGetInt32(out var den) || den <= 0)
            return false;
        small = new Small(record.Shape, num, den);
        return true;
    }

    private static RecordValue Reduced(RecordShape shape, long num, long den)
    {
        var (divisor, rest) = (den, Math.Abs(num));
        while (rest != 0) (divisor, rest) = (rest, divisor % rest);
        Value n = IntValue.Of(num / divisor), d = IntValue.Of(den / divisor);
        return new RecordValue(shape, shape.Names[0].Text == "num" ? [n, d] : [d, n]);
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

    private readonly record struct Small(RecordShape Shape, long Num, long Den);
}
