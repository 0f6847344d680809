namespace Verified.Reference;

/// <summary>A saga as its stream tells it: all that a coordinator knows of it.</summary>
/// <param name="Version">The version of the stream's last event, −1 where there is none.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Sent">The last command that went out; null where none did.</param>
/// <param name="Request">What was requested.</param>
public sealed record SagaInstance(
    long Version, SagaProgress Progress, SagaCommand? Sent, ReadOnlyMemory<byte> Request)
{
    /// <summary>A saga that was not started.</summary>
    internal static SagaInstance None { get; } = new(-1, SagaProgress.Idle, null, default);

    /// <summary>Reads a saga. O(events of the saga), of which there are a few for each step.</summary>
    /// <remarks>Source: <c>SagaOrchestration!Replay</c>.</remarks>
    internal static async ValueTask<SagaInstance> LoadAsync(
        IEventStore store, SagaDefinition definition, SagaId saga, CancellationToken cancellationToken)
    {
        var instance = None;
        await foreach (var recorded in store.ReadStreamAsync(
            definition.StreamOf(saga), ReadDirection.Forwards, 0, cancellationToken: cancellationToken))
            instance = instance.After(definition, recorded);
        return instance;
    }

    /// <summary>The saga after what is recorded next.</summary>
    private SagaInstance After(SagaDefinition definition, RecordedEvent recorded)
    {
        var next = this with { Version = recorded.Version };
        return SagaEnvelope.Read(recorded) switch
        {
            { Message: SagaEvent happened } envelope => next with
            {
                Progress = SagaOrchestration.Apply(definition.Model, Progress, happened),
                Request = envelope.Request,
            },
            { Message: SagaCommand command } => next with { Sent = command },
            _ => next,
        };
    }
}
