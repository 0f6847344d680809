namespace Verified.Reference;

/// <summary>What observers were told of one append, until it ended.</summary>
internal sealed class ObservedAppend(ISagaObserver sagas, IBusObserver bus)
{
    /// <summary>What was begun, and how it ended if the append stands.</summary>
    private readonly List<(Observation Observation, ObservedOutcome IfAppended)> _ofSagas = [];

    /// <summary>Messages that the append publishes if it stands. An attempt that comes too late is made again with another
    /// decision under the same id, so what did not stand is not told.</summary>
    private readonly List<ObservedMessage> _published = [];

    /// <summary>The mark of the inbox, where there is one.</summary>
    private EventId? _mark;

    private Observation? _delivery;

    /// <summary>The event marks a message as handled; it is noted.</summary>
    public bool IsMark(EventData sent)
    {
        if (sent.Type != Inbox.MarkType)
            return false;
        _mark = sent.Id;
        return true;
    }

    /// <summary>An event of a saga is going to be appended.</summary>
    public void Begin(
        SagaDefinition definition, SagaEnvelope envelope, EventData sent, StreamId stream, ExpectedVersion expected)
    {
        var isRecord = stream == definition.StreamOf(envelope.Saga);
        BeginOfSaga(definition, envelope, isRecord, RevisionAfter(expected));
        if (isRecord && definition.HasCoordinator && envelope.Message is SagaEvent)
            return; // a record is for the coordinator itself
        if (envelope.Notice == SagaEnvelope.Parked)
            return; // for whoever looks at the list
        var addressee = envelope.Message is { } message ? definition.AddresseeOf(message) : SagaEnvelope.NoticeTopic;
        _published.Add(new ObservedMessage(
            sent.Id.Value, addressee, envelope.Saga.Value, Saga: SagaOfReply(definition, envelope)));
    }

    /// <summary>The mark says that a message has its effect at a consumer.</summary>
    public void BeginDelivery(SagaDefinition[] definitions)
    {
        if (_mark is not { } mark || Inbox.ReadMark(mark) is not var (consumer, message))
            return;
        var saga = Array.Find(definitions, d => d.Name == consumer && d.HasCoordinator) is null ? null : SagaOf(message);
        _delivery = bus.Delivering(consumer, new ObservedMessage(message, consumer, Saga: saga));
    }

    /// <summary>The append was answered.</summary>
    public void End(AppendResult result)
    {
        switch (result)
        {
            case AppendResult.Appended:
                EndAppended();
                break;
            case AppendResult.Idempotent:
                EndAll(ObservedOutcome.Duplicate, ObservedOutcome.Duplicate, null);
                break;
            case AppendResult.DuplicateEventId(var id) when id == _mark:
                EndAll(ObservedOutcome.Failed, ObservedOutcome.Duplicate, null);
                break;
            default:
                End(ObservedOutcome.Failed, result.GetType().Name);
                break;
        }
    }

    /// <summary>All of it ended like this.</summary>
    public void End(ObservedOutcome outcome, string error) => EndAll(outcome, outcome, error);

    private void BeginOfSaga(SagaDefinition definition, SagaEnvelope envelope, bool isRecord, long? revision)
    {
        var saga = $"{definition.Name}-{envelope.Saga}";
        switch (envelope)
        {
            case { Notice: { } notice }:
                Add(sagas.Ending(saga, OutcomeOf(notice)));
                break;
            case { Message: SagaEvent.Started }:
                Add(sagas.Starting(saga, steps: definition.Steps.Count));
                break;
            case { Message: SagaEvent } when isRecord:
                if (revision is not { } written)
                    break; // whoever expects nothing does not say which
                Add(_mark is { } mark && Inbox.ReadMark(mark) is var (_, reply)
                    ? sagas.Saving(saga, written, reply)
                    : sagas.Saving(saga, written));
                break;
            case { Message: SagaEvent.StepDone(var step), Effect: var effect }:
                Add(sagas.Stepping(saga, step), effect == 0 ? ObservedOutcome.Duplicate : ObservedOutcome.Succeeded);
                break;
            case { Message: SagaEvent.StepRefused(var step) }:
                Add(sagas.Stepping(saga, step), ObservedOutcome.Failed);
                break;
            case { Message: SagaEvent.StepUndone(var step), Effect: var effect }:
                Add(sagas.Compensating(saga, step), effect == 0 ? ObservedOutcome.Duplicate : ObservedOutcome.Succeeded);
                break;
            case { Message: SagaEvent.UndoFailed(var step, _) }:
                Add(sagas.Compensating(saga, step), ObservedOutcome.Failed);
                break;
        }

        void Add(Observation observation, ObservedOutcome ifAppended = ObservedOutcome.Succeeded) =>
            _ofSagas.Add((observation, ifAppended));
    }

    private void EndAppended()
    {
        foreach (var (observation, outcome) in _ofSagas)
            sagas.Ended(observation, outcome);
        foreach (var message in _published)
            bus.Published(bus.Publishing(message));
        if (_delivery is { } delivery)
            bus.Handled(delivery, [.. _published.Select(p => p.Id)]);
    }

    private void EndAll(ObservedOutcome ofOthers, ObservedOutcome ofDelivery, string? error)
    {
        foreach (var (observation, _) in _ofSagas)
            sagas.Ended(observation, ofOthers, error);
        if (_delivery is { } delivery)
            bus.Ended(delivery, ofDelivery, error);
    }

    private static string? SagaOfReply(SagaDefinition definition, SagaEnvelope envelope) =>
        definition.HasCoordinator && envelope.Message is SagaEvent ? $"{definition.Name}-{envelope.Saga}" : null;

    /// <summary>Ids of a saga's messages hold its process and its id: <c>stock/order/o7/decided</c>.</summary>
    private static string? SagaOf(string message)
    {
        var parts = message.Split('/');
        return parts.Length < 3 ? null : $"{parts[1]}-{parts[2]}";
    }

    private static long? RevisionAfter(ExpectedVersion expected) => expected switch
    {
        ExpectedVersion.NoStream => 0,
        ExpectedVersion.Exact(var version) => version + 1,
        _ => null,
    };

    private static SagaOutcome OutcomeOf(string notice) => notice switch
    {
        SagaEnvelope.Completed => SagaOutcome.Completed,
        SagaEnvelope.Aborted => SagaOutcome.Aborted,
        _ => SagaOutcome.Stuck,
    };
}
