using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>What runs handlers, on real threads.</summary>
[Trait("Row", "R12")]
public sealed class HandlerPoolTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task WhenEmpty_WhileARunHasTheThreadOfWhoBeganIt_WaitsForIt()
    {
        HandlerPool? pool = null;
        Task? empty = null;
        bool? wasEmpty = null;
        pool = new HandlerPool(Runtime.Production(), "pool", new(), _ =>
        {
            empty = pool!.WhenEmptyAsync();
            wasEmpty = empty.IsCompleted;
            return null;
        });
        Assert.Null(pool.Add(Run(), CancellationToken.None));

        pool.BeginHere();

        Assert.False(wasEmpty);
        await empty!.WaitAsync(s_hang);
    }

    [Fact]
    public async Task Add_WhileManyAreDue_WaitsUntilAllWereTaken_AndEachRunsOnce()
    {
        const int runs = 5000;
        var ran = 0;
        var pool = new HandlerPool(Runtime.Production(), "pool", new() { MaxAhead = 64, MaxPermits = 3 }, async _ =>
        {
            await Task.Yield();
            Interlocked.Increment(ref ran);
        });
        for (var i = 0; i < runs; i++)
            if (pool.Add(Run(), CancellationToken.None) is { } adding)
                await adding.WaitAsync(s_hang);

        await pool.WhenEmptyAsync().WaitAsync(s_hang);

        Assert.Equal(runs, ran);
    }

    private static EventContext Run() => new(null!, 0, null!, null!, 0);
}
