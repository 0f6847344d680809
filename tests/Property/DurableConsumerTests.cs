using System.Text;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>A durable consumer does each thing that it promises, on real threads.</summary>
[Trait("Row", "R19")]
[Trait("Row", "R21")]
public sealed class DurableConsumerTests
{
    private static readonly ConsumerId s_id = new("billing");
    private static readonly Runtime s_runtime = Runtime.Production();

    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private int _failuresToCome;

    [Fact]
    public async Task Run_NewMessages_HaveTheirEffectInOrderOfTheirKey()
    {
        var consumer = Consumer(Bill);
        var run = consumer.RunAsync();
        for (var i = 0; i < 40; i++)
            await PublishAsync($"orders-{i % 4}", $"m{i}");

        await consumer.WaitForAsync(40);
        consumer.Drain();
        await run;

        for (var key = 0; key < 4; key++)
            Assert.Equal(
                Enumerable.Range(0, 10).Select(i => $"bill-m{(i * 4) + key}"),
                await EffectsAsync($"bills-orders-{key}"));
    }

    [Fact]
    public async Task Run_AfterACrashBehindTheEffect_HasItOnce()
    {
        var position = await PublishAsync("orders", "m");
        using (var crash = new CancellationTokenSource())
        {
            var consumer = Consumer(Bill, new() { CheckpointEvery = 1000 });
            var run = consumer.RunAsync(crash.Token);
            await consumer.WaitForAsync(position);
            await crash.CancelAsync(); // the checkpoint is not saved
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        var handled = 0;
        var again = Consumer((message, token) =>
        {
            handled++;
            return Bill(message, token);
        });
        await ConsumeToAsync(again, position);

        Assert.Equal(["bill-m"], await EffectsAsync("bills-orders"));
        Assert.Equal(0, handled);
    }

    [Fact]
    public async Task Run_AfterADrain_GoesOnBehindIt()
    {
        var first = await PublishAsync("orders", "m1");
        await ConsumeToAsync(Consumer(Bill), first);
        var second = await PublishAsync("orders", "m2");

        var seen = new List<string>();
        await ConsumeToAsync(
            Consumer((message, token) =>
            {
                seen.Add(message.Id.Value);
                return Bill(message, token);
            }),
            second);

        Assert.Equal(["m2"], seen);
    }

    [Fact]
    public async Task Run_FailingMessage_IsDeadAndItsKeyGoesOn()
    {
        _failuresToCome = 3;
        await PublishAsync("orders", "bad");
        var last = await PublishAsync("orders", "good");

        var consumer = Consumer(FailAtFirst, new() { MaxDeliveries = 3, Retry = RetryPolicy.Immediate });
        await ConsumeToAsync(consumer, last);

        var letter = Assert.Single(await consumer.DeadLetters.ReadAsync());
        Assert.Equal(
            new DeadLetterRecord("bad", 1, 0, 3, "InvalidOperationException: no connection", false), letter);
        Assert.Equal(["bill-good"], await EffectsAsync("bills-orders"));
    }

    [Fact]
    public async Task ReplayDeadLetters_HandlesThemOnce()
    {
        _failuresToCome = 2;
        var last = await PublishAsync("orders", "bad");
        var consumer = Consumer(FailAtFirst, new() { MaxDeliveries = 2, Retry = RetryPolicy.Immediate });
        await ConsumeToAsync(consumer, last);

        Assert.Equal(1, await consumer.DeadLetters.ReplayAsync());
        Assert.Equal(0, await consumer.DeadLetters.ReplayAsync());
        await ConsumeToAsync(consumer, await PublishAsync("others", "x"));

        Assert.Empty(await consumer.DeadLetters.ReadAsync());
        Assert.Equal(["bill-bad"], await EffectsAsync("bills-orders"));
    }

    [Fact]
    public async Task Run_ParkedMessage_IsSetAsideAtOnce()
    {
        var deliveries = 0;
        var last = await PublishAsync("orders", "strange");
        var consumer = Consumer((_, _) =>
        {
            deliveries++;
            return ValueTask.FromResult<Reaction>(new Reaction.Park("version 3 is unknown"));
        });
        await ConsumeToAsync(consumer, last);

        Assert.Equal(1, deliveries);
        var letter = Assert.Single(await consumer.DeadLetters.ReadAsync());
        Assert.Equal(("version 3 is unknown", true), (letter.Reason, letter.IsParked));
    }

    [Fact]
    public async Task Run_StreamThatMovedOn_IsDecidedAgain()
    {
        var last = await PublishAsync("orders", "m");
        var tries = 0;
        var consumer = Consumer((message, _) =>
        {
            var expected = tries++ == 0 ? (ExpectedVersion)new ExpectedVersion.Exact(7) : new ExpectedVersion.NoStream();
            return ValueTask.FromResult<Reaction>(new Reaction.Append(new("bills"), expected, [Event("bill")], []));
        });
        await ConsumeToAsync(consumer, last);

        Assert.Equal(2, tries);
        Assert.Equal(["bill"], await EffectsAsync("bills"));
    }

    [Fact]
    public async Task Run_InTwoProcesses_OneIsSuperseded()
    {
        await PublishAsync("orders", "m1");
        var (a, b) = (Consumer(Bill, new() { CheckpointEvery = 1 }), Consumer(Bill, new() { CheckpointEvery = 1 }));
        using var stop = new CancellationTokenSource();
        Task[] runs = [a.RunAsync(stop.Token), b.RunAsync(stop.Token)];
        var superseded = Task.WhenAny(runs);
        for (var i = 0; !superseded.IsCompleted; i++)
        {
            var position = await PublishAsync("orders", $"n{i}");
            await Task.WhenAny(superseded, a.WaitForAsync(position, stop.Token).AsTask(), b.WaitForAsync(position, stop.Token).AsTask());
        }

        await Assert.ThrowsAsync<ConsumerSupersededException>(async () => await await superseded);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(runs));
        Assert.Distinct(await EffectsAsync("bills-orders"));
    }

    /// <summary>Found by a drawn story: who began with no checkpoint saved the first ones anew, was told that they stood, and so
    /// never learned that another process was far ahead.</summary>
    [Fact]
    public async Task Save_CheckpointThatAnotherProcessSaved_IsSuperseded()
    {
        var (one, other) = (new Checkpoints(_store, s_id, Guid.NewGuid()), new Checkpoints(_store, s_id, Guid.NewGuid()));
        await one.SaveAsync(1, default);
        await one.SaveAsync(2, default);

        await Assert.ThrowsAsync<ConsumerSupersededException>(() => other.SaveAsync(1, default).AsTask());
    }

    [Fact]
    public async Task Run_Twice_IsRefused()
    {
        var consumer = Consumer(Bill);
        using var stop = new CancellationTokenSource();
        var run = consumer.RunAsync(stop.Token);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => consumer.RunAsync(stop.Token));
        Assert.Equal("The consumer 'billing' runs already.", refused.Message);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    public void Consumer_UnsoundName_IsRefused(string name) => Assert.Equal(
        $"A consumer has a name that is not empty and holds no slash; this is '{name}'. (Parameter 'consumer')",
        Assert.Throws<ArgumentException>(() => new DurableConsumer(_store, s_runtime, new(name), Bill)).Message);

    private DurableConsumer Consumer(MessageHandler handler, DurableConsumerOptions? options = null) =>
        new(_store, s_runtime, s_id, handler,
            (options ?? new()) with { Filter = e => !e.Stream.Value.StartsWith("bills", StringComparison.Ordinal) });

    private ValueTask<Reaction> Bill(Message message, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Reaction>(new Reaction.Append(
            new($"bills-{message.Recorded.Stream}"), new ExpectedVersion.Any(), [Event($"bill-{message.Id}")], []));

    private ValueTask<Reaction> FailAtFirst(Message message, CancellationToken cancellationToken) =>
        _failuresToCome-- > 0
            ? throw new InvalidOperationException("no connection")
            : Bill(message, cancellationToken);

    private async Task<long> PublishAsync(string stream, string id) =>
        ((AppendResult.Appended)await _store.AppendAsync(new(stream), new ExpectedVersion.Any(), [Event(id)])).LastPosition;

    private async Task<string[]> EffectsAsync(string stream) => [.. (await _store
        .ReadStreamAsync(new(stream), ReadDirection.Forwards, 0).ToArrayAsync())
        .Where(e => e.Event.Type != Inbox.MarkType).Select(e => e.Event.Id.Value)];

    private static async Task ConsumeToAsync(DurableConsumer consumer, long position)
    {
        var run = consumer.RunAsync();
        await Task.WhenAny(run, consumer.WaitForAsync(position).AsTask());
        consumer.Drain();
        await run;
    }

    private static EventData Event(string id) => new(new(id), "t", Encoding.UTF8.GetBytes(id), default);
}
