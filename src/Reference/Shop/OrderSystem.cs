using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>The whole shop on one event store: both ways of running an order, the services, a bus with mail on it, and the views.</summary>
/// <remarks>
/// <para>Everything that must survive is in the store. The process may die at any moment; the next one goes on where the
/// log says, and whoever was told that an order was accepted finds it.</para>
/// <para>Thread-safe. Source: <c>Shop</c>.</para>
/// </remarks>
public sealed class OrderSystem
{
    private readonly Runtime _runtime;
    private readonly List<DurableConsumer> _consumers;
    private readonly SagaTimer _timer;
    private readonly OrderSystemOptions _options;

    /// <param name="store">Holds the log.</param>
    /// <param name="runtime">Where it runs.</param>
    /// <param name="options">How it works.</param>
    public OrderSystem(IEventStore store, Runtime runtime, OrderSystemOptions? options = null)
    {
        options ??= new OrderSystemOptions();
        (_runtime, _options) = (runtime, options);
        Bus = new LogEventBus(store, runtime, "shop", options.Bus);
        Coordinator = new SagaCoordinator(store, options.Orchestrated);
        Requester = new SagaRequester(store, options.Choreographed);
        Overview = SagaOverview.Project(store, runtime, options.Orchestrated);
        ChoreographyOverview = SagaOverview.Project(store, runtime, options.Choreographed);
        Book = new Projector<OrderBook>(
            store, runtime, new ProjectionId("order-book"), OrderBook.Empty, OrderBook.Evolve);
        _timer = new SagaTimer(runtime, Coordinator, Overview);
        Warehouse = new Warehouse(store);
        Accounts = new Accounts(store, options.FailsToRefund);
        SagaParticipant[] participants = [Warehouse, Accounts, new Shipping(store, options.IsReachable)];
        _consumers =
        [
            Consumer(options.Orchestrated.Name, Coordinator.Concerns, Coordinator.HandleAsync, SagaOf),
            Consumer(options.Choreographed.Name, Requester.Concerns, Requester.HandleAsync, SagaOf),
            .. participants.Select((participant, index) => ConsumerOf(participant, index + 1)),
        ];

        DurableConsumer ConsumerOf(SagaParticipant participant, int step)
        {
            var commanded = new CommandedParticipant(participant, options.Orchestrated);
            var service = new SagaService(participant, options.Choreographed, step);
            return Consumer(
                participant.Name,
                recorded => commanded.Concerns(recorded) || service.Concerns(recorded),
                (message, token) => commanded.Concerns(message.Recorded)
                    ? commanded.HandleAsync(message, token)
                    : service.HandleAsync(message, token),
                recorded => StreamOf(participant, recorded)); // who competes for something waits in one line
        }

        DurableConsumer Consumer(
            string name, Func<RecordedEvent, bool> filter, MessageHandler handler, Func<RecordedEvent, string> key)
        {
            var id = new ConsumerId(name);
            return new DurableConsumer(
                store,
                runtime,
                id,
                options.Around(id, handler),
                options.Consumer with { Filter = filter, Key = key });
        }
    }

    /// <summary>Dispatches what happens to whoever subscribes; mail does.</summary>
    public LogEventBus Bus { get; }

    /// <summary>Takes orders that have a coordinator.</summary>
    public SagaCoordinator Coordinator { get; }

    /// <summary>Takes orders that have none.</summary>
    public SagaRequester Requester { get; }

    /// <summary>What can be sold.</summary>
    public Warehouse Warehouse { get; }

    /// <summary>Who can pay.</summary>
    public Accounts Accounts { get; }

    /// <summary>The orders that have a coordinator.</summary>
    public Projector<SagaOverview> Overview { get; }

    /// <summary>The orders that have none.</summary>
    public Projector<SagaOverview> ChoreographyOverview { get; }

    /// <summary>What customers see.</summary>
    public Projector<OrderBook> Book { get; }

    /// <summary>Messages that were set aside by any of the consumers.</summary>
    public IEnumerable<DeadLetters> DeadLetters =>
        [.. _consumers.Select(consumer => consumer.DeadLetters), Bus.DeadLettersOf(OrderMail.Handler)];

    /// <summary>Runs all of it until it is cancelled, or a part fails.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="EventStoreException">The store cannot do its work; another run may.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await OrderMail.SubscribeAsync(
            Bus, _options.AroundMail(OrderMail.SendAsync), [_options.Orchestrated, _options.Choreographed], all.Token);
        Task[] parts =
        [
            .. _consumers.Select(consumer => Run(consumer.Id.Value, consumer.RunAsync)),
            Run("bus", Bus.RunAsync),
            Run("overview", Overview.RunAsync),
            Run("choreography-overview", ChoreographyOverview.RunAsync),
            Run("order-book", Book.RunAsync),
            Run("timer", _timer.RunAsync),
        ];
        await Task.WhenAll(parts);

        Task Run(string name, Func<CancellationToken, Task> part) => _runtime.Spawn(name, async () =>
        {
            try
            {
                await part(all.Token);
            }
            finally
            {
                all.Cancel(); // one for all
            }
        });
    }

    /// <summary>Waits until every order up to this position has ended or is parked, and all have heard of it.</summary>
    /// <param name="position">The position of the last order that counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask DrainAsync(long position, CancellationToken cancellationToken = default)
    {
        var one = await Overview.WaitForAsync(
            view => view.Answers(position) && view.View.Open.Count == view.View.Parked.Count, cancellationToken);
        var other = await ChoreographyOverview.WaitForAsync(
            view => view.Answers(position) && view.View.Open.IsEmpty, cancellationToken);
        var end = Math.Max(one.Position, other.Position);
        foreach (var consumer in _consumers)
            await consumer.WaitForAsync(end, cancellationToken);
        await Bus.WaitForAsync(end, cancellationToken);
        await Book.ReadAtAsync(end, cancellationToken);
    }

    private static string SagaOf(RecordedEvent recorded) => SagaEnvelope.Read(recorded)!.Saga.Value;

    private static string StreamOf(SagaParticipant participant, RecordedEvent recorded)
    {
        var envelope = SagaEnvelope.Read(recorded)!;
        return participant.StreamOf(envelope.Saga, envelope.Request).Value;
    }
}

/// <summary>How the shop works.</summary>
public sealed record OrderSystemOptions
{
    /// <summary>Orders that have a coordinator.</summary>
    public SagaDefinition Orchestrated { get; init; } = OrderSagas.Orchestrated;

    /// <summary>Orders that have none.</summary>
    public SagaDefinition Choreographed { get; init; } = OrderSagas.Choreographed;

    /// <summary>A refund fails in this attempt; by default none does. For rehearsals.</summary>
    public Func<SagaId, int, bool>? FailsToRefund { get; init; }

    /// <summary>Whether there is a way to an address; by default to each that is not empty.</summary>
    public Func<string, bool>? IsReachable { get; init; }

    /// <summary>Goes around the handler of each consumer; by default nothing does.</summary>
    public Func<ConsumerId, MessageHandler, MessageHandler> Around { get; init; } = (_, handler) => handler;

    /// <summary>Goes around the mail's handler; by default nothing does.</summary>
    public Func<BusHandler, BusHandler> AroundMail { get; init; } = code => code;

    /// <summary>How its bus works.</summary>
    public EventBusOptions Bus { get; init; } = new();

    /// <summary>How its consumers work; what they listen to is theirs to say.</summary>
    public DurableConsumerOptions Consumer { get; init; } = new();
}
