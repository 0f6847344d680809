using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>What a reader of the log knows while others process what it read, on real threads.</summary>
[Trait("Row", "R12")]
public sealed class ReaderProgressTests
{
    [Fact]
    public void Process_InAnyOrder_PassesOnlyWhatHasNoGap()
    {
        var progress = new ReaderProgress(10, maxAhead: 1000);
        var numbers = new long[300];
        for (var i = 0; i < numbers.Length; i++)
            Assert.True(progress.TryRead(11 + (2 * i), out numbers[i])); // a log may have gaps

        for (var i = numbers.Length - 1; i > 0; i--)
            Assert.Equal((false, false), progress.Process(numbers[i]));

        Assert.Equal(10, progress.Processed);
        Assert.True(progress.IsProcessed(13));
        Assert.False(progress.IsProcessed(11));
        Assert.False(progress.IsProcessed(12));
        Assert.Equal((true, false), progress.Process(numbers[0]));
        Assert.Equal(11 + (2 * 299), progress.Processed);
        Assert.True(progress.IsProcessed(11));
    }

    [Fact]
    public void TryRead_WithTooManyAhead_IsRefused_UntilOneIsProcessed()
    {
        var progress = new ReaderProgress(0, maxAhead: 2);
        Assert.True(progress.TryRead(1, out _));
        Assert.True(progress.TryRead(2, out var second));
        Assert.False(progress.TryRead(3, out _));

        Assert.Equal((false, true), progress.Process(second)); // not the oldest: room all the same

        Assert.True(progress.TryRead(3, out _));
        Assert.False(progress.TryRead(4, out _));
    }

    [Fact]
    public async Task Process_ByTwoAtOnce_LeavesNothingBehind()
    {
        const int rounds = 30_000;
        var progress = new ReaderProgress(0, 2 * rounds);
        for (var i = 0; i < 2 * rounds; i++)
            Assert.True(progress.TryRead(i + 1, out _));
        var ended = 0;
        var behind = 0;

        await Task.WhenAll(Enumerable.Range(0, 2).Select(side => Task.Run(() =>
        {
            for (var round = 0; round < rounds; round++)
            {
                progress.Process((2 * round) + side);
                Interlocked.Increment(ref ended);
                SpinWait.SpinUntil(() => Volatile.Read(ref ended) >= 2 * (round + 1)); // the other one, too
                if (progress.Processed < 2 * (round + 1))
                    Interlocked.Increment(ref behind);
            }
        })));

        Assert.Equal(0, behind);
        Assert.Equal(2 * rounds, progress.Processed);
    }
}
