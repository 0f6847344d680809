using System.Globalization;
using System.Numerics;

namespace Verified.Tla.Values;

/// <summary>An integer, exact at any size: 64 bits without allocation beyond the object, more as
/// <see cref="BigInteger"/>. Nothing wraps.</summary>
public sealed partial class IntValue : Value
{
    private const int CacheLow = -256;
    private const int CacheHigh = 4096;
    private static readonly IntValue[] s_cache = MakeCache();

    // Meaningful iff _big is null; otherwise _big holds a number outside of 64 bits.
    private readonly long _small;
    private readonly Big? _big;

    private IntValue(long value) => _small = value;

    private IntValue(Big value) => _big = value;

    /// <summary>0.</summary>
    public static IntValue Zero { get; } = Of(0);

    /// <summary>1.</summary>
    public static IntValue One { get; } = Of(1);

    /// <summary>The number, whatever its size.</summary>
    public BigInteger BigInteger => _big is null ? _small : _big.Value;

    /// <summary>Negative, zero or positive as the number.</summary>
    public int Sign => _big is null ? Math.Sign(_small) : _big.Value.Sign;

    /// <inheritdoc/>
    public override string Kind => "the integer";

    /// <summary>The integer; small ones are shared.</summary>
    public static IntValue Of(long value) =>
        value is >= CacheLow and <= CacheHigh ? s_cache[value - CacheLow] : new IntValue(value);

    /// <summary>The integer, in 64 bits when it fits.</summary>
    public static IntValue Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : new IntValue(new Big(value));

    /// <summary>The number, if it fits in 64 bits.</summary>
    public bool TryGetInt64(out long value)
    {
        value = _small;
        return _big is null;
    }

    /// <summary>The number, if it fits in 32 bits.</summary>
    public bool TryGetInt32(out int value)
    {
        var fits = _big is null && _small is >= int.MinValue and <= int.MaxValue;
        value = fits ? (int)_small : 0;
        return fits;
    }

    /// <summary>The order of numbers.</summary>
    public static int Compare(IntValue left, IntValue right) => left._big is null && right._big is null
        ? left._small.CompareTo(right._small)
        : left.BigInteger.CompareTo(right.BigInteger);

    /// <inheritdoc/>
    public override bool EqualTo(Value other) => other switch
    {
        IntValue number => Compare(this, number) == 0,
        ModelValue model => model.EqualToOther(this),
        _ => throw EqualityFault(other),
    };

    /// <inheritdoc/>
    public override int CompareTo(Value other) => other switch
    {
        IntValue number => Compare(this, number),
        ModelValue model => -model.CompareToOther(this),
        _ => throw OrderFault(other),
    };

    /// <summary>The fingerprint of a small integer, without the object.</summary>
    internal static ulong FingerprintOf(long value)
    {
        var computed = Mixing.Of(Mixing.Seed.Int, unchecked((ulong)value));
        return computed != 0 ? computed : 1;
    }

    private protected override ulong ComputeFingerprint() => _big is null
        ? FingerprintOf(_small)
        : Mixing.Bytes(Mixing.Seed.BigInt, _big.Value.ToByteArray());

    internal override void Print(ValuePrinter printer) => printer.Write(_big is null
        ? _small.ToString(CultureInfo.InvariantCulture)
        : _big.Value.ToString(CultureInfo.InvariantCulture));

    private static IntValue[] MakeCache()
    {
        var cache = new IntValue[CacheHigh - CacheLow + 1];
        for (var i = 0; i < cache.Length; i++) cache[i] = new IntValue(CacheLow + i);
        return cache;
    }

    /// <summary>Keeps <see cref="IntValue"/> one reference larger than 64 bits, not a whole structure.</summary>
    private sealed class Big(BigInteger value)
    {
        internal BigInteger Value { get; } = value;
    }
}
