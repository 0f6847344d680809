using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>The shop runs orders from end to end, on real threads.</summary>
[Trait("Row", "R22")]
[Trait("Row", "R23")]
[Trait("Row", "R28")]
public sealed class OrderSystemTests
{
    private static readonly Runtime s_runtime = Runtime.Production();

    private static readonly OrderSystemOptions s_quick = new()
    {
        Orchestrated = OrderSagas.Orchestrated with { Retry = RetryPolicy.Immediate },
    };

    private readonly InMemoryEventStore _store = new(TimeProvider.System);

    [Theory]
    [InlineData("home", 100, 1, "order-created stock-reserved payment-taken order-shipped order-completed")]
    [InlineData("home", 100, 9, "order-created stock-refused order-cancelled")]
    [InlineData("home", 1_001, 1, "order-created stock-reserved payment-declined stock-released order-cancelled")]
    [InlineData("", 100, 1, "order-created stock-reserved payment-taken shipping-refused payment-refunded stock-released order-cancelled")]
    public async Task Choreography_TellsTheStoryOfAnOrderInEvents(
        string address, int price, int quantity, string story)
    {
        await RunAsync(s_quick, async system =>
        {
            var start = await system.Requester.StartAsync(new("o1"), Order(quantity, price, address));
            await system.DrainAsync(start.Position);
        });

        Assert.Equal(story.Split(' '), await TypesAsync(type =>
            !type.EndsWith("received", StringComparison.Ordinal) && !type.EndsWith("sent", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("home", 100, 1, OrderStatus.Completed, 4, 900)]
    [InlineData("home", 100, 9, OrderStatus.Cancelled, 5, 1_000)]
    [InlineData("home", 1_001, 1, OrderStatus.Cancelled, 5, 1_000)]
    [InlineData("", 100, 1, OrderStatus.Cancelled, 5, 1_000)]
    public async Task Orchestration_EndsWithAllOrNothing(
        string address, int price, int quantity, OrderStatus status, long stock, long balance)
    {
        await RunAsync(s_quick, async system =>
        {
            var start = await system.Coordinator.StartAsync(new("o1"), Order(quantity, price, address));
            await system.DrainAsync(start.Position);
            Assert.Equal(status, system.Book.Current.View.Orders[new("o1")].Status);
        });

        Assert.Equal((stock, balance), await HoldingsAsync());
    }

    [Fact]
    public async Task Start_Twice_IsOneSaga()
    {
        await RunAsync(s_quick, async system =>
        {
            var first = await system.Coordinator.StartAsync(new("o1"), Order());
            var again = await system.Coordinator.StartAsync(new("o1"), Order());
            await system.DrainAsync(first.Position);
            var late = await system.Coordinator.StartAsync(new("o1"), Order(quantity: 2));

            Assert.True(first.IsNew);
            Assert.Equal((false, first.Position), (again.IsNew, again.Position));
            Assert.False(late.IsNew);
        });

        Assert.Equal((4L, 900L), await HoldingsAsync());
    }

    [Fact]
    public async Task Refund_FailsTwice_IsTriedAgain()
    {
        var options = s_quick with { FailsToRefund = (_, attempt) => attempt <= 2 };
        await RunAsync(options, async system =>
        {
            var start = await system.Coordinator.StartAsync(new("o1"), Order(address: ""));
            await system.DrainAsync(start.Position);
            Assert.Empty(system.Overview.Current.View.Parked);
        });

        Assert.Equal((5L, 1_000L), await HoldingsAsync());
    }

    [Fact]
    public async Task Refund_FailsToTheLast_IsParkedForAllToSeeUntilItIsResumed()
    {
        var isClosed = true;
        var options = s_quick with { FailsToRefund = (_, _) => Volatile.Read(ref isClosed) };
        await RunAsync(options, async system =>
        {
            var start = await system.Coordinator.StartAsync(new("o1"), Order(address: ""));
            var parked = await system.Overview.WaitForAsync(view => !view.View.Parked.IsEmpty);
            Assert.Equal([new SagaId("o1")], parked.View.Parked);
            Assert.Equal(new SagaProgress(SagaPhase.Stuck, 2, 3), parked.View.Open[new("o1")].Progress);
            var stuck = Assert.Single(parked.View.Stuck());
            Assert.Equal((new SagaId("o1"), 2, 3), (stuck.Saga, stuck.Step, stuck.Attempts));
            Assert.Equal((4L, 900L), await HoldingsAsync());

            Volatile.Write(ref isClosed, false);
            Assert.NotEqual(0, await system.Coordinator.ResumeAsync(new("o1")));
            await system.Overview.WaitForAsync(view => view.View.Open.IsEmpty);
            Assert.Equal(0, await system.Coordinator.ResumeAsync(new("o1")));
            await system.DrainAsync(start.Position);
        });

        Assert.Equal((5L, 1_000L), await HoldingsAsync());
    }

    [Fact]
    public async Task Step_TakesTooLong_IsCancelledAndTheRestTakenBack()
    {
        var quick = s_quick with
        {
            Orchestrated = s_quick.Orchestrated with { StepTimeOut = TimeSpan.FromMilliseconds(1) },
        };
        var coordinator = new SagaCoordinator(_store, quick.Orchestrated);
        await coordinator.StartAsync(new("o1"), Order());
        var overview = SagaOverview.Project(_store, s_runtime, quick.Orchestrated);
        using (var end = new CancellationTokenSource())
        {
            // No participant is up: nobody answers.
            var view = overview.RunAsync(end.Token);
            var timer = new SagaTimer(s_runtime, coordinator, overview).RunAsync(end.Token);
            await overview.WaitForAsync(v => v.View.Open[new("o1")].Sent is SagaCommand.Cancel);
            await end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => view);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => timer);
        }

        await RunAsync(s_quick, system => system.DrainAsync(1).AsTask());

        var ended = await coordinator.LoadAsync(new("o1"));
        Assert.Equal(SagaPhase.Aborted, ended.Progress.Phase); // the stock had done its step before it was told not to
        Assert.Equal((5L, 1_000L), await HoldingsAsync());
    }

    [Fact]
    public async Task ManyOrders_CompeteForTheStock_NothingIsSoldThatIsNotThere()
    {
        const int Count = 40;
        await RunAsync(s_quick, async system =>
        {
            var starts = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => i % 2 == 0
                ? system.Coordinator.StartAsync(new($"o{i}"), Order(price: 1)).AsTask()
                : system.Requester.StartAsync(new($"o{i}"), Order(price: 1)).AsTask()));
            await system.DrainAsync(starts.Max(start => start.Position));

            var (one, other, book) = (
                system.Overview.Current.View, system.ChoreographyOverview.Current.View, system.Book.Current.View);
            Assert.Equal(5, one.CompletedCount + other.CompletedCount);
            Assert.Equal(Count - 5, one.AbortedCount + other.AbortedCount);
            Assert.Equal(5, book.UnitsSold["book"]);
            Assert.Equal(5, book.RevenueCents);
            foreach (var letters in system.DeadLetters)
                Assert.Empty(await letters.ReadAsync());
        });

        Assert.Equal((0L, 995L), await HoldingsAsync());
        Assert.Equal(Count, (await TypesAsync(type => type.EndsWith("mail-sent", StringComparison.Ordinal))).Count);
    }

    private static ReadOnlyMemory<byte> Order(int quantity = 1, int price = 100, string address = "home") =>
        new OrderRequest("ann", "book", quantity, price, address).ToBytes();

    /// <summary>A shop with five books and a customer who has ten euros.</summary>
    private async Task RunAsync(OrderSystemOptions options, Func<OrderSystem, Task> use)
    {
        var system = new OrderSystem(_store, s_runtime, options);
        await system.Warehouse.ReceiveAsync(Warehouse.StreamOf("book"), new("delivery-1"), 5);
        await system.Accounts.ReceiveAsync(Accounts.StreamOf("ann"), new("deposit-1"), 1_000);
        using var end = new CancellationTokenSource();
        var run = system.RunAsync(end.Token);
        await use(system);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private async Task<(long Stock, long Balance)> HoldingsAsync() => (
        await new Warehouse(_store).ReadAsync(Warehouse.StreamOf("book")),
        await new Accounts(_store).ReadAsync(Accounts.StreamOf("ann")));

    private async Task<List<string>> TypesAsync(Func<string, bool> which)
    {
        var types = new List<string>();
        await foreach (var recorded in _store.ReadAllAsync(ReadDirection.Forwards, 1))
            if (recorded.Event.Type[0] != '$' && which(recorded.Event.Type))
                types.Add(recorded.Event.Type);
        return types;
    }
}
