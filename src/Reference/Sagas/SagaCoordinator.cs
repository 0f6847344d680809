namespace Verified.Reference;

/// <summary>Runs sagas by telling each participant what to do, one step after the other.</summary>
/// <remarks>
/// <para>A saga is a stream. An answer is handled by the one append that records it, and the next command goes out in
/// the same append: participants follow the log, so the log is the outbox. The coordinator keeps nothing in memory;
/// recovery is reading the stream, and there is no second way to go on. Any number of coordinators may run the same
/// sagas, since each append expects the version that was read.</para>
/// <para>Its rule is <see cref="SagaOrchestration"/>. <see cref="HandleAsync"/> is to be run by a
/// <see cref="DurableConsumer"/> of the log, and <see cref="SagaTimer"/> does what time demands. Thread-safe, any
/// number of sagas at once. Source: <c>SagaOrchestration</c>, the coordinator.</para>
/// </remarks>
/// <param name="store">Holds the log.</param>
/// <param name="definition">What kind of sagas it runs.</param>
public sealed class SagaCoordinator(IEventStore store, SagaDefinition definition)
{
    /// <summary>What kind of sagas it runs.</summary>
    public SagaDefinition Definition { get; } = definition;

    /// <summary>Starts a saga. There is one for each id: started again, nothing happens.</summary>
    /// <remarks>Durable on return. Source: <c>SagaOrchestration!Start</c>.</remarks>
    /// <exception cref="ArgumentException">The id is empty or holds a slash.</exception>
    public async ValueTask<SagaStart> StartAsync(
        SagaId saga, ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrEmpty(saga.Value) || saga.Value.Contains('/'))
            throw new ArgumentException($"A saga has an id that is not empty and holds no slash: '{saga}'.", nameof(saga));
        var instance = SagaInstance.None with { Request = request };
        var batch = Record(saga, instance, new SagaEvent.Started())!.Value;
        return await store.AppendAsync(
            Definition.StreamOf(saga), ExpectedVersion.At(-1), batch, cancellationToken) switch
        {
            AppendResult.Appended(_, _, var position) => new SagaStart(true, position),
            AppendResult.Idempotent(_, _, var position) => new SagaStart(false, position),
            _ => new SagaStart(false, 0),
        };
    }

    /// <summary>The event is an answer of a participant to one of these sagas.</summary>
    public bool Concerns(RecordedEvent recorded) =>
        SagaEnvelope.Read(recorded) is { Message: SagaEvent } envelope
        && envelope.Process == Definition.Name
        && recorded.Stream != Definition.StreamOf(envelope.Saga);

    /// <summary>Handles an answer: it is recorded if it is the one that is awaited, and means nothing otherwise.</summary>
    /// <remarks>A <see cref="MessageHandler"/>. Source: <c>SagaOrchestration!HandleAnswer</c>.</remarks>
    public async ValueTask<Reaction> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (!Concerns(message.Recorded))
            return new Reaction.Nothing();
        var envelope = SagaEnvelope.Read(message.Recorded)!;
        var instance = await LoadAsync(envelope.Saga, cancellationToken);
        return Record(envelope.Saga, instance, (SagaEvent)envelope.Message!) is { } batch
            ? new Reaction.Append(
                Definition.StreamOf(envelope.Saga), ExpectedVersion.At(instance.Version), [batch[0]], batch.Tail())
            : new Reaction.Nothing(); // late
    }

    /// <summary>Gives a saga up whose step has taken too long.</summary>
    /// <remarks>Source: <c>SagaOrchestration!TimeOut</c>.</remarks>
    /// <param name="saga">The saga.</param>
    /// <param name="step">The step that took too long; if the saga is past it, nothing happens.</param>
    /// <param name="cancellationToken">Ends the attempt; what came of it is unknown then.</param>
    /// <returns>The position of what was recorded, or 0.</returns>
    public ValueTask<long> TimeOutAsync(SagaId saga, int step, CancellationToken cancellationToken = default) =>
        RecordAsync(
            saga,
            instance => instance.Progress.Step == step ? Record(saga, instance, new SagaEvent.TimedOut()) : null,
            cancellationToken);

    /// <summary>Tries the compensation of a parked saga again: a person has repaired what was broken.</summary>
    /// <remarks>Source: <c>SagaOrchestration!Resume</c>.</remarks>
    /// <returns>The position of what was recorded; 0 where the saga is not parked.</returns>
    public ValueTask<long> ResumeAsync(SagaId saga, CancellationToken cancellationToken = default) =>
        RecordAsync(saga, instance => Record(saga, instance, new SagaEvent.Resumed()), cancellationToken);

    /// <summary>Sends the command of the moment, where it waited for its time.</summary>
    /// <remarks>Source: <c>SagaOrchestration!SendCommand</c>.</remarks>
    /// <returns>The position of the command; 0 where it was sent before, or there is none.</returns>
    public ValueTask<long> SendAsync(SagaId saga, CancellationToken cancellationToken = default) =>
        RecordAsync(
            saga,
            instance => SagaOrchestration.CommandOf(instance.Progress) is { } command && command != instance.Sent
                ? [Send(saga, command, instance.Request)]
                : null,
            cancellationToken);

    /// <summary>A saga as its stream tells it now.</summary>
    public ValueTask<SagaInstance> LoadAsync(SagaId saga, CancellationToken cancellationToken = default) =>
        SagaInstance.LoadAsync(store, Definition, saga, cancellationToken);

    /// <summary>Appends what is to be recorded of a saga; looks again when the saga had moved on.</summary>
    private async ValueTask<long> RecordAsync(
        SagaId saga, Func<SagaInstance, EquatableArray<EventData>?> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            var instance = await LoadAsync(saga, cancellationToken);
            if (decide(instance) is not { } batch)
                return 0;
            switch (await store.AppendAsync(
                Definition.StreamOf(saga), ExpectedVersion.At(instance.Version), batch, cancellationToken))
            {
                case AppendResult.Appended(_, _, var position):
                    return position;
                case AppendResult.Idempotent(_, _, var position):
                    return position;
                case AppendResult.StreamDeleted:
                    return 0;
            }
        }
    }

    /// <summary>What is to be appended when this happens to the saga: the record, then what others are to hear.
    /// Null where it is not to be handled.</summary>
    private EquatableArray<EventData>? Record(SagaId saga, SagaInstance instance, SagaEvent happened)
    {
        if (SagaOrchestration.Handle(Definition.Model, instance.Progress, happened) is not { } progress)
            return null;
        var record = new SagaEnvelope(Definition.Name, saga, happened, null, 0, instance.Request)
            .ToEvent(Definition.IdOf(saga, RecordText(instance, happened)), Definition.TypeOf(happened));
        return Say(saga, instance, progress) is { } said ? [record, said] : [record];
    }

    /// <summary>What others are to hear when a saga has come there: the next command, or a notice.</summary>
    private EventData? Say(SagaId saga, SagaInstance instance, SagaProgress progress) => progress switch
    {
        { Phase: SagaPhase.Completed } => Note(saga, instance, SagaEnvelope.Completed, Definition.Completed),
        { Phase: SagaPhase.Aborted } => Note(saga, instance, SagaEnvelope.Aborted, Definition.Aborted),
        { Phase: SagaPhase.Stuck } when Definition.Variant == SagaOrchestrationVariant.SilentlyStuck => null,
        { Phase: SagaPhase.Stuck } // StuckIsVisibleInv
            => Note(saga, instance, $"{SagaEnvelope.Parked}", "saga-parked", $"-{progress.Step}-{progress.Attempt}"),
        { Phase: SagaPhase.Compensating, Attempt: > 1 } when instance.Progress.Phase != SagaPhase.Stuck
            => null, // the next attempt waits for its time
        _ => Send(saga, SagaOrchestration.CommandOf(progress)!, instance.Request),
    };

    private EventData Note(SagaId saga, SagaInstance instance, string notice, string type, string which = "") =>
        new SagaEnvelope(Definition.Name, saga, null, notice, 0, instance.Request)
            .ToEvent(Definition.IdOf(saga, notice + which), type);

    private EventData Send(SagaId saga, SagaCommand command, ReadOnlyMemory<byte> request) =>
        new SagaEnvelope(Definition.Name, saga, command, null, 0, request)
            .ToEvent(Definition.IdOf(saga, SagaText.Of(command)), Definition.TypeOf(command));

    /// <summary>A saga may be resumed more than once, at a later attempt each time.</summary>
    private static string RecordText(SagaInstance instance, SagaEvent happened) => happened is SagaEvent.Resumed
        ? $"{SagaText.Of(happened)}-{instance.Progress.Step}-{instance.Progress.Attempt}"
        : SagaText.Of(happened);
}

/// <summary>What became of the request to start a saga.</summary>
/// <param name="IsNew">It was started by this request; otherwise it had been.</param>
/// <param name="Position">The position of what started it; 0 where another request did.</param>
public readonly record struct SagaStart(bool IsNew, long Position);
