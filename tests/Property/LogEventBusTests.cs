using System.Collections.Concurrent;
using System.Text;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>The bus does each thing that it promises, on real threads.</summary>
[Trait("Row", "R12")]
[Trait("Row", "R14")]
[Trait("Row", "R15")]
public sealed class LogEventBusTests : IAsyncDisposable
{
    private static readonly Runtime s_runtime = Runtime.Production();
    private static readonly Binding s_all = new Binding.Fanout();

    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly LogEventBus _bus;
    private readonly Task _run;

    public LogEventBusTests()
    {
        _bus = Bus();
        _run = _bus.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _bus.Drain();
        await _run;
    }

    [Fact]
    public async Task Publish_ReportsEveryHandlersOwnOutcome()
    {
        await _bus.SubscribeAsync(new("good"), s_all, See);
        await _bus.SubscribeAsync(new("bad"), s_all, (_, _) => throw new InvalidOperationException("no"));
        await _bus.SubscribeAsync(new("other"), new Binding.Direct("other"), See);

        var result = await _bus.PublishAndWaitAsync(Event("e1"));

        var handled = Assert.IsType<PublishResult.Handled>(result);
        Assert.Equal(
            [
                new HandlerReport(new("bad"), HandlerOutcome.Failed, "InvalidOperationException: no"),
                new HandlerReport(new("good"), HandlerOutcome.Succeeded, null),
            ],
            handled.Outcomes);
        Assert.Equal(["good e1"], _seen);
    }

    [Fact]
    public async Task Publish_AFailure_IsADeadLetterOfItsHandlerAndCanBeReplayed()
    {
        var failures = 1;
        await _bus.SubscribeAsync(new("flaky"), s_all, (context, token) =>
            failures-- > 0 ? throw new InvalidOperationException("no") : See(context, token));
        await _bus.SubscribeAsync(new("steady"), s_all, See);
        await _bus.PublishAndWaitAsync(Event("e1"));

        Assert.Equal(1, await _bus.DeadLettersOf(new("flaky")).ReplayAsync());
        await _bus.PublishAndWaitAsync(Event("e2"));

        Assert.Equal(["flaky e1", "flaky e2", "steady e1", "steady e2"], _seen.Order(StringComparer.Ordinal));
        Assert.Empty(await _bus.DeadLettersOf(new("flaky")).ReadAsync());
    }

    [Fact]
    public async Task Publish_Twice_IsHandledOnceAndTellsTheSame()
    {
        await _bus.SubscribeAsync(new("good"), s_all, See);
        await _bus.SubscribeAsync(new("bad"), s_all, (_, _) => throw new InvalidOperationException("no"));
        var first = await _bus.PublishAndWaitAsync(Event("e1"));
        await _bus.SubscribeAsync(new("late"), s_all, See);

        var second = await _bus.PublishAndWaitAsync(Event("e1"));

        Assert.Equal(first, second);
        Assert.Equal(["good e1"], _seen);
    }

    [Fact]
    public async Task Publish_ManyWaitAtOnce_EachIsToldOfItsOwnEvent()
    {
        await _bus.SubscribeAsync(new("good"), s_all, See);

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            i => s_runtime.Spawn("publisher", async () =>
            {
                for (var again = 0; again < 2; again++) // perhaps while the first is under way
                {
                    var handled = Assert.IsType<PublishResult.Handled>(await _bus.PublishAndWaitAsync(Event($"e{i / 2}")));
                    var stored = await _store.FindAsync(new($"e{i / 2}"));
                    Assert.Equal(stored!.Position, handled.Position);
                }
            }).ContinueWith(publishing => publishing.IsCompletedSuccessfully, TaskScheduler.Default)));

        Assert.DoesNotContain(false, results);
        Assert.Equal(100, _seen.Distinct().Count());
        Assert.Equal(100, _seen.Count);
    }

    [Fact]
    public async Task Publish_WhoWaitsGivesUp_AndOthersAreTold()
    {
        var release = new TaskCompletionSource();
        await _bus.SubscribeAsync(new("slow"), s_all, async (_, _) => await release.Task);
        using var cancellation = new CancellationTokenSource();
        var impatient = _bus.PublishAndWaitAsync(Event("e1"), cancellation.Token).AsTask();
        var patient = _bus.PublishAndWaitAsync(Event("e1")).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        var next = _bus.PublishAndWaitAsync(Event("e2")).AsTask();
        release.SetResult();

        Assert.IsType<PublishResult.Handled>(await patient);
        Assert.IsType<PublishResult.Handled>(await next);
    }

    [Fact]
    public async Task Publish_AnotherEventUnderTheSameId_IsRefused()
    {
        await _bus.PublishAsync(Event("e1"));
        Assert.IsType<PublishResult.DuplicateEventId>(await _bus.PublishAsync(Event("e1") with { Type = "other" }));
    }

    [Fact]
    public async Task Middleware_IsAnOnion_AndAVetoStoresNothing()
    {
        PublishMiddleware Layer(string name) => async (publication, next, token) =>
        {
            _seen.Enqueue($"{name} in");
            var verdict = await next(publication, token);
            _seen.Enqueue($"{name} out");
            return publication.Event.Type == name ? new PublishVerdict.Veto($"not for {name}") : verdict;
        };
        var bus = Bus(new() { Middleware = [Layer("outer"), Layer("inner")] });

        Assert.Equal(new PublishResult.Vetoed("not for inner"), await bus.PublishAsync(Event("e1") with { Type = "inner" }));
        Assert.Equal(new PublishResult.Vetoed("not for outer"), await bus.PublishAsync(Event("e2") with { Type = "outer" }));
        Assert.Empty(await _store.ReadAllAsync(ReadDirection.Forwards, 0).ToArrayAsync());
        Assert.IsType<PublishResult.Published>(await bus.PublishAsync(Event("e3")));
        Assert.Equal(
            Enumerable.Repeat<string[]>(["outer in", "inner in", "inner out", "outer out"], 3).SelectMany(order => order),
            _seen);
    }

    /// <summary>The first handler runs on the thread of the reader, which it may hold for long.</summary>
    [Fact]
    public async Task AHandlerThatBlocksItsThread_KeepsNobodyFromAnotherPermit()
    {
        using var started = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        await _bus.SubscribeAsync(new("h"), s_all, (context, token) =>
        {
            if (context.Recorded.Event.Id.Value == "blocks")
            {
                started.Release();
                release.Wait(CancellationToken.None);
            }
            else
            {
                release.Set();
            }

            return See(context, token);
        });
        var blocked = _bus.PublishAndWaitAsync(Event("blocks"));
        await started.WaitAsync();

        await _bus.PublishAndWaitAsync(Event("releases"));

        Assert.IsType<PublishResult.Handled>(await blocked);
        Assert.Equal(["h blocks", "h releases"], _seen.Order(StringComparer.Ordinal));
    }

    /// <summary>Two permits and a dozen runs that are due at once: both are used, and no more.</summary>
    [Fact]
    public async Task RunsThatAreDueAtOnce_UseEveryPermitAndNoMore()
    {
        var bus = Bus(new() { MaxPermits = 2, Stream = new("wide") }, "wide");
        using var both = new CountdownEvent(2);
        var (running, most) = (0, 0);
        for (var i = 0; i < 12; i++)
            await bus.SubscribeAsync(new($"h{i}"), s_all, (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                if (!both.IsSet)
                    both.Signal();
                both.Wait(CancellationToken.None); // ends when two run at once
                Interlocked.Decrement(ref running);
                return ValueTask.CompletedTask;
            });
        var run = bus.RunAsync();

        await bus.PublishAndWaitAsync(Event("e1"));

        bus.Drain();
        await run;
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Subscribe_IsIdempotent_AndUnsubscribeToo()
    {
        Assert.Equal(SubscribeResult.Subscribed, await _bus.SubscribeAsync(new("h"), s_all, See));
        Assert.Equal(SubscribeResult.AlreadySubscribed, await _bus.SubscribeAsync(new("h"), s_all, See));
        await _bus.PublishAndWaitAsync(Event("e1"));
        Assert.True(await _bus.UnsubscribeAsync(new("h"), s_all));
        Assert.False(await _bus.UnsubscribeAsync(new("h"), s_all));
        await _bus.PublishAndWaitAsync(Event("e2"));
        Assert.Equal(["h e1"], _seen);
    }

    [Fact]
    public async Task Publish_Nested_WithOnePermit_DoesNotDeadlock()
    {
        var bus = Bus(new() { MaxPermits = 1, Stream = new("nested") }, "narrow");
        await bus.SubscribeAsync(new("a"), new Binding.Direct("outer"), async (context, token) =>
        {
            var nested = await context.PublishAndWaitAsync(
                Event(context.DeriveId("nested").Value) with { Type = "inner" }, token);
            _seen.Enqueue($"outer after {((PublishResult.Handled)nested).Outcomes.Count}");
        });
        await bus.SubscribeAsync(new("b"), new Binding.Direct("inner"), See);
        var run = bus.RunAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => bus.PublishAndWaitAsync(Event($"e{i}") with { Type = "outer" }).AsTask()));
        bus.Drain();
        await run;

        Assert.Equal(20, _seen.Count(line => line == "outer after 1"));
    }

    [Fact]
    public async Task Run_AfterACrash_BeginsAgainWhatHadNotEnded()
    {
        var bus = Bus(name: "crashing");
        var reached = new TaskCompletionSource();
        await bus.SubscribeAsync(new("slow"), s_all, async (_, token) =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        using (var crash = new CancellationTokenSource())
        {
            var run = bus.RunAsync(crash.Token);
            await bus.PublishAsync(Event("e1"));
            await reached.Task;
            await crash.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        var next = Bus(name: "crashing");
        await next.SubscribeAsync(new("slow"), s_all, See);
        var again = next.RunAsync();
        await next.PublishAndWaitAsync(Event("e2"));
        next.Drain();
        await again;

        Assert.Equal(["slow e1", "slow e2"], _seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_SubscribedHandlerWithoutCode_IsRefused()
    {
        await Bus(name: "empty").SubscribeAsync(new("h"), s_all, See);
        await _store.AppendAsync(new("$checkpoints/bus:empty"), new ExpectedVersion.NoStream(),
            [new(new("c"), "$checkpoint-saved", "1"u8.ToArray(), default)]);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Bus(name: "empty").RunAsync());
        Assert.Equal("The handler 'h' is subscribed to the bus 'empty' and has no code in this process.", refused.Message);
    }

    [Fact]
    public async Task Send_ACommand_HasExactlyOneHandler()
    {
        Assert.IsType<PublishResult.NoHandler>(await _bus.SendAsync(Event("c0") with { Type = "pay" }));
        var command = new Binding.Command("pay");
        Assert.Equal(SubscribeResult.Subscribed, await _bus.SubscribeAsync(new("till"), command, See));
        Assert.Equal(SubscribeResult.CommandTaken, await _bus.SubscribeAsync(new("other"), command, See));
        await _bus.SubscribeAsync(new("all"), s_all, See);

        var sent = await _bus.SendAsync(Event("c1") with { Type = "pay" });
        await _bus.WaitForAsync(Assert.IsType<PublishResult.Published>(sent).Position);

        Assert.Equal(["till c1"], _seen);
    }

    [Fact]
    public async Task Request_GetsTheReply_OrWhyThereIsNone()
    {
        await _bus.SubscribeAsync(new("prices"), new Binding.Command("price"), (context, token) =>
            context.ReplyAsync("price-told", "42"u8.ToArray(), token));
        await _bus.SubscribeAsync(new("mute"), new Binding.Command("mute"), See);
        await _bus.SubscribeAsync(new("broken"), new Binding.Command("broken"), (_, _) => throw new InvalidOperationException("no"));
        var patience = TimeSpan.FromMinutes(1);

        var replied = await _bus.RequestAsync(Event("r1") with { Type = "price" }, patience);

        Assert.Equal("42", Encoding.UTF8.GetString(Assert.IsType<RequestResult.Replied>(replied).Reply.Data.Span));
        Assert.IsType<RequestResult.NoReply>(await _bus.RequestAsync(Event("r2") with { Type = "mute" }, patience));
        Assert.Equal(
            new RequestResult.Failed("InvalidOperationException: no"),
            await _bus.RequestAsync(Event("r3") with { Type = "broken" }, patience));
        Assert.Equal(
            new RequestResult.Refused(new PublishResult.NoHandler()),
            await _bus.RequestAsync(Event("r4") with { Type = "unknown" }, patience));
    }

    private LogEventBus Bus(EventBusOptions? options = null, string name = "bus") =>
        new(_store, s_runtime, name, options);

    private ValueTask See(EventContext context, CancellationToken cancellationToken)
    {
        _seen.Enqueue($"{context.Handler} {context.Recorded.Event.Id}");
        return ValueTask.CompletedTask;
    }

    private static EventData Event(string id) => new(new(id), "t", Encoding.UTF8.GetBytes(id), default);
}
