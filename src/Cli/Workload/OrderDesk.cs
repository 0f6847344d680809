using System.Globalization;
using Verified.Concurrency;
using Verified.Oracle;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>Customers who order, in this process: half of the orders have a coordinator, the others have none.</summary>
/// <remarks>
/// The shop runs on the store under test; what it does is recorded as a history of messages and sagas. Duplicates and
/// late redeliveries are injected, some refunds fail at first, and stock and money are short now and then.
/// </remarks>
internal sealed class OrderDesk
{
    /// <summary>So many orders are under way at a time.</summary>
    private const int Concurrency = 8;

    private readonly WorkloadPlan _plan;
    private readonly IEventStore _store;
    private readonly OrderSystem _system;
    private readonly Redelivery _redelivery;
    private readonly Action _placed;
    private readonly Random _random;

    public OrderDesk(WorkloadPlan plan, IEventStore inner, HistoryRecorder recorder, Action placed)
    {
        (_plan, _store, _placed, _random) = (plan, inner, placed, plan.RandomFor(1_000));
        var runtime = Runtime.Production();
        var bus = new RecordingBusObserver(recorder);
        var store = new SagaObservingStore(
            new AppendRecordingStore(inner, recorder, WorkloadSegment.IsCertain), new RecordingSagaObserver(recorder), bus,
            Options.Orchestrated, Options.Choreographed);
        _redelivery = new Redelivery(store, runtime, plan.RandomFor(1_001));
        _system = new OrderSystem(store, runtime, Options with
        {
            AroundMail = code => OrderWatch.AroundMail(bus, code),
            Around = (consumer, handler) => _redelivery.Around(consumer, OrderWatch.Around(store, bus, consumer, handler)),
        });
    }

    /// <summary>How the shop works while it is under test.</summary>
    public static OrderSystemOptions Options { get; } = new()
    {
        Orchestrated = OrderSagas.Orchestrated with
        {
            StepTimeOut = TimeSpan.FromSeconds(2),
            Retry = new RetryPolicy(TimeSpan.FromMilliseconds(2), 2, TimeSpan.FromMilliseconds(20), 0),
        },
        FailsToRefund = (saga, attempt) => attempt == 1 && saga.Value[^1] % 3 == 0,
        Consumer = new DurableConsumerOptions
        {
            CheckpointEvery = 25,
            MaxDeliveries = 20,
            Retry = new RetryPolicy(TimeSpan.FromMilliseconds(2), 2, TimeSpan.FromMilliseconds(50), 1),
        },
    };

    /// <summary>Places the orders of this part. The last part then waits until every order has ended, and audits.</summary>
    /// <exception cref="WorkloadViolation">Something was lost, doubled or left half done.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await StockUpAsync(end.Token);
        var running = _system.RunAsync(end.Token);
        var serving = ServeAsync(end.Token);
        try
        {
            if (await Task.WhenAny(running, serving) == running) await running; // a part of the shop failed
            await serving;
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAny(Task.WhenAll(running, serving)); // both are over; how is known
        }

        if (running.IsFaulted) await running;
    }

    private async Task ServeAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(Enumerable.Range(0, Concurrency)
            .Select(customer => Task.Run(() => OrderAsync(customer, cancellation), cancellation)));
        if (!_plan.IsLast) await Task.Delay(Timeout.Infinite, cancellation); // until the kill
        await _redelivery.EndAsync();
        await new OrderAudit(_plan, _store, _system).RunAsync(cancellation);
    }

    private async Task StockUpAsync(CancellationToken cancellation)
    {
        var part = _plan.Segment.ToString(CultureInfo.InvariantCulture);
        for (var product = 0; product < OrderBookkeeping.Products; product++)
            await _system.Warehouse.ReceiveAsync(
                Warehouse.StreamOf($"product-{product}"), new($"delivery-{part}-{product}"), OrderBookkeeping.Units, cancellation);
        for (var customer = 0; customer < Concurrency; customer++)
            await _system.Accounts.ReceiveAsync(
                Accounts.StreamOf($"customer-{customer}"), new($"deposit-{part}-{customer}"), OrderBookkeeping.Cents, cancellation);
    }

    /// <summary>One customer: an order after the other, each followed to its end.</summary>
    private async Task OrderAsync(int customer, CancellationToken cancellation)
    {
        var random = _plan.RandomFor(2_000 + customer);
        for (var number = 0; IsDue(number, customer); number++)
        {
            var saga = new SagaId($"p{_plan.Segment}c{customer}n{number}");
            var request = OrderBookkeeping.Draw(random, customer).ToBytes();
            var start = random.Next(2) == 0
                ? await PlaceAsync(() => _system.Coordinator.StartAsync(saga, request, cancellation))
                : await PlaceAsync(() => _system.Requester.StartAsync(saga, request, cancellation));
            var book = await _system.Book.ReadAtAsync(start.Position, cancellation);
            if (!book.View.Orders.ContainsKey(saga))
                throw new WorkloadViolation($"the order '{saga}' was accepted at position {start.Position}, and is not in the book at {book.Position}");
            await EndAsync(saga, cancellation);
        }
    }

    private async Task EndAsync(SagaId saga, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_plan.Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            await _system.Book.WaitForAsync(
                view => view.View.Orders[saga].Status is OrderStatus.Completed or OrderStatus.Cancelled, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new WorkloadViolation($"the order '{saga}' has not ended");
        }
    }

    /// <summary>A part that is going to be killed has twice the work, so that the end seldom finds it idle.</summary>
    private bool IsDue(int number, int customer) =>
        (number * Concurrency) + customer < _plan.SegmentOrders * (_plan.IsLast ? 1 : 2);

    /// <summary>Asks again where the answer is lost, and now and then though it is not: there is one order for each id.</summary>
    private async Task<SagaStart> PlaceAsync(Func<ValueTask<SagaStart>> start)
    {
        var placed = default(SagaStart?);
        while (placed is null)
        {
            try
            {
                placed = await start();
            }
            catch (EventStoreException failure) when (!failure.IsOutcomeKnown || failure is EventStoreException.Locked)
            {
                // Whether it stands, the next attempt finds out.
            }
        }

        _placed();
        bool again;
        lock (_random) again = _random.Next(10) == 0;
        if (again && (await start()).IsNew) throw new WorkloadViolation("an order was taken twice");
        return placed.Value;
    }
}
