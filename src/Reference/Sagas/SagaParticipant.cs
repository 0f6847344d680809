using System.Collections.Concurrent;

namespace Verified.Reference;

/// <summary>Who takes one step of sagas: what it can do, and where its effects are kept.</summary>
/// <remarks>
/// The same participant serves coordinators (<see cref="CommandedParticipant"/>) and choreographies
/// (<see cref="SagaService"/>); it need not know which. Its effects are events of its own streams, each with the
/// <see cref="SagaEnvelope"/> that tells whether the step was done (+1) or taken back (−1).
/// </remarks>
public abstract class SagaParticipant
{
    private protected SagaParticipant(IEventStore store, string name) => (Store, Name) = (store, name);

    /// <summary>Holds its streams.</summary>
    public IEventStore Store { get; }

    /// <summary>Its name, as in <see cref="SagaStepNames.Participant"/>; not empty and without a slash.</summary>
    public string Name { get; }

    /// <summary>The stream that holds what a request is about.</summary>
    public abstract StreamId StreamOf(SagaId saga, ReadOnlyMemory<byte> request);

    /// <summary>Whether the business allows the step, or its compensation, and the version of the stream on which that
    /// rests.</summary>
    /// <param name="saga">The saga.</param>
    /// <param name="request">What was requested.</param>
    /// <param name="undoing">Which attempt it is to take the step back; 0 where it is to be done.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    internal abstract ValueTask<Ability> CanAsync(
        SagaId saga, ReadOnlyMemory<byte> request, int undoing, CancellationToken cancellationToken);

    /// <summary>The id of its decision about a step of a saga; the saga has one step at each participant.</summary>
    internal EventId DecisionOf(string process, SagaId saga) => new($"{Name}/{process}/{saga}/decided");

    /// <summary>The id of the compensation of that step.</summary>
    internal EventId CompensationOf(string process, SagaId saga) => new($"{Name}/{process}/{saga}/undone");

    /// <summary>What it decided about a step of a saga before: its inbox.</summary>
    /// <remarks>Two look-ups by id, however many sagas there were.</remarks>
    internal async ValueTask<SagaStepStatus> DecidedAsync(
        string process, SagaId saga, CancellationToken cancellationToken)
    {
        if (await Store.FindAsync(DecisionOf(process, saga), cancellationToken) is not { } decision)
            return SagaStepStatus.Open;
        if (SagaEnvelope.Read(decision)!.Message is SagaEvent.StepRefused)
            return SagaStepStatus.Refused;
        return await Store.FindAsync(CompensationOf(process, saga), cancellationToken) is null
            ? SagaStepStatus.Done
            : SagaStepStatus.Undone;
    }
}

/// <summary>Whether the business allows something, as of a version of a stream.</summary>
internal readonly record struct Ability(bool IsAble, long Version);

/// <summary>A participant that decides from the state of a stream.</summary>
/// <remarks>Thread-safe if the functions that a subclass gives are pure. The states of streams looked at lately are
/// kept in memory; an append expects the version that the decision rests on, so an old state does no harm.</remarks>
/// <typeparam name="TState">The state of a stream; must be immutable.</typeparam>
/// <param name="store">Holds its streams.</param>
/// <param name="name">Its name.</param>
public abstract class SagaParticipant<TState>(IEventStore store, string name) : SagaParticipant(store, name)
{
    /// <summary>So many states are kept.</summary>
    private const int MaxKept = 1_024;

    private readonly ConcurrentDictionary<StreamId, Seen> _kept = new();

    /// <summary>The state of a stream without events.</summary>
    protected abstract TState Empty { get; }

    /// <summary>The state after an event of the stream. Pure.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="recorded">The event.</param>
    /// <param name="effect">+1 where it does a saga's step, −1 where it takes one back, 0 where it is something else.</param>
    protected abstract TState Evolve(TState state, RecordedEvent recorded, int effect);

    /// <summary>The step can be done. Pure.</summary>
    protected abstract bool CanDo(TState state, SagaId saga, ReadOnlyMemory<byte> request);

    /// <summary>The step can be taken back, which it must in the end. Pure.</summary>
    /// <param name="state">The state of the stream.</param>
    /// <param name="saga">The saga.</param>
    /// <param name="request">What was requested.</param>
    /// <param name="attempt">Which attempt this is; the first is 1.</param>
    protected abstract bool CanUndo(TState state, SagaId saga, ReadOnlyMemory<byte> request, int attempt);

    internal override async ValueTask<Ability> CanAsync(
        SagaId saga, ReadOnlyMemory<byte> request, int undoing, CancellationToken cancellationToken)
    {
        var (version, state) = await LookAsync(StreamOf(saga, request), cancellationToken);
        return new Ability(
            undoing > 0 ? CanUndo(state, saga, request, undoing) : CanDo(state, saga, request), version);
    }

    private sealed record Seen(long Version, TState State);

    private async ValueTask<(long Version, TState State)> LookAsync(
        StreamId stream, CancellationToken cancellationToken)
    {
        var (version, state) = _kept.GetValueOrDefault(stream) ?? new Seen(-1, Empty);
        await foreach (var recorded in Store.ReadStreamAsync(
            stream, ReadDirection.Forwards, version + 1, cancellationToken: cancellationToken))
        {
            state = Evolve(state, recorded, SagaEnvelope.Read(recorded)?.Effect ?? 0);
            version = recorded.Version;
        }

        if (_kept.Count >= MaxKept)
            _kept.Clear();
        _kept[stream] = new Seen(version, state);
        return (version, state);
    }
}
