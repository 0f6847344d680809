using System.Diagnostics;
using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>A message that is to be delivered.</summary>
/// <param name="Recorded">The message.</param>
/// <param name="Round">How often it was replayed.</param>
/// <param name="MayBeSettled">It may have been handled, or set aside, by a process that died before it saved that.</param>
/// <param name="Told">It, as observers are told of it.</param>
internal readonly record struct DueMessage(RecordedEvent Recorded, int Round, bool MayBeSettled, ObservedMessage Told);

/// <summary>Delivers a message until it is settled: handled, with its effect exactly once, or set aside.</summary>
/// <remarks>
/// Each delivery takes one of the permits; the wait between two holds none, nor does it hold up other keys. What is
/// allowed when is for <see cref="MessageDelivery"/> to say. Thread-safe. Source: <c>Delivery</c>, the broker and the
/// workers.
/// </remarks>
internal sealed class DeliveryWorker(
    IEventStore store, Runtime runtime, ConsumerId consumer, MessageHandler handler, DurableConsumerOptions options)
{
    /// <summary>How often a handler runs again since the stream it wants to append to had moved on, before that counts
    /// as a failure.</summary>
    private const int MaxConflicts = 100;

    private readonly Inbox _inbox = new(store, consumer) { Variant = options.Inbox };
    private readonly DeadLetters _deadLetters = new(store, consumer);
    private readonly Gate _permits = runtime.CreateGate($"{consumer}/permits", options.MaxConcurrency);

    /// <summary>Ends when the message is acknowledged or dead.</summary>
    /// <exception cref="EventStoreException">The store cannot do its work.</exception>
    public async Task SettleAsync(string key, DueMessage due, CancellationToken cancellationToken)
    {
        if (due.MayBeSettled
            && await _deadLetters.ContainsAsync(due.Recorded.Event.Id, due.Round, cancellationToken))
            return;
        var worker = new WorkerId(key);
        var delivery = MessageDelivery.Queued;
        var last = (Attempt)new Attempt.Failed("it was never delivered");
        while (delivery.Receive(options.MaxDeliveries) is { } leased)
        {
            last = await AttemptAsync(worker, new Message(due.Recorded, leased.Deliveries), due, cancellationToken);
            if (last is Attempt.Handled)
                return;
            delivery = leased.TimeOut()!.Value;
            if (last is Attempt.Parked)
                delivery = delivery with { Deliveries = options.MaxDeliveries };
            else if (delivery.Deliveries < options.MaxDeliveries)
                await Task.Delay(options.Retry.After(delivery.Deliveries, runtime), runtime.Time, cancellationToken);
        }

        await SetAsideAsync(due, delivery, last, cancellationToken);
    }

    /// <summary>How one delivery ended.</summary>
    private abstract record Attempt
    {
        private Attempt()
        {
        }

        /// <param name="Reaction">What was written; null: nothing was, now or at all.</param>
        /// <param name="IsDuplicate">It had its effect before.</param>
        public sealed record Handled(Reaction.Append? Reaction, bool IsDuplicate) : Attempt;

        public sealed record Failed(string Reason) : Attempt;

        public sealed record Parked(string Reason) : Attempt;
    }

    private async ValueTask<Attempt> AttemptAsync(
        WorkerId worker, Message message, DueMessage due, CancellationToken cancellationToken)
    {
        using var permit = await _permits.EnterAsync(cancellationToken);
        options.Observer?.Invoke(new DeliveryAction.Receive(worker, message.Id));
        var attempt = await DeliverAsync(message, due, cancellationToken);
        if (attempt is Attempt.Handled)
        {
            options.Observer?.Invoke(new DeliveryAction.Handle(worker));
            options.Observer?.Invoke(new DeliveryAction.Acknowledge(worker));
        }
        else
        {
            options.Observer?.Invoke(new DeliveryAction.Crash(worker));
            options.Observer?.Invoke(new DeliveryAction.TimeOut(message.Id));
        }

        return attempt;
    }

    /// <summary>Tells who looks on, and delivers.</summary>
    private async ValueTask<Attempt> DeliverAsync(Message message, DueMessage due, CancellationToken cancellationToken)
    {
        var delivering = options.BusObserver.Delivering(consumer.Value, due.Told);
        try
        {
            var attempt = due.MayBeSettled && await _inbox.ContainsAsync(message.Recorded.Event.Id, cancellationToken)
                ? new Attempt.Handled(null, IsDuplicate: true)
                : await HandleAsync(message, cancellationToken);
            Tell(delivering, attempt, due.Told.Id);
            return attempt;
        }
        catch (Exception failure)
        {
            options.BusObserver.Ended(delivering, ObservedOutcome.Unknown, failure.GetType().Name);
            throw;
        }
    }

    private void Tell(Observation delivering, Attempt attempt, string message)
    {
        var observer = options.BusObserver;
        switch (attempt)
        {
            case Attempt.Handled { IsDuplicate: true }:
                observer.Ended(delivering, ObservedOutcome.Duplicate);
                break;
            case Attempt.Handled { Reaction: { Outgoing.Count: > 0 } reaction } when observer != IBusObserver.None:
                observer.Handled(delivering, [.. reaction.Outgoing.Select(outgoing => outgoing.Id.Value)]);
                break;
            case Attempt.Handled:
                observer.Ended(delivering, ObservedOutcome.Succeeded);
                break;
            default:
                observer.Ended(delivering, ObservedOutcome.Failed);
                return;
        }

        observer.Ended(observer.Acknowledging(consumer.Value, message), ObservedOutcome.Succeeded);
    }

    /// <summary>Runs the handler, and again while others write to the stream that its decision rests on.</summary>
    private async ValueTask<Attempt> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i < MaxConflicts; i++)
                if (await TryHandleAsync(message, cancellationToken) is { } attempt)
                    return attempt;
            return new Attempt.Failed($"the stream it writes to had moved on {MaxConflicts} times in a row");
        }
        catch (Exception failure) when (IsOfHandler(failure, cancellationToken))
        {
            return new Attempt.Failed($"{failure.GetType().Name}: {failure.Message}");
        }
    }

    /// <summary>Null where the stream had moved on.</summary>
    private async ValueTask<Attempt?> TryHandleAsync(Message message, CancellationToken cancellationToken) =>
        await handler(message, cancellationToken) switch
        {
            Reaction.Nothing => new Attempt.Handled(null, IsDuplicate: false),
            Reaction.Park(var reason) => new Attempt.Parked(reason),
            Reaction.Append append => await _inbox.WriteAsync(message.Recorded.Event.Id, append, cancellationToken) switch
            {
                InboxResult.Written => new Attempt.Handled(append, IsDuplicate: false),
                InboxResult.HandledBefore => new Attempt.Handled(null, IsDuplicate: true),
                InboxResult.Refused(var reason) => new Attempt.Failed(reason),
                InboxResult.Stale => null,
                _ => throw new UnreachableException(),
            },
            null => new Attempt.Failed("the handler returned null"),
            _ => throw new UnreachableException(),
        };

    private async ValueTask SetAsideAsync(
        DueMessage due, MessageDelivery delivery, Attempt last, CancellationToken cancellationToken)
    {
        if (delivery.DeadLetter(options.MaxDeliveries) is not { } dead)
            throw new UnreachableException();
        var reason = last switch
        {
            Attempt.Failed failed => failed.Reason,
            Attempt.Parked parked => parked.Reason,
            _ => throw new UnreachableException(),
        };
        var (id, position) = (due.Recorded.Event.Id, due.Recorded.Position);
        var letter = new DeadLetterRecord(id.Value, position, due.Round, dead.Deliveries, reason, last is Attempt.Parked);
        await options.BusObserver.TellAsync(
            options.BusObserver.DeadLettering(consumer.Value, id.Value), _deadLetters.AddAsync(letter, cancellationToken));
        options.Observer?.Invoke(new DeliveryAction.DeadLetter(new MessageId(id.Value)));
    }

    /// <summary>The store and the end of the consumer are no fault of the handler.</summary>
    private static bool IsOfHandler(Exception failure, CancellationToken cancellationToken) =>
        failure is not EventStoreException
        && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested);
}
