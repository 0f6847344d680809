using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Does what time demands of sagas: gives up those whose step takes too long, and sends the next attempt at a
/// compensation when its wait is over.</summary>
/// <remarks>
/// What is due is in the overview, which is folded from the log; so a timer that starts after a crash knows all of
/// it. It may run in several processes at once, since whatever it does expects the saga's version. Source:
/// <c>SagaOrchestration!TimeOut</c>, <c>SagaOrchestration!SendCommand</c>.
/// </remarks>
/// <param name="runtime">Has the clock, which should be the store's.</param>
/// <param name="coordinator">Whose sagas.</param>
/// <param name="overview">Their overview; has to run as well.</param>
public sealed class SagaTimer(Runtime runtime, SagaCoordinator coordinator, Projector<SagaOverview> overview)
{
    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="EventStoreException">The store cannot do its work; another run may.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var view = overview.Current;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (view.View.Due is { IsEmpty: false, Min: var first } && first.At <= runtime.Time.GetUtcNow())
            {
                var position = await ActAsync(view.View, first.Saga, cancellationToken);
                // Where it did nothing, the saga has moved on in the log and the view will show it.
                view = await overview.ReadAtAsync(Math.Max(position, view.Position + 1), cancellationToken);
            }
            else
            {
                view = await NextAsync(view, cancellationToken);
            }
        }
    }

    private ValueTask<long> ActAsync(SagaOverview view, SagaId saga, CancellationToken cancellationToken) =>
        view.Open[saga].Progress is { Phase: SagaPhase.Running, Step: var step }
            ? coordinator.TimeOutAsync(saga, step, cancellationToken)
            : coordinator.SendAsync(saga, cancellationToken);

    /// <summary>Waits until something is due, or there is another view.</summary>
    private async ValueTask<ProjectedView<SagaOverview>> NextAsync(
        ProjectedView<SagaOverview> view, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changed = overview.WaitForAsync(next => next.Position != view.Position, either.Token).AsTask();
        if (view.View.Due.IsEmpty)
            return await changed;
        var due = SleepAsync(view.View.Due.Min.At - runtime.Time.GetUtcNow(), either.Token);
        var first = await Task.WhenAny([changed, due]);
        either.Cancel();
        await Task.WhenAny([Task.WhenAll([changed, due])]); // both are over; how does not matter
        return first == changed ? await changed : view;
    }

    /// <summary>An operation of its own around the delay: a cancelled delay tells those that wait for one of several
    /// tasks on the thread pool, past any scheduler; those that await it, it tells where they belong.</summary>
    private async Task SleepAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, runtime.Time, cancellationToken);
    }
}
