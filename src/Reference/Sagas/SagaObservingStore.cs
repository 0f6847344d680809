namespace Verified.Reference;

/// <summary>An event store that tells observers what each append means: to the saga it belongs to, and to those who
/// hear of it.</summary>
/// <remarks>
/// An append is the one place where a saga becomes durable: its start, a step's effect, what a coordinator recorded,
/// its end; and it is where a message has its effect at a consumer, and further ones are published. So whoever wraps the
/// store need not change the code that runs. As thread-safe as what it is made of. Source: <c>SagaOrchestration</c>,
/// <c>SagaChoreography</c>, <c>Delivery!Handle</c>.
/// </remarks>
/// <param name="inner">The store.</param>
/// <param name="sagas">Is told of sagas.</param>
/// <param name="bus">Is told of messages; the consumer that has to act on one is its topic.</param>
/// <param name="definitions">The sagas.</param>
public sealed class SagaObservingStore(
    IEventStore inner, ISagaObserver sagas, IBusObserver bus, params SagaDefinition[] definitions)
    : ForwardingEventStore(inner)
{
    public override async ValueTask<AppendResult> AppendAsync(
        StreamId stream,
        ExpectedVersion expected,
        IReadOnlyList<EventData> events,
        CancellationToken cancellationToken = default)
    {
        var told = new ObservedAppend(sagas, bus);
        foreach (var sent in events)
            if (told.IsMark(sent) is false && SagaEnvelope.Read(sent) is { } envelope
                && Array.Find(definitions, d => d.Name == envelope.Process) is { } definition)
                told.Begin(definition, envelope, sent, stream, expected);
        told.BeginDelivery(definitions);
        try
        {
            var result = await Inner.AppendAsync(stream, expected, events, cancellationToken);
            told.End(result);
            return result;
        }
        catch (Exception failure)
        {
            var isCertain = failure is ArgumentException or EventStoreException { IsOutcomeKnown: true };
            told.End(isCertain ? ObservedOutcome.Failed : ObservedOutcome.Unknown, failure.GetType().Name);
            throw;
        }
    }
}
