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

    public BusRun(LogEventBus bus, IEventStore store, Runtime runtime, EventBusOptions options, Signal moved)
    {
        (Bus, _options) = (bus, options);
        _router = new Router(bus.Subscriptions);
        _pool = new HandlerPool(runtime, $"bus/{bus.Name}/handlers", options.MaxPermits, HandleAsync);
        _follower = new LogFollower(
            store, runtime, bus.Id, new(options.MaxAhead, options.CheckpointEvery, SubscriptionVariant.Correct), moved);
    }

    public LogEventBus Bus { get; }

    public long Processed => _follower.Processed;

    public bool IsOver => _follower.IsOver;

    public Task RunAsync(CancellationToken cancellationToken) =>
        _follower.RunAsync(StartAsync, ReadAsync, _pool.WhenEmptyAsync, cancellationToken);

    public void Drain() => _follower.Drain();

    public void Dispose() => _follower.Dispose();

    /// <summary>The event at this position is handled, by this life or an earlier one.</summary>
    public bool IsHandled(long position) => _follower.IsProcessed(position);

    /// <summary>What a handler does that publishes and waits. Source: <c>EventBus!PublishNested</c>,
    /// <c>EventBus!Resume</c>.</summary>
    public ValueTask<PublishResult> PublishNestedAsync(
        DueRun due, Gate.Permit permit, EventData data, CancellationToken cancellationToken) =>
        Bus.PublishNestedAsync(
            data, handled => WaitNestedAsync(due, permit, data.Id, handled, cancellationToken), cancellationToken);

    private async ValueTask<PublishResult.Handled> WaitNestedAsync(
        DueRun due, Gate.Permit permit, EventId nested, Task<PublishResult.Handled> handled, CancellationToken cancellationToken)
    {
        due.Run = due.Run.WaitFor(nested)
            ?? throw new InvalidOperationException("The handler has ended, or waits for another event.");
        _options.Observer?.Invoke(new EventBusAction.PublishNested(due.Event.Recorded.Event.Id, due.Handler, nested));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _follower.Ending);
        var awaited = handled.WaitAsync(ending.Token);
        try
        {
            return _options.Variant == EventBusVariant.HoldPermit
                ? await awaited
                : await _pool.WithoutPermitAsync(permit, awaited);
        }
        finally
        {
            Resume(due, nested); // also where it gives up waiting: it has a permit, and goes on
        }
    }

    private void Resume(DueRun due, EventId nested)
    {
        due.Run = due.Run.Resume(nested, isHandled: true, permits: 1) ?? throw new UnreachableException();
        _options.Observer?.Invoke(new EventBusAction.Resume(due.Event.Recorded.Event.Id, due.Handler, nested));
    }

    private async ValueTask StartAsync()
    {
        var checkpoint = await _follower.StartAsync();
        await _router.StartAsync(checkpoint, _follower.Stopping);
        Bus.CheckHandlers(_router.Table);
    }

    private async ValueTask ReadAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        var (handlers, round, original) = await MatchAsync(recorded, cancellationToken);
        var reading = await _follower.ReadAsync(recorded, cancellationToken);
        if (handlers.Length == 0)
        {
            await EndAsync(recorded.Event.Id, reading, null);
            return;
        }

        var runs = new EventRuns(original, handlers, round, reading);
        for (var i = 0; i < handlers.Length; i++)
            _pool.Add(new DueRun(runs, i));
    }

    /// <summary>Who has to handle what this event is, or asks to handle again.</summary>
    private async ValueTask<(HandlerId[] Handlers, int Round, RecordedEvent Event)> MatchAsync(
        RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (recorded.Stream == Bus.CommandStream)
            return (await CommandHandlerAsync(recorded, cancellationToken), 0, recorded);
        if (!LogFollower.IsOfSystem(recorded))
            return (_router.Match(recorded), 0, recorded);
        _router.Apply(recorded);
        if (recorded.Event.Type != DeadLetters.ReplayType)
            return ([], 0, recorded);
        foreach (var handler in _router.Handlers)
            if (Bus.DeadLettersOf(handler).ReplayIn(recorded) is { } letter)
                return ([handler], letter.Round, await Bus.DeadLettersOf(handler).MessageOfAsync(letter, cancellationToken));
        return ([], 0, recorded);
    }

    /// <summary>The one handler of a command. If it has left meanwhile, the command is a dead letter of the bus.</summary>
    private async ValueTask<HandlerId[]> CommandHandlerAsync(
        RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (_router.Table.CommandHandler(recorded.Event.Type) is { } handler)
            return [handler];
        await Bus.DeadLetters.AddAsync(
            new(recorded.Event.Id.Value, recorded.Position, 0, 1, LogEventBus.NoHandlerReason, IsParked: true),
            cancellationToken);
        return [];
    }

    /// <summary>Runs a handler, under a permit. Source: <c>EventBus!StartHandler</c> to its end.</summary>
    private async ValueTask HandleAsync(DueRun due, Gate.Permit permit)
    {
        if (_follower.Stopping.IsCancellationRequested)
            return;
        try
        {
            due.Run = due.Run.Start(permits: 1) ?? throw new UnreachableException();
            var id = due.Event.Recorded.Event.Id;
            _options.Observer?.Invoke(new EventBusAction.StartHandler(id, due.Handler));
            var reason = await InvokeAsync(due, permit);
            if (_options.Variant == EventBusVariant.SwallowFailure)
                reason = null;
            if (reason is not null)
                await SetAsideAsync(due, reason);
            await EndAsync(due, reason);
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

    /// <returns>Why the handler failed; null where it succeeded.</returns>
    private async ValueTask<string?> InvokeAsync(DueRun due, Gate.Permit permit)
    {
        if (_options.Variant == EventBusVariant.StopAtFailure && due.Event.HasFailure)
            return "another handler failed";
        try
        {
            await Bus.CodeOf(due.Handler)(new EventContext(this, due, permit), _follower.Stopping);
            return null;
        }
        catch (Exception failure) when (!(failure is OperationCanceledException && _follower.Ending.IsCancellationRequested))
        {
            return $"{failure.GetType().Name}: {failure.Message}";
        }
    }

    private ValueTask SetAsideAsync(DueRun due, string reason)
    {
        var recorded = due.Event.Recorded;
        return Bus.DeadLettersOf(due.Handler).AddAsync(
            new(recorded.Event.Id.Value, recorded.Position, due.Event.Round, 1, reason, IsParked: false),
            _follower.Stopping);
    }

    /// <summary>A run is over, and with the last one the event. IsolationInv: no run touches another.</summary>
    private async ValueTask EndAsync(DueRun due, string? reason)
    {
        var id = due.Event.Recorded.Event.Id;
        var outcome = reason is null ? HandlerOutcome.Succeeded : HandlerOutcome.Failed;
        var ended = due.Run.End(outcome) ?? throw new UnreachableException();
        _options.Observer?.Invoke(reason is null
            ? new EventBusAction.HandlerSucceeds(id, due.Handler)
            : new EventBusAction.HandlerFails(id, due.Handler));
        if (due.Event.End(due.Index, ended, reason))
            await EndAsync(id, due.Event.Reading, due.Event);
    }

    /// <summary>First processed, then told: who comes too late to be told finds it processed.</summary>
    private async ValueTask EndAsync(
        EventId id, LogFollower.Reading reading, EventRuns? runs)
    {
        await _follower.ProcessAsync(reading);
        Bus.Tell(id, runs);
    }
}
