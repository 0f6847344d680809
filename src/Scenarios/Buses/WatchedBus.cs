using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>A bus as those see it who publish to it and handle its events, told to an observer.</summary>
/// <remarks>Each party tells what it knows itself: the publisher its result, the handler how it ended. So the two can
/// contradict each other.</remarks>
/// <param name="bus">The bus.</param>
/// <param name="observer">Is told.</param>
/// <param name="topicOf">The topic of an event; null: there is one only.</param>
internal sealed class WatchedBus(LogEventBus bus, IBusObserver observer, Func<EventData, string>? topicOf = null)
{
    /// <param name="handler">The handler.</param>
    /// <param name="binding">Which events it wants: those of the topic.</param>
    /// <param name="code">What it does.</param>
    /// <param name="topic">The topic; null: there is one only.</param>
    public async ValueTask SubscribeAsync(HandlerId handler, Binding binding, BusHandler code, string? topic = null)
    {
        var subscribing = observer.Subscribing(handler.Value, topic);
        await bus.SubscribeAsync(handler, binding, Watched(handler, code));
        observer.Ended(subscribing, ObservedOutcome.Succeeded);
    }

    public async ValueTask UnsubscribeAsync(HandlerId handler, Binding binding, string? topic = null)
    {
        var unsubscribing = observer.Unsubscribing(handler.Value, topic);
        await bus.UnsubscribeAsync(handler, binding);
        observer.Ended(unsubscribing, ObservedOutcome.Succeeded);
    }

    public ValueTask<PublishResult> PublishAsync(EventData data) => TellAsync(data, () => bus.PublishAsync(data));

    public ValueTask<PublishResult> PublishAndWaitAsync(EventData data) => TellAsync(data, () => bus.PublishAndWaitAsync(data));

    /// <summary>From inside a handler.</summary>
    public ValueTask<PublishResult> PublishAndWaitAsync(EventContext context, EventData data, CancellationToken cancellationToken) =>
        TellAsync(data, () => context.PublishAndWaitAsync(data, cancellationToken));

    private async ValueTask<PublishResult> TellAsync(EventData data, Func<ValueTask<PublishResult>> publish)
    {
        var publishing = observer.Publishing(new ObservedMessage(data.Id.Value, topicOf?.Invoke(data)));
        try
        {
            var result = await publish();
            Tell(publishing, result);
            return result;
        }
        catch (Exception failure)
        {
            observer.Ended(publishing, ObservedOutcome.Unknown, failure.GetType().Name);
            throw;
        }
    }

    private void Tell(Observation publishing, PublishResult result)
    {
        switch (result)
        {
            case PublishResult.Published(var position, var isNew):
                observer.Published(publishing, !isNew, position: position);
                break;
            case PublishResult.Handled(var position, var outcomes):
                observer.Published(publishing, position: position, outcomes: [.. outcomes.Select(OutcomeIn)]);
                break;
            case PublishResult.Vetoed:
                observer.Vetoed(publishing);
                break;
            default:
                observer.Ended(publishing, ObservedOutcome.Failed, result.GetType().Name);
                break;
        }
    }

    private static ObservedHandlerOutcome OutcomeIn(HandlerReport report) =>
        new(report.Handler?.Value ?? "", report.Outcome == HandlerOutcome.Succeeded);

    private BusHandler Watched(HandlerId handler, BusHandler code) => async (context, cancellationToken) =>
    {
        var recorded = context.Recorded;
        var delivering = observer.Delivering(
            handler.Value,
            new ObservedMessage(recorded.Event.Id.Value, topicOf?.Invoke(recorded.Event), Position: recorded.Position));
        try
        {
            await code(context, cancellationToken);
            observer.Ended(delivering, ObservedOutcome.Succeeded);
        }
        catch (Exception failure)
        {
            var outcome = failure is OperationCanceledException or EventStoreException
                ? ObservedOutcome.Unknown
                : ObservedOutcome.Failed;
            observer.Ended(delivering, outcome, failure.GetType().Name);
            throw;
        }
    };
}
