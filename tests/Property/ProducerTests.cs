using System.Text;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>What a producer sends is stored once and in order, and only its last incarnation is heard.</summary>
[Trait("Row", "R17")]
public sealed class ProducerTests
{
    private static readonly Runtime s_runtime = Runtime.Production();

    private readonly InMemoryEventStore _store = new(TimeProvider.System);

    [Fact]
    public async Task Send_Again_IsConfirmedAndStoredOnce()
    {
        var producer = await OpenAsync();
        var first = await SendAsync(producer, 0);
        var second = await SendAsync(producer, 1);
        var again = await SendAsync(producer, 0);

        Assert.True(Assert.IsType<SendResult.Stored>(second).IsNew);
        Assert.Equal(Assert.IsType<SendResult.Stored>(first) with { IsNew = false }, again);
        Assert.Equal(["e0", "e1"], await StoredAsync());
    }

    [Fact]
    public async Task Send_WithAGap_IsRefused()
    {
        var producer = await OpenAsync();
        Assert.Equal(new SendResult.OutOfSequence(0), await SendAsync(producer, 1));
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Send_AnotherEventUnderANumber_IsAConflict()
    {
        var producer = await OpenAsync();
        await SendAsync(producer, 0);
        Assert.IsType<SendResult.Conflict>(await producer.SendAsync(0, "t", "other"u8.ToArray()));
        Assert.Equal(["e0"], await StoredAsync());
    }

    [Fact]
    public async Task Open_Again_ShutsOutTheOneBeforeAndGoesOnWhereItStopped()
    {
        var zombie = await OpenAsync();
        await SendAsync(zombie, 0);
        var producer = await OpenAsync();

        Assert.Equal(1, producer.NextSequence);
        Assert.True(producer.Epoch > zombie.Epoch);
        Assert.IsType<SendResult.Fenced>(await SendAsync(zombie, 1));
        Assert.False(Assert.IsType<SendResult.Stored>(await SendAsync(zombie, 0)).IsNew); // what is stored is confirmed to anyone
        Assert.True(Assert.IsType<SendResult.Stored>(await SendAsync(producer, 1)).IsNew);
        Assert.Equal(["e0", "e1"], await StoredAsync());
        Assert.Equal(2, (await OpenAsync()).NextSequence);
    }

    /// <summary>Any number of incarnations, each of which sends all again that it is not sure of.</summary>
    [Fact]
    public async Task Incarnations_BesideEachOther_StoreEachEventOnceAndInOrder()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => s_runtime.Spawn("incarnation", async () =>
        {
            var producer = await OpenAsync();
            for (var sequence = 0L; sequence < 50; sequence++)
                if (await SendAsync(producer, sequence) is SendResult.Fenced)
                    return;
        })));
        var last = await OpenAsync();
        for (var sequence = 0L; sequence < 50; sequence++)
            Assert.IsType<SendResult.Stored>(await SendAsync(last, sequence));

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"e{i}"), await StoredAsync());
    }

    private ValueTask<IdempotentProducer> OpenAsync() => IdempotentProducer.OpenAsync(_store, s_runtime, "p");

    private static ValueTask<SendResult> SendAsync(IdempotentProducer producer, long sequence) =>
        producer.SendAsync(sequence, "t", Encoding.UTF8.GetBytes($"e{sequence}"));

    private async Task<List<string>> StoredAsync()
    {
        var stored = new List<string>();
        await foreach (var recorded in _store.ReadAllAsync(ReadDirection.Forwards, 1))
            if (recorded.Event.Type == "t")
                stored.Add(Encoding.UTF8.GetString(recorded.Event.Data.Span));
        return stored;
    }
}
