using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Wakes those who wait until a position is processed when it is, and not at every one before it.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="runtime">Where they wait.</param>
/// <param name="resource">What the steps are labelled with that move the position.</param>
internal sealed class Milestones(Runtime runtime, string resource)
{
    private readonly Signal _reached = runtime.CreateSignal($"{resource}/reached");

    /// <summary>At or below every position that somebody waits for.</summary>
    private long _awaited = long.MaxValue;

    /// <summary>All up to here is processed; whoever asks sees it already.</summary>
    /// <remarks>With a fence of the caller between that and this: either the position is seen by who waits, or the wait is
    /// seen here.</remarks>
    public void Reach(long position)
    {
        if (position < Volatile.Read(ref _awaited))
            return;
        Interlocked.Exchange(ref _awaited, long.MaxValue); // those who still have to wait say so again
        _reached.Pulse();
    }

    /// <summary>Waits until <paramref name="processed"/> gives this position, or a later one.</summary>
    public async ValueTask WaitForAsync(long position, Func<long> processed, CancellationToken cancellationToken)
    {
        while (true)
        {
            await runtime.PointAsync(resource, Access.Read);
            var seen = _reached.Version;
            Await(position);
            if (processed() >= position)
                return;
            await _reached.WaitAsync(seen, cancellationToken);
        }
    }

    private void Await(long position)
    {
        for (var least = Volatile.Read(ref _awaited); position < least;)
        {
            var found = Interlocked.CompareExchange(ref _awaited, position, least);
            if (found == least)
                return;
            least = found;
        }

        Interlocked.MemoryBarrier();
    }
}
