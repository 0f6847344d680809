using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

/// <summary>Integers are those of <see cref="BigInteger"/>, also around the limits of 64 bits.</summary>
public sealed class IntegerLaws
{
    private static readonly BigInteger[] s_centres =
    [
        0, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue,
        BigInteger.One << 32, BigInteger.One << 64, BigInteger.One << 100,
    ];

    private static Gen<BigInteger> Number => Gen.Elements(s_centres).SelectMany(centre =>
        Gen.Choose(-3, 3).SelectMany(offset => Gen.Elements(1, -1).Select(sign => sign * (centre + offset))));

    private static Gen<(BigInteger X, BigInteger Y)> Two => Number.SelectMany(x => Number.Select(y => (x, y)));

    [Fact]
    public void Arithmetic_AgreesWithBigInteger() => Law.Holds(Two, two =>
    {
        IntValue x = IntValue.Of(two.X), y = IntValue.Of(two.Y);
        Is(two.X + two.Y, IntValue.Add(x, y));
        Is(two.X - two.Y, IntValue.Subtract(x, y));
        Is(two.X * two.Y, IntValue.Multiply(x, y));
        Is(-two.X, IntValue.Negate(x));
        Assert.Equal(two.X.CompareTo(two.Y), Math.Sign(IntValue.Compare(x, y)));
        Assert.Equal(two.X == two.Y, x.EqualTo(y));
        Assert.Equal(two.X.ToString(System.Globalization.CultureInfo.InvariantCulture), x.ToString());
    }, 3000);

    [Fact]
    public void DivAndMod_FloorAndRebuildTheDividend() => Law.Holds(Two, two =>
    {
        if (two.Y.IsZero) return;
        IntValue x = IntValue.Of(two.X), y = IntValue.Of(two.Y);
        var quotient = IntValue.Div(x, y).BigInteger;
        var rest = two.X - (quotient * two.Y);
        Assert.True(two.Y.Sign > 0 ? rest >= 0 && rest < two.Y : rest <= 0 && rest > two.Y);
        if (two.Y.Sign > 0) Is(rest, IntValue.Mod(x, y));
    }, 3000);

    [Fact]
    public void Power_AgreesWithBigInteger() => Law.Holds(
        Number.SelectMany(x => Gen.Choose(1, 40).Select(n => (x, n))),
        two => Is(BigInteger.Pow(two.x, two.n), IntValue.Power(IntValue.Of(two.x), IntValue.Of(two.n))));

    [Theory]
    [InlineData(@"Attempted to divide 7 by zero", 0)]
    [InlineData(@"The second argument of % should be a positive number, but is -2", 1)]
    [InlineData(@"0^0 is undefined", 2)]
    [InlineData(@"The second argument of ^ should be a natural number, but is -2", 3)]
    [InlineData(@"7^99999999 is too large to be computed", 4)]
    public void Arithmetic_Undefined_SaysWhy(string expected, int which)
    {
        IntValue seven = IntValue.Of(7), minusTwo = IntValue.Of(-2);
        Func<IntValue> operation = which switch
        {
            0 => () => IntValue.Div(seven, IntValue.Zero),
            1 => () => IntValue.Mod(seven, minusTwo),
            2 => () => IntValue.Power(IntValue.Zero, IntValue.Zero),
            3 => () => IntValue.Power(seven, minusTwo),
            _ => () => IntValue.Power(seven, IntValue.Of(99_999_999)),
        };
        Assert.Equal(expected, Assert.Throws<ValueException>(() => operation()).Message);
    }

    private static void Is(BigInteger expected, IntValue actual)
    {
        Assert.Equal(expected, actual.BigInteger);
        Assert.Equal(expected >= long.MinValue && expected <= long.MaxValue, actual.TryGetInt64(out _));
        Assert.Equal(IntValue.Of(expected).Fingerprint, actual.Fingerprint);
    }
}
