using Verified.Reference;
using static Verified.Tests.Conformance.Sample;

namespace Verified.Tests.Conformance;

/// <summary>What a store owes that outlives its process: the contract, and the same again after a restart.</summary>
public abstract partial class DurableEventStoreContract : EventStoreContract
{
    [Fact]
    public async Task Reopen_FindsTheLogAsItWas()
    {
        await Store.AppendAsync("s", Any, "a", "b");
        await Store.AppendAsync("t", Any, "c");
        var before = await Store.LogAsync();

        await ReopenAsync();

        var after = await Store.LogAsync();
        Assert.Equal(before.Ids(), after.Ids());
        Assert.Equal(
            before.Select(e => (e.Stream, e.Version, e.Position, e.RecordedAt)),
            after.Select(e => (e.Stream, e.Version, e.Position, e.RecordedAt)));
        Assert.Equal(new AppendResult.Appended(2, 2, 4), await Store.AppendAsync("s", At(1), "d"));
    }

    [Fact]
    public async Task Reopen_RetryIsIdempotentUnderEveryExpectation()
    {
        await Store.AppendAsync("s", NoStream, "a", "b");
        await Store.AppendAsync("s", At(1), "c");

        await ReopenAsync();

        var first = new AppendResult.Idempotent(0, 1, 2);
        Assert.Equal(first, await Store.AppendAsync("s", NoStream, "a", "b"));
        Assert.Equal(first, await Store.AppendAsync("s", Any, "a", "b"));
        Assert.Equal(first, await Store.AppendAsync("s", StreamExists, "a", "b"));
        Assert.Equal(new AppendResult.Idempotent(2, 2, 3), await Store.AppendAsync("s", At(1), "c"));
        Assert.Equal(
            new AppendResult.DuplicateEventId(new EventId("a")), await Store.AppendAsync("t", Any, "a"));
    }

    [Fact]
    public async Task Reopen_DeletedStreamStaysDeleted()
    {
        await Store.AppendAsync("s", Any, "a");
        await Store.DeleteAsync(new StreamId("s"), Any);
        await Store.DeleteAsync(new StreamId("empty"), NoStream);

        await ReopenAsync();

        Assert.Equal(new AppendResult.StreamDeleted(), await Store.AppendAsync("s", Any, "b"));
        Assert.Equal(new AppendResult.StreamDeleted(), await Store.AppendAsync("empty", Any, "b"));
        Assert.Equal(new DeleteResult.AlreadyDeleted(), await Store.DeleteAsync(new StreamId("s"), Any));
    }

    [Fact]
    public async Task Reopen_SubscriptionContinuesAtItsCheckpoint()
    {
        await Store.AppendAsync("s", Any, "a", "b", "c");
        var checkpoint = (await Store.TakeAsync(0, 2))[^1].Position;

        await ReopenAsync();
        var taking = Store.TakeAsync(checkpoint, 2);
        await Store.AppendAsync("s", Any, "d");

        Assert.Equal(["c", "d"], (await taking).Ids());
    }

    /// <summary>Closes the store and opens it on the same data.</summary>
    protected async Task ReopenAsync()
    {
        await CloseAsync(Store);
        Store = await OpenAsync();
    }
}
