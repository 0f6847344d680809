using System.Numerics;

namespace Verified.Tla.Values;

/// <summary>Arithmetic as in the modules Naturals and Integers, exact.</summary>
public sealed partial class IntValue
{
    // A power beyond this would fill the memory before it is of use to anybody.
    private const long MaxPowerBits = 1 << 22;

    /// <summary><c>left + right</c>.</summary>
    public static IntValue Add(IntValue left, IntValue right)
    {
        if (left._big is null && right._big is null)
        {
            var sum = unchecked(left._small + right._small);
            if (((left._small ^ sum) & (right._small ^ sum)) >= 0) return Of(sum);
        }

        return Of(left.BigInteger + right.BigInteger);
    }

    /// <summary><c>left - right</c>.</summary>
    public static IntValue Subtract(IntValue left, IntValue right)
    {
        if (left._big is null && right._big is null)
        {
            var difference = unchecked(left._small - right._small);
            if (((left._small ^ right._small) & (left._small ^ difference)) >= 0) return Of(difference);
        }

        return Of(left.BigInteger - right.BigInteger);
    }

    /// <summary><c>left * right</c>.</summary>
    public static IntValue Multiply(IntValue left, IntValue right)
    {
        if (left._big is null && right._big is null)
        {
            var high = Math.BigMul(left._small, right._small, out var low);
            if (high == low >> 63) return Of(low);
        }

        return Of(left.BigInteger * right.BigInteger);
    }

    /// <summary><c>-value</c>.</summary>
    public static IntValue Negate(IntValue value) => Subtract(Zero, value);

    /// <summary><c>left \div right</c>: the quotient rounded down.</summary>
    /// <exception cref="ValueException">The divisor is 0.</exception>
    public static IntValue Div(IntValue left, IntValue right)
    {
        if (right.Sign == 0)
            throw new ValueException($"Attempted to divide {left.Brief} by zero");
        if (left._big is null && right._big is null && right._small != -1)
        {
            var quotient = left._small / right._small;
            var inexact = quotient * right._small != left._small;
            return Of(inexact && (left._small < 0) != (right._small < 0) ? quotient - 1 : quotient);
        }

        var exact = BigInteger.DivRem(left.BigInteger, right.BigInteger, out var remainder);
        return Of(!remainder.IsZero && left.Sign < 0 != right.Sign < 0 ? exact - 1 : exact);
    }

    /// <summary><c>left % right</c>: between 0 and <c>right - 1</c>.</summary>
    /// <exception cref="ValueException">The divisor is not positive.</exception>
    public static IntValue Mod(IntValue left, IntValue right)
    {
        if (right.Sign <= 0)
            throw new ValueException($"The second argument of % should be a positive number, but is {right.Brief}");
        if (left._big is null && right._big is null)
        {
            var remainder = left._small % right._small;
            return Of(remainder < 0 ? remainder + right._small : remainder);
        }

        var exact = BigInteger.Remainder(left.BigInteger, right.BigInteger);
        return Of(exact.Sign < 0 ? exact + right.BigInteger : exact);
    }

    /// <summary><c>left ^ right</c>.</summary>
    /// <exception cref="ValueException">The exponent is negative, both are 0, or the result is out of reach.</exception>
    public static IntValue Power(IntValue left, IntValue right)
    {
        if (right.Sign < 0)
            throw new ValueException($"The second argument of ^ should be a natural number, but is {right.Brief}");
        if (right.Sign == 0)
            return left.Sign != 0 ? One : throw new ValueException("0^0 is undefined");
        if (left._big is null && left._small is >= -1 and <= 1)
            return left._small < 0 && right.BigInteger.IsEven ? One : left;
        if (right._big is not null || right._small > MaxPowerBits
            || BigInteger.Abs(left.BigInteger).GetBitLength() * right._small > MaxPowerBits)
            throw new ValueException($"{left.Brief}^{right.Brief} is too large to be computed");
        return Of(BigInteger.Pow(left.BigInteger, (int)right._small));
    }
}
