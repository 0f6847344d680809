using System.Diagnostics;
using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>One life of the dispatcher of a bus: reads the log, and runs the handlers of each event.</summary>
internal sealed class BusRun : IDisposable
{
    private readonly EventBusOptions _options;
    private readonly LogFollower _follower;
    private readonly HandlerPool _pool;
    private readonly Router _router;

    public BusRun(LogEventBus bus, IEventStore store, Runtime runtime, EventBusOptions options, Milestones milestones)
    {
        (Bus, _options) = (bus, options);
        _router = new Router(bus.Subscriptions, bus.SlotOf);
        _pool = new HandlerPool(runtime, $"bus/{bus.Name}/handlers", options, Handle);
        _follower = new LogFollower(
            store,
            runtime,
            bus.Id,
            new(options.MaxAhead, options.CheckpointEvery, SubscriptionVariant.Correct),
            milestones,
            _pool.BeginHere);
    }

    public LogEventBus Bus { get; }

    public long Processed => _follower.Processed;

    public bool IsOver => _follower.IsOver;

    public Task RunAsync(CancellationToken cancellationToken) =>
        _follower.RunAsync(StartAsync, Read, _pool.WhenEmptyAsync, cancellationToken);

    public void Drain() => _follower.Drain();

    public void Dispose() => _follower.Dispose();

    /// <summary>The event at this position is handled, by this life or an earlier one.</summary>
    public bool IsHandled(long position) => _follower.IsProcessed(position);

    /// <summary>What a handler does that publishes and waits. Source: <c>EventBus!PublishNested</c>,
    /// <c>EventBus!Resume</c>.</summary>
    public ValueTask<PublishResult> PublishNestedAsync(
        EventContext due, EventData data, CancellationToken cancellationToken) =>
        Bus.PublishNestedAsync(
            data, handled => WaitNestedAsync(due, data.Id, handled, cancellationToken), cancellationToken);

    private async ValueTask<PublishResult.Handled> WaitNestedAsync(
        EventContext due, EventId nested, Task<PublishResult.Handled> handled, CancellationToken cancellationToken)
    {
        due.Run = due.Run.WaitFor(nested)
            ?? throw new InvalidOperationException("The handler has ended, or waits for another event.");
        _options.Observer?.Invoke(new EventBusAction.PublishNested(due.Recorded.Event.Id, due.Handler, nested));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _follower.Ending);
        var awaited = handled.WaitAsync(ending.Token);
        try
        {
            return _options.Variant == EventBusVariant.HoldPermit
                ? await awaited
                : await _pool.WithoutPermitAsync(awaited);
        }
        finally
        {
            Resume(due, nested); // also where it gives up waiting: it has a permit, and goes on
        }
    }

    private void Resume(EventContext due, EventId nested)
    {
        due.Run = due.Run.Resume(nested, isHandled: true, permits: 1) ?? throw new UnreachableException();
        _options.Observer?.Invoke(new EventBusAction.Resume(due.Recorded.Event.Id, due.Handler, nested));
    }

    private async ValueTask StartAsync()
    {
        var checkpoint = await _follower.StartAsync();
        await _router.StartAsync(checkpoint, _follower.Stopping);
        Bus.CheckHandlers(_router.Table);
    }

    // Each event goes through what follows, mostly without a wait. A task that is null costs less than one that is over.

    /// <returns>Null: it is dispatched.</returns>
    private Task? Read(RecordedEvent recorded, CancellationToken cancellationToken) =>
        LogFollower.IsOfSystem(recorded) || recorded.Stream == Bus.CommandStream
            ? ReadSpecialAsync(recorded, cancellationToken)
            : Read(recorded, recorded, _router.Match(recorded), 0, cancellationToken);

    /// <param name="read">What was read: the event, or the request to replay it.</param>
    /// <returns>Null: it is dispatched.</returns>
    private Task? Read(
        RecordedEvent read, RecordedEvent recorded, HandlerSlot[] handlers, int round, CancellationToken cancellationToken) =>
        _follower.Read(read, cancellationToken, out var number) is { } reading
            ? DispatchAfterAsync(reading, recorded, handlers, round)
            : Dispatch(number, recorded, handlers, round);

    private async Task DispatchAfterAsync(
        Task<long> reading, RecordedEvent recorded, HandlerSlot[] handlers, int round)
    {
        if (Dispatch(await reading, recorded, handlers, round) is { } dispatching)
            await dispatching;
    }

    /// <returns>Null: it is dispatched.</returns>
    private Task? Dispatch(long number, RecordedEvent recorded, HandlerSlot[] handlers, int round) =>
        handlers.Length switch
        {
            0 => End(recorded, number, null),
            1 => _pool.Add(new EventContext(this, number, recorded, handlers[0], round), _follower.Ending),
            _ => _pool.Add(new EventRuns(this, number, recorded, handlers, round).Runs, _follower.Ending),
        };

    /// <summary>A command, or a record of the system, which may ask to handle an event again.</summary>
    private async Task ReadSpecialAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        _pool.Begin(); // this may take a while
        var (handlers, round, original) = await MatchAsync(recorded, cancellationToken);
        if (Read(recorded, original, handlers, round, cancellationToken) is { } reading)
            await reading;
    }

    /// <summary>Who has to handle what this event is, or asks to handle again.</summary>
    private async ValueTask<(HandlerSlot[] Handlers, int Round, RecordedEvent Event)> MatchAsync(
        RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (recorded.Stream == Bus.CommandStream)
            return (await CommandHandlerAsync(recorded, cancellationToken), 0, recorded);
        _router.Apply(recorded);
        if (recorded.Event.Type != DeadLetters.ReplayType)
            return ([], 0, recorded);
        foreach (var handler in _router.Handlers)
            if (Bus.DeadLettersOf(handler) is var letters && letters.ReplayIn(recorded) is { } letter)
                return ([Bus.SlotOf(handler)], letter.Round, await letters.MessageOfAsync(letter, cancellationToken));
        return ([], 0, recorded);
    }

    /// <summary>The one handler of a command. If it has left meanwhile, the command is a dead letter of the bus.</summary>
    private async ValueTask<HandlerSlot[]> CommandHandlerAsync(
        RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (_router.Table.CommandHandler(recorded.Event.Type) is { } handler)
            return [Bus.SlotOf(handler)];
        await Bus.DeadLetters.AddAsync(
            new(recorded.Event.Id.Value, recorded.Position, 0, 1, LogEventBus.NoHandlerReason, IsParked: true),
            cancellationToken);
        return [];
    }

    /// <summary>Runs a handler, under a permit. Source: <c>EventBus!StartHandler</c> to its end.</summary>
    /// <returns>Null: it has ended.</returns>
    private Task? Handle(EventContext due)
    {
        if (_follower.Stopping.IsCancellationRequested)
            return null;
        Task? settling;
        try
        {
            due.Run = due.Run.Start(permits: 1) ?? throw new UnreachableException();
            _options.Observer?.Invoke(new EventBusAction.StartHandler(due.Recorded.Event.Id, due.Handler));
            var handling = InvokeAsync(due);
            if (handling.IsCompletedSuccessfully)
            {
                handling.GetAwaiter().GetResult();
                settling = End(due, null);
            }
            else
                settling = SettleAsync(due, handling);
        }
#pragma warning disable CA1031 // It is not swallowed.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            settling = Task.FromException(failure);
        }

        return settling is null ? null : GuardAsync(settling);
    }

    /// <summary>What fails here is not the handler, and ends this life.</summary>
    private async Task GuardAsync(Task settling)
    {
        try
        {
            await settling;
        }
        catch (OperationCanceledException) when (_follower.Ending.IsCancellationRequested)
        {
            // The run has not ended: the next life begins it again.
        }
        catch
        {
            _follower.Stop();
            throw;
        }
    }

    private ValueTask InvokeAsync(EventContext due)
    {
        if (_options.Variant == EventBusVariant.StopAtFailure && due.HasFailure())
            return ValueTask.FromException(new InvalidOperationException("another handler failed"));
        try
        {
            return Bus.CodeOf(due.Slot)(due, _follower.Stopping);
        }
#pragma warning disable CA1031 // Whatever a handler throws is a failure of this handler.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return ValueTask.FromException(failure);
        }
    }

    private async Task SettleAsync(EventContext due, ValueTask handling)
    {
        var reason = await ReasonAsync(handling);
        if (_options.Variant == EventBusVariant.SwallowFailure)
            reason = null;
        if (reason is not null)
            await SetAsideAsync(due, reason);
        if (End(due, reason) is { } ending)
            await ending;
    }

    /// <returns>Why the handler failed; null where it succeeded.</returns>
    private async ValueTask<string?> ReasonAsync(ValueTask handling)
    {
        try
        {
            await handling;
            return null;
        }
        catch (Exception failure) when (!(failure is OperationCanceledException && _follower.Ending.IsCancellationRequested))
        {
            return $"{failure.GetType().Name}: {failure.Message}";
        }
    }

    private ValueTask SetAsideAsync(EventContext due, string reason)
    {
        var recorded = due.Recorded;
        return Bus.DeadLettersOf(due.Handler).AddAsync(
            new(recorded.Event.Id.Value, recorded.Position, due.Round, 1, reason, IsParked: false),
            _follower.Stopping);
    }

    /// <summary>A run is over, and with the last one the event. IsolationInv: no run touches another.</summary>
    /// <returns>Null: that is done.</returns>
    private Task? End(EventContext due, string? reason)
    {
        var outcome = reason is null ? HandlerOutcome.Succeeded : HandlerOutcome.Failed;
        due.Run = due.Run.End(outcome) ?? throw new UnreachableException();
        due.Reason = reason;
        _options.Observer?.Invoke(reason is null
            ? new EventBusAction.HandlerSucceeds(due.Recorded.Event.Id, due.Handler)
            : new EventBusAction.HandlerFails(due.Recorded.Event.Id, due.Handler));
        return due.EndOne() ? End(due.Recorded, due.Number, due) : null;
    }

    /// <summary>First processed, then told: who comes too late to be told finds it processed.</summary>
    /// <param name="last">The run that ended last; null where there was none.</param>
    /// <returns>Null: that is done.</returns>
    private Task? End(RecordedEvent recorded, long number, EventContext? last)
    {
        if (_follower.Process(number) is { } processing)
            return TellAfterAsync(processing, recorded, last);
        Bus.Tell(recorded, last);
        return null;
    }

    private async Task TellAfterAsync(Task processing, RecordedEvent recorded, EventContext? last)
    {
        await processing;
        Bus.Tell(recorded, last);
    }
}
