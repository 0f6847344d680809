using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>How long a failed delivery waits for the next one: exponential back-off with full jitter.</summary>
/// <param name="Base">The longest wait after the first failure; 100 ms by default.</param>
/// <param name="Factor">How much longer after each further one; 2 by default.</param>
/// <param name="Most">The longest wait of all; one minute by default.</param>
/// <param name="Jitter">The part of a wait that is drawn at random, between 0 and 1; 1 by default, which spreads
/// those who failed together. With 0 each wait is its longest.</param>
/// <remarks>Source: M. Brooker, "Exponential Backoff And Jitter" (2015).</remarks>
public sealed record RetryPolicy(TimeSpan Base, double Factor, TimeSpan Most, double Jitter)
{
    private const int Grain = 1 << 16;

    public static readonly RetryPolicy Default = new(TimeSpan.FromMilliseconds(100), 2, TimeSpan.FromMinutes(1), 1);

    /// <summary>Tries again at once.</summary>
    public static readonly RetryPolicy Immediate = new(TimeSpan.Zero, 1, TimeSpan.Zero, 0);

    /// <summary>The longest wait after so many failures. Never above <see cref="Most"/>.</summary>
    /// <param name="failures">1 or above.</param>
    public TimeSpan LongestAfter(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var ticks = Base.Ticks * Math.Pow(Factor, failures - 1);
        return ticks >= Most.Ticks ? Most : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>How long to wait after so many failures.</summary>
    public TimeSpan After(int failures, Runtime runtime)
    {
        var longest = LongestAfter(failures);
        return Jitter == 0 || longest == TimeSpan.Zero
            ? longest
            : longest * (1 - (Jitter * runtime.Next(Grain) / Grain));
    }
}
