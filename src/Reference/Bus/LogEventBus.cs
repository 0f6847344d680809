using System.Collections.Concurrent;
using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>An event bus over the log: topics, middleware, handlers, commands, requests.</summary>
/// <remarks>
/// <para>Publishing is one append. Who was subscribed when is in the log too, so the event is stored together with the
/// duty to dispatch it; after a crash the dispatcher goes on from its checkpoint, and runs that had not ended begin again.
/// The dispatcher reads the log, so it also finds what others wrote there: the log is everybody's outbox.</para>
/// <para>Each matching handler has a run of its own, and an outcome of its own. A failure is a dead letter of that
/// handler, which can be replayed. At most so many handlers run at once; one that publishes and waits gives its permit
/// back meanwhile.</para>
/// <para>A bus belongs to one process at a time. Thread-safe. Source: <c>EventBus</c>.</para>
/// </remarks>
public sealed class LogEventBus
{
    internal const string NoHandlerReason = "no handler for this command";

    private readonly IEventStore _store;
    private readonly Runtime _runtime;
    private readonly EventBusOptions _options;
    private readonly Publisher _publisher;
    private readonly Milestones _milestones;

    /// <summary>Each handler, also one that unsubscribed: what was published before is still due.</summary>
    private readonly ConcurrentDictionary<HandlerId, HandlerSlot> _slots = new();

    private readonly HandledWaiters _waiters = new();

    private BusRun? _run;

    /// <exception cref="ArgumentException">The name is null or empty or holds a slash, or an option is not sound.</exception>
    public LogEventBus(IEventStore store, Runtime runtime, string name, EventBusOptions? options = null)
    {
        Id = new ConsumerId($"bus:{name}");
        ConsumerId.Check(Id);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new EventBusOptions();
        options.Check();
        (_store, _runtime, Name, _options) = (store, runtime, name, options);
        _publisher = new Publisher(store, options);
        _milestones = new Milestones(runtime, Id.Value);
        Subscriptions = new SubscriptionStream(store, name);
        DeadLetters = new DeadLetters(store, Id);
        CommandStream = new StreamId($"commands:{name}");
    }

    public string Name { get; }

    /// <summary>Where commands of this bus are stored.</summary>
    public StreamId CommandStream { get; }

    /// <summary>Commands whose handler left before they were dispatched.</summary>
    public DeadLetters DeadLetters { get; }

    /// <summary>All up to this position is handled.</summary>
    public long Processed => Volatile.Read(ref _run)?.Processed ?? 0;

    internal ConsumerId Id { get; }

    internal SubscriptionStream Subscriptions { get; }

    /// <summary>The events that a handler failed to handle.</summary>
    public DeadLetters DeadLettersOf(HandlerId handler) => new(_store, new ConsumerId($"{Id}:{handler}"));

    /// <summary>Subscribes a handler, or gives one that is subscribed its code again. Durable on return.</summary>
    /// <remarks>Idempotent, and safe while events are published: it gets those that come behind it in the log, whichever
    /// way they race. Source: <c>EventBus!Subscribe</c>.</remarks>
    /// <exception cref="ArgumentException">The handler's name is null or empty or holds a slash.</exception>
    public async ValueTask<SubscribeResult> SubscribeAsync(
        HandlerId handler, Binding binding, BusHandler code, CancellationToken cancellationToken = default)
    {
        ConsumerId.Check(new ConsumerId(handler.Value));
        SlotOf(handler).Code = code;
        var (before, after) = await Subscriptions.AddAsync(new Route(handler, binding), cancellationToken);
        if (!before.Contains(handler) && after.Contains(handler))
            _options.Observer?.Invoke(new EventBusAction.Subscribe(handler));
        if (!ReferenceEquals(before, after))
            return SubscribeResult.Subscribed;
        return binding is Binding.Command(var topic) && before.CommandHandler(topic) != handler
            ? SubscribeResult.CommandTaken
            : SubscribeResult.AlreadySubscribed;
    }

    /// <summary>Takes a binding of a handler away. What was published before it is still handled. Durable on return.</summary>
    /// <remarks>Idempotent. Source: <c>EventBus!Unsubscribe</c>.</remarks>
    /// <returns>It was there.</returns>
    public async ValueTask<bool> UnsubscribeAsync(
        HandlerId handler, Binding binding, CancellationToken cancellationToken = default)
    {
        var (before, after) = await Subscriptions.RemoveAsync(new Route(handler, binding), cancellationToken);
        if (before.Contains(handler) && !after.Contains(handler))
            _options.Observer?.Invoke(new EventBusAction.Unsubscribe(handler));
        return !ReferenceEquals(before, after);
    }

    /// <summary>Publishes an event; it is durable on return, and will be dispatched. Does not wait for handlers.</summary>
    /// <remarks>Again with the same id and content, it changes nothing. Source: <c>EventBus!Publish</c>,
    /// <c>EventBus!Veto</c>.</remarks>
    public ValueTask<PublishResult> PublishAsync(EventData data, CancellationToken cancellationToken = default) =>
        _publisher.Store(data, _options.Stream, cancellationToken, out var result) is { } publishing
            ? ObserveAsync(data.Id, new(publishing))
            : new(Observe(data.Id, result!));

    /// <inheritdoc cref="PublishAsync(EventData, CancellationToken)"/>
    public ValueTask<PublishResult> PublishAsync(
        Publication publication, CancellationToken cancellationToken = default) =>
        ObserveAsync(publication.Event.Id, _publisher.StoreAsync(publication, cancellationToken));

    /// <summary>Publishes an event and waits until every handler of it ended.</summary>
    /// <remarks>Not from inside a handler, which has <see cref="EventContext.PublishAndWaitAsync"/> and must give its
    /// permit back.</remarks>
    /// <returns><see cref="PublishResult.Handled"/> with the outcomes, or why it was not published.</returns>
    public ValueTask<PublishResult> PublishAndWaitAsync(
        EventData data, CancellationToken cancellationToken = default)
    {
        var waiter = _waiters.Enter(data.Id); // before it is stored: it may be handled before the append returns
        ValueTask<PublishResult> publishing;
        try
        {
            publishing = PublishAsync(data, cancellationToken);
        }
        catch (Exception failure)
        {
            _waiters.Leave(waiter);
            return ValueTask.FromException<PublishResult>(failure);
        }

        if (!publishing.IsCompletedSuccessfully)
            return WaitHandledAsync(publishing, data, waiter, cancellationToken);
        var result = publishing.Result;
        return result is PublishResult.Published(var position, true)
            ? waiter.WaitAndLeaveAsync(position, cancellationToken)
            : WaitHandledAsync(ValueTask.FromResult(result), data, waiter, cancellationToken);
    }

    /// <summary>Sends a command to its one handler. Durable on return; does not wait for the handler.</summary>
    /// <returns><see cref="PublishResult.NoHandler"/>, and nothing stored, where nobody handles such commands.</returns>
    public async ValueTask<PublishResult> SendAsync(EventData command, CancellationToken cancellationToken = default)
    {
        var table = await Subscriptions.ReadAsync(long.MaxValue, cancellationToken);
        return table.CommandHandler(command.Type) is null
            ? new PublishResult.NoHandler()
            : await PublishAsync(new Publication(command, CommandStream), cancellationToken);
    }

    /// <summary>Sends a command and waits for its reply.</summary>
    /// <param name="command">The command; a reply is stored under <see cref="EventContext.ReplyTo"/> its id.</param>
    /// <param name="timeout">How long to wait, by the clock of the runtime.</param>
    public async ValueTask<RequestResult> RequestAsync(
        EventData command, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var waiter = _waiters.Enter(command.Id);
        try
        {
            var sent = await SendAsync(command, cancellationToken);
            if (sent is not PublishResult.Published published)
                return new RequestResult.Refused(sent);
            var handled = await HandledAsync(command, published.Position, published.IsNew, waiter)
                .WaitAsync(timeout, _runtime.Time, cancellationToken);
            return await ReplyOfAsync(command.Id, handled, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new RequestResult.TimedOut();
        }
        finally
        {
            _waiters.Leave(waiter);
        }
    }

    /// <summary>Dispatches until it is drained or cancelled. After that it may run again.</summary>
    /// <exception cref="OperationCanceledException">Cancelled: it stopped where it was, as in a crash.</exception>
    /// <exception cref="InvalidOperationException">It runs already, or a handler is subscribed that has no code here:
    /// subscribe it, or unsubscribe it, before.</exception>
    /// <exception cref="EventStoreException">The store cannot do its work; another run may.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var run = new BusRun(this, _store, _runtime, _options, _milestones);
        var last = Volatile.Read(ref _run);
        if (last is { IsOver: false } || Interlocked.CompareExchange(ref _run, run, last) != last)
            throw new InvalidOperationException($"The bus '{Name}' runs already.");
        await run.RunAsync(cancellationToken);
    }

    /// <summary>Asks the run to dispatch no more, let handlers end, save its checkpoint, and end.</summary>
    /// <remarks>A handler that waits for what it published is cancelled, and begins again in the next run.</remarks>
    public void Drain() => Volatile.Read(ref _run)?.Drain();

    /// <summary>Waits until all up to this position is handled.</summary>
    public ValueTask WaitForAsync(long position, CancellationToken cancellationToken = default) =>
        _milestones.WaitForAsync(position, () => Processed, cancellationToken);

    internal HandlerSlot SlotOf(HandlerId handler) => _slots.GetOrAdd(handler, static id => new HandlerSlot(id));

    internal void CheckHandlers(RoutingTable table)
    {
        foreach (var route in table.Routes)
            _ = CodeOf(SlotOf(route.Handler));
    }

    /// <exception cref="InvalidOperationException">It has none.</exception>
    internal BusHandler CodeOf(HandlerSlot slot) => slot.Code ?? throw new InvalidOperationException(
        $"The handler '{slot.Id}' is subscribed to the bus '{Name}' and has no code in this process.");

    /// <summary>The event is handled: whoever waits for that goes on.</summary>
    internal void Tell(RecordedEvent recorded, EventContext? last) => _waiters.Tell(recorded, last);

    /// <summary>Publishes from inside a handler, and waits as <paramref name="wait"/> says.</summary>
    internal async ValueTask<PublishResult> PublishNestedAsync(
        EventData data,
        Func<Task<PublishResult.Handled>, ValueTask<PublishResult.Handled>> wait,
        CancellationToken cancellationToken)
    {
        var waiter = _waiters.Enter(data.Id);
        try
        {
            var result = await _publisher.StoreAsync(data, _options.Stream, cancellationToken);
            return result is PublishResult.Published(var position, var isNew)
                ? await wait(HandledAsync(data, position, isNew, waiter))
                : result;
        }
        finally
        {
            _waiters.Leave(waiter);
        }
    }

    internal async ValueTask ReplyAsync(
        EventId request, string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        EventData[] reply = [new(EventContext.ReplyTo(request), type, data, default)];
        var result = await _store.AppendAsync(
            new StreamId($"$replies/{Name}"), new ExpectedVersion.Any(), reply, cancellationToken);
        if (result is AppendResult.StreamDeleted)
            throw new InvalidOperationException($"The stream of replies of the bus '{Name}' is deleted.");
    }

    private ValueTask<PublishResult> ObserveAsync(EventId id, ValueTask<PublishResult> publishing) =>
        _options.Observer is { } observer ? ObserveAsync(id, publishing, observer) : publishing;

    private static async ValueTask<PublishResult> ObserveAsync(
        EventId id, ValueTask<PublishResult> publishing, Action<EventBusAction> observer)
    {
        var result = await publishing;
        Observe(id, result, observer);
        return result;
    }

    private PublishResult Observe(EventId id, PublishResult result)
    {
        if (_options.Observer is { } observer)
            Observe(id, result, observer);
        return result;
    }

    private static void Observe(EventId id, PublishResult result, Action<EventBusAction> observer)
    {
        if (result is PublishResult.Published { IsNew: true })
            observer(new EventBusAction.Publish(id));
    }

    private async ValueTask<PublishResult> WaitHandledAsync(
        ValueTask<PublishResult> publishing, EventData data, HandledWaiter waiter, CancellationToken cancellationToken)
    {
        try
        {
            var result = await publishing;
            return result is not PublishResult.Published(var position, var isNew) ? result
                : isNew ? await waiter.WaitAsync(position, cancellationToken)
                : await HandledAsync(data, position, isNew, waiter).WaitAsync(cancellationToken);
        }
        finally
        {
            _waiters.Leave(waiter);
        }
    }

    /// <summary>Ends when the event is handled: now, or, where it was published before, perhaps long ago.</summary>
    private async Task<PublishResult.Handled> HandledAsync(
        EventData data, long position, bool isNew, HandledWaiter waiter)
    {
        if (!isNew && Volatile.Read(ref _run)?.IsHandled(position) == true)
            _waiters.Tell(data.Id, await OutcomesOfAsync(data, position));
        return (PublishResult.Handled)await waiter.WaitAsync(position, CancellationToken.None);
    }

    /// <summary>The outcomes of an event that was handled in the past, from the log.</summary>
    private async ValueTask<EquatableArray<HandlerReport>> OutcomesOfAsync(EventData data, long position)
    {
        var table = await Subscriptions.ReadAsync(position, CancellationToken.None);
        var reports = new List<HandlerReport>();
        foreach (var handler in table.Match(data.Type, () => EventHeaders.Of(data)))
            reports.Add(await DeadLettersOf(handler).FindAsync(data.Id) is { } letter
                ? new HandlerReport(handler, HandlerOutcome.Failed, letter.Reason)
                : new HandlerReport(handler, HandlerOutcome.Succeeded, null));
        return EquatableArray.From(reports);
    }

    private async ValueTask<RequestResult> ReplyOfAsync(
        EventId request, PublishResult.Handled handled, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(EventContext.ReplyTo(request), cancellationToken) is { } reply)
            return new RequestResult.Replied(reply.Event);
        return handled.Outcomes.Count == 0
            ? new RequestResult.Failed(NoHandlerReason)
            : handled.Outcomes[0] is { Outcome: HandlerOutcome.Failed, Reason: var reason }
                ? new RequestResult.Failed(reason!)
                : new RequestResult.NoReply();
    }
}
