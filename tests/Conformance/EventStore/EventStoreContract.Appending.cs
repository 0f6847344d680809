using Verified.Reference;
using static Verified.Tests.Conformance.Sample;

namespace Verified.Tests.Conformance;

public abstract partial class EventStoreContract
{
    [Fact]
    public async Task Append_FirstBatch_StartsAtVersionZeroAndPositionOne()
    {
        var result = await Store.AppendAsync("s", NoStream, "a", "b");

        Assert.Equal(new AppendResult.Appended(0, 1, 2), result);
        var log = await Store.LogAsync();
        Assert.Equal(["a", "b"], log.Ids());
        Assert.Equal([0L, 1L], log.Select(recorded => recorded.Version));
        Assert.Equal([1L, 2L], log.Select(recorded => recorded.Position));
    }

    [Fact]
    public async Task Append_ExactLastVersion_ContinuesTheStream()
    {
        await Store.AppendAsync("s", NoStream, "a", "b");
        await Store.AppendAsync("other", NoStream, "x");

        Assert.Equal(new AppendResult.Appended(2, 2, 4), await Store.AppendAsync("s", At(1), "c"));
        Assert.Equal(["a", "b", "c"], (await Store.StreamAsync("s")).Ids());
    }

    [Fact]
    public async Task Append_EachExpectation_ComparesWithTheLastVersion()
    {
        Assert.Equal(Wrong(-1), await Store.AppendAsync("s", StreamExists, "a"));
        Assert.Equal(Wrong(-1), await Store.AppendAsync("s", At(0), "a"));
        Assert.Equal(new AppendResult.Appended(0, 0, 1), await Store.AppendAsync("s", Any, "a"));
        Assert.Equal(Wrong(0), await Store.AppendAsync("s", NoStream, "b"));
        Assert.Equal(Wrong(0), await Store.AppendAsync("s", At(1), "b"));
        Assert.Equal(Wrong(0), await Store.AppendAsync("s", At(long.MaxValue), "b"));
        Assert.Equal(new AppendResult.Appended(1, 1, 2), await Store.AppendAsync("s", StreamExists, "b"));
        Assert.Equal(new AppendResult.Appended(2, 2, 3), await Store.AppendAsync("s", At(1), "c"));
        Assert.Equal(["a", "b", "c"], (await Store.LogAsync()).Ids());

        static AppendResult Wrong(long last) => new AppendResult.WrongExpectedVersion(last);
    }

    [Fact]
    public async Task Append_RetryUnderEveryExpectationThatFits_IsIdempotent()
    {
        await Store.AppendAsync("other", Any, "x");
        await Store.AppendAsync("s", NoStream, "a", "b");
        await Store.AppendAsync("s", At(1), "c", "d");
        await Store.AppendAsync("s", Any, "e");

        var first = new AppendResult.Idempotent(0, 1, 3);
        Assert.Equal(first, await Store.AppendAsync("s", NoStream, "a", "b"));
        Assert.Equal(first, await Store.AppendAsync("s", Any, "a", "b"));
        Assert.Equal(first, await Store.AppendAsync("s", StreamExists, "a", "b"));
        var second = new AppendResult.Idempotent(2, 3, 5);
        Assert.Equal(second, await Store.AppendAsync("s", At(1), "c", "d"));
        Assert.Equal(second, await Store.AppendAsync("s", Any, "c", "d"));
        Assert.Equal(second, await Store.AppendAsync("s", StreamExists, "c", "d"));
        Assert.Equal(6, (await Store.LogAsync()).Count);
    }

    [Fact]
    public async Task Append_RetryUnderAnExpectationThatDoesNotFit_ReturnsDuplicateEventId()
    {
        await Store.AppendAsync("s", NoStream, "a");
        await Store.AppendAsync("s", At(0), "b");

        Assert.Equal(Taken("b"), await Store.AppendAsync("s", NoStream, "b"));
        Assert.Equal(Taken("b"), await Store.AppendAsync("s", At(1), "b"));
        Assert.Equal(Taken("a"), await Store.AppendAsync("s", At(0), "a"));
    }

    [Fact]
    public async Task Append_IdsThatStandDifferently_ReturnsDuplicateEventId()
    {
        await Store.AppendAsync("s", Any, "a", "b", "c");
        await Store.AppendAsync("other", Any, "x");

        Assert.Equal(Taken("a"), await Store.AppendAsync("other", Any, "a"));
        Assert.Equal(Taken("b"), await Store.AppendAsync("s", Any, "new", "b"));
        Assert.Equal(Taken("a"), await Store.AppendAsync("s", Any, "a", "c"));
        Assert.Equal(Taken("b"), await Store.AppendAsync("s", Any, "b", "a"));
        Assert.Equal(Taken("c"), await Store.AppendAsync("s", Any, "c", "x"));
        Assert.Equal(Taken("c"), await Store.AppendAsync("s", Any, "c", "new"));
        Assert.Equal(["a", "b", "c", "x"], (await Store.LogAsync()).Ids());
    }

    [Fact]
    public async Task Append_PartOfABatchThatStands_IsIdempotent()
    {
        await Store.AppendAsync("s", Any, "a", "b", "c");

        Assert.Equal(new AppendResult.Idempotent(1, 2, 3), await Store.AppendAsync("s", Any, "b", "c"));
        Assert.Equal(new AppendResult.Idempotent(0, 1, 2), await Store.AppendAsync("s", NoStream, "a", "b"));
    }

    [Theory]
    [InlineData("other data", "type", "metadata")]
    [InlineData("data", "other type", "metadata")]
    [InlineData("data", "type", "other metadata")]
    [InlineData("data", "type", "")]
    public async Task Append_RetryWithOtherContent_ReturnsDuplicateEventId(
        string data, string type, string metadata)
    {
        await Store.AppendAsync(new StreamId("s"), Any, [Event("a"), Event("b", "data", "type", "metadata")]);

        var result = await Store.AppendAsync(
            new StreamId("s"), Any, [Event("a"), Event("b", data, type, metadata)]);

        Assert.Equal(Taken("b"), result);
        Assert.Equal("data"u8.ToArray(), (await Store.FindAsync(new EventId("b")))!.Event.Data);
    }

    [Fact]
    public async Task Append_Rejected_LeavesNothingBehind()
    {
        await Store.AppendAsync("s", Any, "a");

        await Store.AppendAsync("s", NoStream, "b", "c");
        await Store.AppendAsync("new", Any, "d", "a");

        Assert.Equal(["a"], (await Store.LogAsync()).Ids());
        Assert.Equal(new AppendResult.Appended(0, 2, 4), await Store.AppendAsync("new", NoStream, "d", "b", "c"));
    }

    [Fact]
    public async Task Delete_ClosesTheStreamAndKeepsItsEvents()
    {
        await Store.AppendAsync("s", Any, "a");

        Assert.Equal(
            new DeleteResult.WrongExpectedVersion(0), await Store.DeleteAsync(new StreamId("s"), NoStream));
        Assert.Equal(new DeleteResult.Deleted(), await Store.DeleteAsync(new StreamId("s"), At(0)));
        Assert.Equal(new DeleteResult.AlreadyDeleted(), await Store.DeleteAsync(new StreamId("s"), At(0)));
        Assert.Equal(new DeleteResult.AlreadyDeleted(), await Store.DeleteAsync(new StreamId("s"), At(7)));

        Assert.Equal(new AppendResult.StreamDeleted(), await Store.AppendAsync("s", Any, "b"));
        Assert.Equal(new AppendResult.StreamDeleted(), await Store.AppendAsync("s", At(5), "b"));
        Assert.Equal(["a"], (await Store.StreamAsync("s")).Ids());
        Assert.Equal(["a"], (await Store.LogAsync()).Ids());
        Assert.Equal("a", (await Store.FindAsync(new EventId("a")))!.Event.Id.Value);
    }

    [Fact]
    public async Task Delete_RetryOfAnAppendBeforeIt_IsStillIdempotent()
    {
        await Store.AppendAsync("s", NoStream, "a");
        await Store.DeleteAsync(new StreamId("s"), Any);

        Assert.Equal(new AppendResult.Idempotent(0, 0, 1), await Store.AppendAsync("s", NoStream, "a"));
        Assert.Equal(Taken("a"), await Store.AppendAsync("s", Any, "a", "b"));
    }

    [Fact]
    public async Task Delete_StreamWithoutEvents_ClosesIt()
    {
        Assert.Equal(
            new DeleteResult.WrongExpectedVersion(-1), await Store.DeleteAsync(new StreamId("s"), StreamExists));
        Assert.Equal(new DeleteResult.Deleted(), await Store.DeleteAsync(new StreamId("s"), NoStream));

        Assert.Equal(new AppendResult.StreamDeleted(), await Store.AppendAsync("s", NoStream, "a"));
        Assert.Empty(await Store.StreamAsync("s"));
    }

    private static AppendResult.DuplicateEventId Taken(string id) => new(new EventId(id));
}
