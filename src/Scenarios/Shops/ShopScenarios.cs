using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>The whole shop: consumers, bus, timer and views, with an order of each kind.</summary>
public static class ShopScenarios
{
    /// <summary>What must hold.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Scenario.Sound("shop-last-unit", "of two orders for the last unit one is completed and the other cancelled, with a mail for each",
            LastUnitAsync),
    ];

    /// <summary>Orders in stories that are drawn, with the mistakes of the specification.</summary>
    public static IReadOnlyList<DrawnScenario> Drawn { get; } =
    [
        DrawnScenario.Sound("shop-drawn",
            "every order ends with goods and money where they belong, whoever competes, refuses, fails, repeats, gives up or dies", ShopStory.Draw),
        DrawnMistake("shop-drawn-check-then-reserve", "nothing is sold that is not there",
            story => story with { Store = Forgetful(keepsIds: true, "stock-") }),
        DrawnMistake("shop-drawn-no-inbox", "a service has one effect for an order",
            story => story with { Store = Forgetful(keepsIds: false, "stock-", "account-", "parcel-") }),
        DrawnMistake("shop-drawn-ship-on-reservation", "nothing is shipped that is not paid",
            story => story with { Reads = step => recorded => step == Shop.Shipping ? AsPayment(recorded) : recorded }),
    ];

    private static async Task LastUnitAsync(Runtime runtime, Onlookers on)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        OrderWatch.Subscribe(on.Bus);
        var system = new OrderSystem(store, runtime, OptionsOf(store, on));
        await system.Warehouse.ReceiveAsync(Warehouse.StreamOf("book"), new("delivery"), 1);
        await system.Accounts.ReceiveAsync(Accounts.StreamOf("ann"), new("deposit"), 100);
        using var end = new CancellationTokenSource();
        var running = runtime.Spawn("shop", () => system.RunAsync(end.Token));
        var order = new OrderRequest("ann", "book", 1, 10, "home").ToBytes();
        var (one, other) = (new SagaId("a"), new SagaId("b"));
        var first = await system.Coordinator.StartAsync(one, order);
        var second = await system.Requester.StartAsync(other, order);
        await system.DrainAsync(Math.Max(first.Position, second.Position));
        end.Cancel();
        await Operations.UntilCancelled(running);
        var log = await store.LogAsync();
        var told = SagaMirror.FollowOrchestration(OrderSagas.Orchestrated, one, log).Memory.Phase;
        var untold = SagaMirror.FollowChoreography(OrderSagas.Choreographed, other, log).Outcome;
        Claim.Holds(
            (told, untold) is (SagaPhase.Completed, SagaOutcome.Aborted) or (SagaPhase.Aborted, SagaOutcome.Completed),
            $"one order is completed and the other cancelled: {told}, {untold}");
        Claim.Equal(0, await system.Warehouse.ReadAsync(Warehouse.StreamOf("book")), "units left");
        Claim.Equal(90, await system.Accounts.ReadAsync(Accounts.StreamOf("ann")), "cents left");
        Claim.Equal(
            2, log.Count(recorded => recorded.Event.Type.EndsWith("-mail-sent", StringComparison.Ordinal)), "mails sent");
    }

    private static OrderSystemOptions OptionsOf(IEventStore store, Onlookers on) => on.Bus == IBusObserver.None
        ? new()
        : new()
        {
            Around = (consumer, handler) => OrderWatch.Around(store, on.Bus, consumer, handler),
            AroundMail = code => OrderWatch.AroundMail(on.Bus, code),
        };

    private static DrawnScenario DrawnMistake(string name, string claim, Func<ShopStory, ShopStory> plant) =>
        DrawnScenario.Mistake(name, claim, next => plant(ShopStory.Draw(next)));

    private static Func<IEventStore, Runtime, IEventStore> Forgetful(bool keepsIds, params string[] streams) => (store, runtime) =>
        new ForgetfulStore(
            store,
            runtime,
            (stream, _) => streams.Any(start => stream.Value.StartsWith(start, StringComparison.Ordinal)),
            keepsIds);

    /// <summary>A reservation, taken for the payment that shipping has to wait for.</summary>
    private static RecordedEvent AsPayment(RecordedEvent recorded) =>
        SagaEnvelope.Read(recorded) is { Message: SagaEvent.StepDone(Shop.Stock) } reserved
        && reserved.Process == OrderSagas.Choreographed.Name
            ? recorded with
            {
                Event = (reserved with { Message = new SagaEvent.StepDone(Shop.Payment) })
                    .ToEvent(recorded.Event.Id, recorded.Event.Type),
            }
            : recorded;
}
