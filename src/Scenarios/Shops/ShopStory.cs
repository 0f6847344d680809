using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>An order of a story.</summary>
/// <param name="IsTold">Whether it has a coordinator.</param>
/// <param name="CanPay">Whether its customer has the money.</param>
/// <param name="IsReachable">Whether there is a way to its address.</param>
public sealed record StoryOrder(bool IsTold, bool CanPay, bool IsReachable);

/// <summary>Orders that compete for a product, services that refuse and fail, processes that repeat each other and die.</summary>
/// <param name="Orders">The orders, each for one unit.</param>
/// <param name="Units">How many units there are.</param>
/// <param name="RefundFailures">So many attempts at a refund fail, for each order.</param>
/// <param name="TimeOuts">Who gives up which order.</param>
/// <param name="Processes">How many processes deliver all of it; one of them may die.</param>
public sealed record ShopStory(
    EquatableArray<StoryOrder> Orders,
    int Units,
    int RefundFailures,
    EquatableArray<StoryTimeOut> TimeOuts,
    int Processes) : Story
{
    /// <summary>Units for all orders that there are.</summary>
    private const int Ample = 3;

    private const int Price = 10;

    private static readonly StreamId s_stock = Warehouse.StreamOf("book");

    /// <summary>A mistake that stands between the processes and the store.</summary>
    internal Func<IEventStore, Runtime, IEventStore> Store { get; init; } = (store, _) => store;

    /// <summary>What the service of a step takes an event for: the event itself, or there is a mistake.</summary>
    internal Func<int, Func<RecordedEvent, RecordedEvent>> Reads { get; init; } = _ => recorded => recorded;

    /// <summary>Draws up to three orders, two who give up and two processes.</summary>
    public static ShopStory Draw(Func<int, int> next)
    {
        var (orders, timeOuts) = (new StoryOrder[1 + next(3)], new StoryTimeOut[next(3)]);
        for (var i = 0; i < orders.Length; i++)
            orders[i] = new(next(2) == 0, next(4) > 0, next(4) > 0);
        for (var i = 0; i < timeOuts.Length; i++)
            timeOuts[i] = new(next(orders.Length), 1 + next(Shop.Shipping));
        return new(
            EquatableArray.From(orders), next(Ample + 1), Math.Max(0, next(4) - 1), EquatableArray.From(timeOuts), 1 + next(2));
    }

    public override async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var store = Store(on.Around(new InMemoryEventStore(runtime)), runtime);
        Subscribe(on.Bus);
        var setup = SetupOf(store, on);
        await OpenAsync(store);
        var coordinator = new SagaCoordinator(store, setup.Orchestrated);
        for (var i = 0; i < Orders.Count; i++)
            await (Orders[i].IsTold
                ? coordinator.StartAsync(IdOf(i), RequestOf(i))
                : new SagaRequester(store, setup.Choreographed).StartAsync(IdOf(i), RequestOf(i)));
        var orders = Enumerable.Range(0, Orders.Count).Select(IdOf).ToList();
        await Operations.Join(
        [
            .. Enumerable.Range(1, Processes).Select(i => runtime.Spawn(
                $"process {i}", () => setup.LiveAsync(runtime, store, $"process {i}", isMortal: i == 1, orders))),
            .. TimeOuts.Select(t => runtime.Spawn($"impatient with {t}", async () =>
            {
                if (Orders[t.Saga].IsTold)
                    await coordinator.TimeOutAsync(IdOf(t.Saga), t.Step);
            })),
        ]);
        var log = await store.LogAsync();
        await CheckAsync(store, log);
        await new SagaProcess(store, setup).RunAgainAsync();
        Claim.Equal(log.Count, (await store.LogAsync()).Count, "events, after all was delivered again");
    }

    public override IEnumerable<Story> Simpler()
    {
        foreach (var processes in Less(Processes, 1))
            yield return this with { Processes = processes };
        foreach (var timeOuts in Shorter(TimeOuts))
            yield return this with { TimeOuts = timeOuts };
        for (var i = 0; i < Orders.Count && Orders.Count > 1; i++)
        {
            yield return WithoutOrder(i);
            yield return WithoutOrder(i) with { Units = Math.Max(0, Units - 1) }; // as many for the others as there were
        }

        foreach (var failures in Less(RefundFailures, 0))
            yield return this with { RefundFailures = failures };
        foreach (var orders in WithOneSimpler(Orders, Simpler))
            yield return this with { Orders = orders };
        foreach (var units in Less(Units, 0))
            yield return this with { Units = units };
        foreach (var timeOuts in WithOneSimpler(TimeOuts, Simpler))
            yield return this with { TimeOuts = timeOuts };
    }

    private static IEnumerable<StoryOrder> Simpler(StoryOrder order)
    {
        if (!order.CanPay)
            yield return order with { CanPay = true };
        if (!order.IsReachable)
            yield return order with { IsReachable = true };
        if (order is { IsReachable: false, CanPay: true })
            yield return order with { IsReachable = true, CanPay = false }; // refused a step earlier
        if (!order.IsTold)
            yield return order with { IsTold = true };
    }

    private static IEnumerable<StoryTimeOut> Simpler(StoryTimeOut timeOut) =>
        Less(timeOut.Step, 1).Select(step => timeOut with { Step = step });

    private ShopStory WithoutOrder(int order) => this with
    {
        Orders = EquatableArray.From(Orders.Where((_, i) => i != order)),
        TimeOuts = EquatableArray.From(TimeOuts
            .Where(t => t.Saga != order)
            .Select(t => t.Saga > order ? t with { Saga = t.Saga - 1 } : t)),
    };

    /// <summary>All consumers but the mail's, which does not run.</summary>
    private static void Subscribe(IBusObserver bus)
    {
        foreach (var (consumer, promise) in OrderWatch.Consumers)
            if (consumer != OrderMail.Handler.Value)
                bus.Ended(bus.Subscribing(consumer, consumer, promise), ObservedOutcome.Succeeded);
    }

    private SagaSetup SetupOf(IEventStore store, Onlookers on) => new(
    [
        s => new Warehouse(s),
        s => new Accounts(s, (_, attempt) => attempt <= RefundFailures),
        s => new Shipping(s),
    ])
    {
        Orchestrated = OrderSagas.Orchestrated,
        Choreographed = OrderSagas.Choreographed,
        Reads = Reads,
        AroundHandler = (consumer, handler) =>
            on.Bus == IBusObserver.None ? handler : OrderWatch.Around(store, on.Bus, consumer, handler),
    };

    /// <summary>There are units in stock, and money on the accounts of those who can pay.</summary>
    private async Task OpenAsync(IEventStore store)
    {
        if (Units > 0)
            await new Warehouse(store).ReceiveAsync(s_stock, new("delivery"), Units);
        for (var i = 0; i < Orders.Count; i++)
            if (Orders[i].CanPay)
                await new Accounts(store).ReceiveAsync(AccountOf(i), new($"deposit-{i}"), Price);
    }

    /// <summary>The log is a run of the mirror in which every order ends, and goods, money and the book are what follows
    /// from that.</summary>
    private async Task CheckAsync(IEventStore store, List<RecordedEvent> log)
    {
        var state = ShopMirror.Follow(Ids(isTold: true), Ids(isTold: false), Units, log);
        var book = log.Aggregate(OrderBook.Empty, OrderBook.Evolve);
        for (var i = 0; i < Orders.Count; i++)
        {
            var (order, progress) = (IdOf(i), state.Progress[ShopMirror.IdOf(IdOf(i))]);
            Claim.Holds(Shop.HasEnded(progress), $"order {i} has ended");
            var isSold = progress.Phase == SagaPhase.Completed;
            Claim.Equal(Orders[i].CanPay && !isSold ? Price : 0, await new Accounts(store).ReadAsync(AccountOf(i)), $"cents left to who made order {i}");
            Claim.Equal(isSold ? OrderStatus.Completed : OrderStatus.Cancelled, book.Orders[order].Status, $"order {i} in the book");
        }

        Claim.Equal(state.Stock, await new Warehouse(store).ReadAsync(s_stock), "units left");
        Claim.Equal((Units - state.Stock) * Price, book.RevenueCents, "the revenue, in cents");
        SagaLog.CheckOverview(OrderSagas.Orchestrated, log);
    }

    private IEnumerable<SagaId> Ids(bool isTold) =>
        Enumerable.Range(0, Orders.Count).Where(i => Orders[i].IsTold == isTold).Select(IdOf);

    private ReadOnlyMemory<byte> RequestOf(int order) =>
        new OrderRequest($"c{order}", "book", 1, Price, Orders[order].IsReachable ? "home" : "").ToBytes();

    private static SagaId IdOf(int order) => new($"o{order}");

    private static StreamId AccountOf(int order) => Accounts.StreamOf($"c{order}");
}
