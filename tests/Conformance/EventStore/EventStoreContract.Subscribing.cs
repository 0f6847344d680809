using Verified.Reference;
using static Verified.Tests.Conformance.Sample;

namespace Verified.Tests.Conformance;

public abstract partial class EventStoreContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(299)]
    [InlineData(600)]
    public async Task Subscribe_FromAnyPosition_CatchesUpThenFollows(int after)
    {
        await AppendManyAsync("s", 600);
        var taking = Store.TakeAsync(after, 604 - after);

        await Store.AppendAsync("t", Any, "600");
        await Store.AppendAsync("t", Any, "601", "602", "603");

        Assert.Equal(Numbers(after, 604), (await taking).Ids());
    }

    [Fact]
    public async Task Subscribe_BeyondTheEnd_WaitsForThatPosition()
    {
        var taking = Store.TakeAsync(afterPosition: 3, 2);

        await Store.AppendAsync("s", Any, "0", "1");
        await Store.AppendAsync("s", Any, "2", "3", "4");

        Assert.Equal(["3", "4"], (await taking).Ids());
    }

    [Fact]
    public async Task Subscribe_WhileWritersRun_SeesEveryPositionOnceInOrder()
    {
        const int rounds = 20;
        const int count = Writers * rounds * 2;
        await AppendManyAsync("start", 50);
        var subscribers = new[] { 0, 25, 50, 51, 100 }
            .Select(after => (After: after, Taking: Store.TakeAsync(after, 50 + count - after)))
            .ToList();

        await AllAsync(async writer =>
        {
            for (var round = 0; round < rounds; round++)
                await Store.AppendAsync($"s{writer % 4}", Any, $"{writer}/{round}/a", $"{writer}/{round}/b");
            return writer;
        });

        var log = (await Store.LogAsync()).Ids();
        foreach (var (after, taking) in subscribers)
            Assert.Equal(log.Skip(after), (await taking).Ids());
    }

    [Fact]
    public async Task Subscribe_Cancelled_EndsByCancellation()
    {
        await Store.AppendAsync("s", Any, "a");
        using var cancellation = new CancellationTokenSource();
        var seen = new List<RecordedEvent>();
        var reachedEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var subscription = FollowAsync();
        await reachedEnd.Task.WaitAsync(Hang);
        Assert.False(subscription.IsCompleted);
        await cancellation.CancelAsync();

        await CancelledAsync(() => subscription.WaitAsync(Hang));
        Assert.Equal(["a"], seen.Ids());

        async Task FollowAsync()
        {
            await foreach (var next in Store.SubscribeAsync(0, cancellation.Token))
            {
                seen.Add(next);
                reachedEnd.SetResult();
            }
        }
    }
}
