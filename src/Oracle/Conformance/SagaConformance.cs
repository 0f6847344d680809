using System.Globalization;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle;

/// <summary>A saga of a conformance run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Steps">How many steps it has.</param>
/// <param name="RefusedStep">The step that its participant refuses; 0: none, it is to complete.</param>
public sealed record ConformanceSaga(string Id, int Steps, int RefusedStep);

/// <summary>Puts a saga coordinator, or a choreography, through its paces and judges what it did: derive, say how to use
/// yours, and run it.</summary>
/// <remarks>
/// <para>Sagas beside each other: some complete, some are refused at each of their steps, each is started twice;
/// compensations fail at their first attempt; in the middle everything is closed and opened again. The steps are the
/// kit's: call <see cref="DoAsync"/> and <see cref="UndoAsync"/> where a participant would act. A system whose
/// participants are its own tells <see cref="Observer"/> what they do instead, and is told by
/// <see cref="ConformanceSaga.RefusedStep"/> what they are to refuse. The history is judged by the oracle's rules for
/// sagas.</para>
/// <para>The same workload each time; what it meets depends on the system and on the threads. Not thread-safe.</para>
/// </remarks>
public abstract class SagaConformance
{
    private readonly Dictionary<string, ConformanceSaga> _sagas = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Saga, int Step), StepState> _steps = [];

    /// <summary>How many sagas there are; 40 by default.</summary>
    protected virtual int Sagas => 40;

    /// <summary>How many steps each has; 3 by default.</summary>
    protected virtual int Steps => 3;

    /// <summary>What was started survives that the system is closed; true by default.</summary>
    protected virtual bool IsDurable => true;

    /// <summary>The observations are the system's own: the kit records no start, no step and no end by itself.</summary>
    protected virtual bool RecordsItself => false;

    /// <summary>Is told what sagas do; of the run under way.</summary>
    protected ISagaObserver Observer { get; private set; } = ISagaObserver.None;

    /// <summary>Opens the system; a durable one finds what an earlier one of this run left.</summary>
    protected abstract ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Starts a saga; on return it will be carried through. There is one for each id.</summary>
    /// <returns>It is new; false: it was started before.</returns>
    protected abstract ValueTask<bool> StartAsync(ConformanceSaga saga, CancellationToken cancellationToken);

    /// <summary>Waits until every saga has ended.</summary>
    protected abstract ValueTask DrainAsync(CancellationToken cancellationToken);

    /// <summary>How a saga has ended. Not asked where the system records itself.</summary>
    protected abstract ValueTask<SagaOutcome> OutcomeOfAsync(string saga, CancellationToken cancellationToken);

    /// <summary>Closes the system, the less in order the better: what is lost now is found.</summary>
    protected abstract ValueTask CloseAsync();

    /// <summary>Runs the workload and judges its history.</summary>
    /// <param name="time">Gives the times of the history.</param>
    /// <param name="cancellationToken">Ends the run without a verdict.</param>
    public async Task<ConformanceResult> RunAsync(TimeProvider time, CancellationToken cancellationToken = default)
    {
        using var history = new MemoryStream();
        var recorder = new HistoryRecorder(
            history, new HistoryHeader(HistorySpec.Saga, FinalReads: true, Drained: true), time);
        Observer = new RecordingSagaObserver(recorder);
        _sagas.Clear();
        _steps.Clear();
        await OpenAsync(cancellationToken);
        await StartAllAsync(0, Sagas / 2, cancellationToken);
        if (IsDurable)
        {
            await CloseAsync();
            recorder.Fault("the system is closed and opened again");
            await OpenAsync(cancellationToken);
        }

        await StartAllAsync(Sagas / 2, Sagas, cancellationToken);
        await DrainAsync(cancellationToken);
        if (!RecordsItself)
            foreach (var saga in _sagas.Keys)
                Observer.Ended(
                    Observer.Ending(saga, await OutcomeOfAsync(saga, cancellationToken)), ObservedOutcome.Succeeded);
        await CloseAsync();
        return ConformanceResult.Of(history, GetType().Name);
    }

    /// <summary>A participant does a step, unless it is to refuse it.</summary>
    /// <remarks>Idempotent, as participants are that keep an inbox: again, it answers the same and does nothing.</remarks>
    /// <returns>It is done; false: refused.</returns>
    protected ValueTask<bool> DoAsync(string saga, int step)
    {
        var observing = Observer.Stepping(saga, step);
        lock (_steps)
        {
            var isDone = _sagas[saga].RefusedStep != step;
            var isNew = _steps.TryAdd((saga, step), isDone ? StepState.Done : StepState.Refused);
            Observer.Ended(
                observing,
                !isDone ? ObservedOutcome.Failed : isNew ? ObservedOutcome.Succeeded : ObservedOutcome.Duplicate);
            return ValueTask.FromResult(isDone);
        }
    }

    /// <summary>A participant takes a step back; the first attempt fails.</summary>
    /// <remarks>Idempotent as <see cref="DoAsync"/> is. A step that was not done is taken back by doing nothing.</remarks>
    /// <exception cref="InvalidOperationException">It cannot now; try again.</exception>
    protected ValueTask UndoAsync(string saga, int step)
    {
        var observing = Observer.Compensating(saga, step);
        lock (_steps)
        {
            var state = _steps.GetValueOrDefault((saga, step), StepState.Open);
            _steps[(saga, step)] = state switch
            {
                StepState.Done => StepState.FailedToUndo,
                StepState.FailedToUndo => StepState.Undone,
                _ => state,
            };
            Observer.Ended(observing, state switch
            {
                StepState.FailedToUndo => ObservedOutcome.Succeeded,
                StepState.Undone => ObservedOutcome.Duplicate,
                _ => ObservedOutcome.Failed,
            });
            return state == StepState.Done
                ? ValueTask.FromException(new InvalidOperationException("This attempt is to fail."))
                : default;
        }
    }

    private enum StepState
    {
        Open,
        Refused,
        Done,
        FailedToUndo,
        Undone,
    }

    private Task StartAllAsync(int from, int to, CancellationToken cancellationToken) => Task.WhenAll(
        Enumerable.Range(from, to - from).Select(i => StartTwiceAsync(i, cancellationToken)));

    private async Task StartTwiceAsync(int number, CancellationToken cancellationToken)
    {
        var saga = new ConformanceSaga(
            string.Create(CultureInfo.InvariantCulture, $"s{number}"), Steps, number % (Steps + 1));
        lock (_steps)
            _sagas.Add(saga.Id, saga);
        await Task.Yield(); // the others go on meanwhile
        await StartOneAsync(saga, cancellationToken);
        await StartOneAsync(saga, cancellationToken); // as after a lost answer
    }

    private async Task StartOneAsync(ConformanceSaga saga, CancellationToken cancellationToken)
    {
        var starting = RecordsItself ? default : Observer.Starting(saga.Id, correlation: null, saga.Steps);
        var isNew = await StartAsync(saga, cancellationToken);
        if (!RecordsItself)
            Observer.Ended(starting, isNew ? ObservedOutcome.Succeeded : ObservedOutcome.Duplicate);
    }
}
