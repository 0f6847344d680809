namespace Verified.Reference;

/// <summary>Who requests sagas of a choreography: starts them, and learns from the log how they ended.</summary>
/// <remarks><see cref="HandleAsync"/> is to be run by a <see cref="DurableConsumer"/> of the log. Thread-safe. Source:
/// <c>SagaChoreography</c>, the one who requested the saga.</remarks>
/// <param name="store">Holds the log.</param>
/// <param name="definition">The choreography.</param>
public sealed class SagaRequester(IEventStore store, SagaDefinition definition)
{
    /// <summary>The choreography.</summary>
    public SagaDefinition Definition { get; } = definition;

    /// <summary>Starts a saga. There is one for each id: started again, nothing happens.</summary>
    /// <remarks>Durable on return. Source: <c>SagaChoreography!Init</c>.</remarks>
    public async ValueTask<SagaStart> StartAsync(
        SagaId saga, ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        var started = new SagaEvent.Started();
        var record = new SagaEnvelope(Definition.Name, saga, started, null, 0, request)
            .ToEvent(Definition.IdOf(saga, SagaText.Of(started)), Definition.TypeOf(started));
        return await store.AppendAsync(
            Definition.StreamOf(saga), ExpectedVersion.At(-1), [record], cancellationToken) switch
        {
            AppendResult.Appended(_, _, var position) => new SagaStart(true, position),
            AppendResult.Idempotent(_, _, var position) => new SagaStart(false, position),
            _ => new SagaStart(false, 0),
        };
    }

    /// <summary>The event tells how a saga ended.</summary>
    public bool Concerns(RecordedEvent recorded) =>
        SagaEnvelope.Read(recorded) is { Message: SagaEvent read } envelope
        && envelope.Process == Definition.Name
        && SagaChoreography.End(Definition.Steps.Count, read) is not null;

    /// <summary>Notes how a saga ended, and tells others. A <see cref="MessageHandler"/>.</summary>
    /// <remarks>Source: <c>SagaChoreography!Complete</c>, <c>SagaChoreography!Abort</c>.</remarks>
    public ValueTask<Reaction> HandleAsync(Message message, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Concerns(message.Recorded) ? End(SagaEnvelope.Read(message.Recorded)!) : new Reaction.Nothing());

    private Reaction End(SagaEnvelope read)
    {
        var outcome = SagaChoreography.End(Definition.Steps.Count, (SagaEvent)read.Message!);
        var (notice, type) = outcome == SagaOutcome.Completed
            ? (SagaEnvelope.Completed, Definition.Completed)
            : (SagaEnvelope.Aborted, Definition.Aborted);
        var note = (read with { Message = null, Notice = notice, Effect = 0 })
            .ToEvent(Definition.IdOf(read.Saga, "ended"), type);
        return new Reaction.Append(
            Definition.StreamOf(read.Saga), new ExpectedVersion.StreamExists(), [], [note]);
    }
}
