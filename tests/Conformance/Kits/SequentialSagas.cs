using System.Collections.Concurrent;
using Verified.Oracle;
using Verified.Reference;

namespace Verified.Tests.Conformance;

/// <summary>What <see cref="SequentialSagas"/> does wrong.</summary>
public enum SequentialSagasMistake
{
    None,

    /// <summary>Steps are taken back in the order in which they were done.</summary>
    UndoesForwards,

    /// <summary>A compensation that fails is given up, and the saga called aborted.</summary>
    GivesUp,

    /// <summary>The next step begins before the one before it was answered.</summary>
    RunsAhead,

    /// <summary>A refused step is passed over.</summary>
    IgnoresRefusal,
}

/// <summary>Somebody's coordinator, as somebody might write it: a loop for each saga, in memory.</summary>
internal sealed class SequentialSagas(SequentialSagasMistake mistake) : SagaConformance
{
    private readonly ConcurrentDictionary<string, Lazy<Task<SagaOutcome>>> _sagas = new();

    protected override bool IsDurable => false;

    protected override ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    protected override ValueTask<bool> StartAsync(ConformanceSaga saga, CancellationToken cancellationToken)
    {
        var run = new Lazy<Task<SagaOutcome>>(() => RunAsync(saga));
        return ValueTask.FromResult(_sagas.TryAdd(saga.Id, run));
    }

    protected override async ValueTask DrainAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_sagas.Values.Select(run => run.Value));

    protected override async ValueTask<SagaOutcome> OutcomeOfAsync(string saga, CancellationToken cancellationToken) =>
        await _sagas[saga].Value;

    protected override ValueTask CloseAsync() => default;

    private async Task<SagaOutcome> RunAsync(ConformanceSaga saga)
    {
        await Task.Yield();
        if (mistake == SequentialSagasMistake.RunsAhead)
            await DoAsync(saga.Id, 2);
        for (var step = 1; step <= saga.Steps; step++)
            if (!await DoAsync(saga.Id, step) && mistake != SequentialSagasMistake.IgnoresRefusal)
            {
                await UndoAllAsync(saga, step - 1);
                return SagaOutcome.Aborted;
            }

        return SagaOutcome.Completed;
    }

    private async Task UndoAllAsync(ConformanceSaga saga, int done)
    {
        for (var i = 0; i < done; i++)
            await UndoAsync(saga, mistake == SequentialSagasMistake.UndoesForwards ? i + 1 : done - i);
    }

    private async Task UndoAsync(ConformanceSaga saga, int step)
    {
        while (true)
        {
            try
            {
                await UndoAsync(saga.Id, step);
                return;
            }
            catch (InvalidOperationException) when (mistake != SequentialSagasMistake.GivesUp)
            {
                // Once more.
            }
            catch (InvalidOperationException)
            {
                return;
            }
        }
    }
}
