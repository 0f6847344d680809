using Verified.Reference;
using static Verified.Tests.Conformance.Sample;

namespace Verified.Tests.Conformance;

public abstract partial class EventStoreContract
{
    public static TheoryData<string> BadBatches =>
        new() { "null", "empty", "repeated id", "null event", "empty id", "default id", "null type", "half a pair" };

    [Theory]
    [MemberData(nameof(BadBatches))]
    public async Task Append_BadBatch_Throws(string kind)
    {
        IReadOnlyList<EventData> batch = kind switch
        {
            "null" => null!,
            "empty" => [],
            "repeated id" => Events("a", "b", "a"),
            "null event" => [Event("a"), null!],
            "empty id" => Events("a", ""),
            "default id" => [new EventData(default, "t", default, default)],
            "half a pair" => Events("a", "\uD83D"),
            _ => [new EventData(new EventId("a"), null!, default, default)],
        };

        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await Store.AppendAsync(new StreamId("s"), Any, batch));
        Assert.Empty(await Store.LogAsync());
    }

    [Fact]
    public async Task EveryCall_WithoutAWellFormedName_Throws()
    {
        foreach (var name in new[] { null!, "", "half a pair \uD83D", "\uDE00 half a pair" })
        {
            var stream = new StreamId(name);

            await MisusedAsync(async () => await Store.AppendAsync(stream, Any, Events("a")));
            await MisusedAsync(async () => await Store.DeleteAsync(stream, Any));
            await MisusedAsync(async () => await Store.FindAsync(new EventId(name)));
            await MisusedAsync(() => ToListAsync(Store.ReadStreamAsync(stream, ReadDirection.Forwards, 0)));
        }
    }

    [Fact]
    public async Task EveryCall_OutOfRange_Throws()
    {
        var stream = new StreamId("s");

        await MisusedAsync(async () => await Store.AppendAsync(stream, null!, Events("a")));
        await MisusedAsync(async () => await Store.DeleteAsync(stream, null!));
        await MisusedAsync(() => Store.StreamAsync("s", from: -1));
        await MisusedAsync(() => Store.StreamAsync("s", maxCount: -1));
        await MisusedAsync(() => Store.StreamAsync("s", (ReadDirection)7));
        await MisusedAsync(() => Store.LogAsync(from: -1));
        await MisusedAsync(() => Store.LogAsync(maxCount: -1));
        await MisusedAsync(() => ToListAsync(Store.SubscribeAsync(-1)));
    }

    [Fact]
    public async Task EveryCall_CancelledBefore_ThrowsAndDoesNothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        var stream = new StreamId("s");

        await CancelledAsync(async () => await Store.AppendAsync(stream, Any, Events("a"), cancelled));
        await CancelledAsync(async () => await Store.DeleteAsync(stream, Any, cancelled));
        await CancelledAsync(async () => await Store.FindAsync(new EventId("a"), cancelled));
        await CancelledAsync(() => ToListAsync(
            Store.ReadAllAsync(ReadDirection.Forwards, 0, cancellationToken: cancelled)));
        await CancelledAsync(() => ToListAsync(Store.SubscribeAsync(0, cancelled)));

        Assert.Equal(new AppendResult.Appended(0, 0, 1), await Store.AppendAsync("s", NoStream, "a"));
    }

    private static async Task MisusedAsync(Func<Task> call) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(call);

    private static async Task CancelledAsync(Func<Task> call) =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
}
