namespace Verified.Systematic;

/// <summary>A stream of random numbers that a seed determines.</summary>
internal struct RandomStream(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
        }

        return Mix.Of(_state);
    }

    /// <summary>From 0 to below <paramref name="exclusiveMax"/>.</summary>
    public int Next(int exclusiveMax) => (int)Math.BigMul(Next(), (ulong)exclusiveMax, out _);

    public bool OneIn(int count) => Next(count) == 0;
}
