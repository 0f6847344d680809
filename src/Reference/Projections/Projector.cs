using System.Runtime.CompilerServices;
using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Keeps a view of the log up to date, and answers readers who want to find their own writes in it.</summary>
/// <remarks>
/// <para>View and position are one value, changed in one step; a reader never sees one without the other. The log is
/// the only source, so a view may be lost or thrown away at any time: it is folded again, from the last saved view or
/// from the first event.</para>
/// <para>The position of an append is its writer's token. <see cref="ReadAtAsync"/> with it waits for the view to be
/// there; who hands in the position of the answer next time never goes back in time, whichever replica answers.</para>
/// <para>Folding is sequential, a step for each event; readers hold no lock. All members are safe to call from many
/// threads. Records of the system (streams whose name begins with <c>$</c>) are passed over. Source:
/// <c>Projection</c>.</para>
/// </remarks>
/// <typeparam name="TView">What is folded; must be immutable.</typeparam>
public sealed class Projector<TView>
{
    private readonly IEventStore _store;
    private readonly Runtime _runtime;
    private readonly ProjectorOptions<TView> _options;
    private readonly Func<TView, RecordedEvent, TView> _evolve;
    private readonly SavedViews<TView>? _saved;
    private readonly string _resource;

    /// <summary>Pulsed when <see cref="Current"/> changes.</summary>
    private readonly Signal _moved;

    private ProjectedView<TView> _current;

    /// <summary>Cancelled to fold from the first event again; null while the projector is down.</summary>
    private CancellationTokenSource? _life;

    /// <param name="store">Holds the log, and the saved views.</param>
    /// <param name="runtime">Where it runs.</param>
    /// <param name="id">Its name, under which views are saved.</param>
    /// <param name="empty">The view of the empty log.</param>
    /// <param name="evolve">The view after an event. Pure; if it throws, the projector ends.</param>
    /// <param name="options">How it works.</param>
    public Projector(
        IEventStore store,
        Runtime runtime,
        ProjectionId id,
        TView empty,
        Func<TView, RecordedEvent, TView> evolve,
        ProjectorOptions<TView>? options = null)
    {
        (_store, _runtime, Id, _evolve) = (store, runtime, id, evolve);
        _options = options ?? new ProjectorOptions<TView>();
        Empty = new ProjectedView<TView>(0, empty);
        _current = Empty;
        _resource = $"view/{id}";
        _moved = runtime.CreateSignal($"{_resource}/moved");
        if (_options.Format is { } format)
            _saved = new SavedViews<TView>(store, id, format) { Variant = _options.Variant };
    }

    public ProjectionId Id { get; }

    /// <summary>The view as it is now, however far behind; there also while the projector is down.</summary>
    public ProjectedView<TView> Current => Volatile.Read(ref _current);

    private ProjectedView<TView> Empty { get; }

    /// <summary>Folds what there is and then whatever comes, until it is cancelled. After that it may run again.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="EventStoreException">The store cannot do its work; another run may.</exception>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RestartAsync(cancellationToken);
        while (true)
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (Interlocked.CompareExchange(ref _life, life, null) is not null)
                throw new InvalidOperationException($"The projector '{Id}' runs already.");
            try
            {
                await FoldAsync(life.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && life.IsCancellationRequested)
            {
                await BeginAtAsync(Empty); // Projection!Rebuild
            }
            finally
            {
                Volatile.Write(ref _life, null);
            }
        }
    }

    /// <summary>Throws the view away and folds it from the first event again; no effect while it is down.</summary>
    /// <remarks>Source: <c>Projection!Rebuild</c>.</remarks>
    public void Rebuild() => Volatile.Read(ref _life)?.Cancel();

    /// <summary>The view, once it holds the event at <paramref name="token"/> and all before it.</summary>
    /// <remarks>Source: <c>Projection!ReadAt</c>.</remarks>
    /// <param name="token">The position of an event that was appended; 0 for the view as it is.</param>
    /// <param name="cancellationToken">Ends the wait, which otherwise has no end while the projector is down.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the view was there.</exception>
    public async ValueTask<ProjectedView<TView>> ReadAtAsync(long token, CancellationToken cancellationToken = default)
    {
        var reading = _options.Observer.Reading(Id.Value, _options.Replica, token);
        try
        {
            var view = await WaitForAsync(
                view => view.Answers(token) || _options.Variant == ProjectionVariant.ReadWithoutWaiting, cancellationToken);
            _options.Observer.Shown(reading, view.Position, Content(view));
            return view;
        }
        catch (Exception failure)
        {
            _options.Observer.Ended(reading, ObservedOutcome.Failed, failure.GetType().Name);
            throw;
        }
    }

    /// <summary>The first view from now on that satisfies <paramref name="condition"/>. Views that come and go while
    /// nobody looks are not seen.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before there was one.</exception>
    public async ValueTask<ProjectedView<TView>> WaitForAsync(
        Func<ProjectedView<TView>, bool> condition, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var seen = _moved.Version; // before the look: a change that the look misses ends the wait
            await _runtime.PointAsync(_resource, Access.Read);
            if (Current is var view && condition(view))
                return view;
            await _moved.WaitAsync(seen, cancellationToken);
        }
    }

    /// <summary>The view, and again whenever it has changed; a slow reader gets the latest and not each one.</summary>
    /// <remarks>Ends only by cancellation. After a rebuild positions begin from the start again.</remarks>
    public async IAsyncEnumerable<ProjectedView<TView>> SubscribeAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (ProjectedView<TView>? last = null; ;)
        {
            last = await WaitForAsync(view => !ReferenceEquals(view, last), cancellationToken);
            yield return last;
        }
    }

    /// <summary>It starts again where its saved view is. Source: <c>Projection!Restart</c>.</summary>
    private async ValueTask RestartAsync(CancellationToken cancellationToken)
    {
        var saved = _saved is null ? null : await _saved.LoadAsync(cancellationToken);
        if (saved is not null
            && (saved.Position > Current.Position || _options.Variant == ProjectionVariant.CheckpointApart))
            await BeginAtAsync(saved);
        else
            TellBegun(Current.Position);
    }

    private async ValueTask FoldAsync(CancellationToken cancellationToken)
    {
        var unsaved = 0;
        await foreach (var next in _store.SubscribeAsync(Current.Position, cancellationToken))
        {
            var isOfSystem = next.Stream.Value[0] == '$';
            await ApplyAsync(next, isOfSystem
                ? Current.PassOver(next.Position)
                : Current.Apply(next.Position, next, _evolve));
            if (isOfSystem || _saved is null || ++unsaved < _options.SaveEvery)
                continue;
            await _saved.SaveAsync(Current, cancellationToken);
            unsaved = 0;
        }
    }

    /// <summary>The view begins anew, where it was saved or empty.</summary>
    private async ValueTask BeginAtAsync(ProjectedView<TView> view)
    {
        await MoveAsync(view);
        TellBegun(view.Position);
    }

    private void TellBegun(long position) => _options.Observer.Ended(
        _options.Observer.Rebuilding(Id.Value, _options.Replica, position), ObservedOutcome.Succeeded);

    /// <summary>Records of the system are told too: the view passes over them, and leaves no gap.</summary>
    private async ValueTask ApplyAsync(RecordedEvent next, ProjectedView<TView> after)
    {
        var applying = _options.Observer.Applying(Id.Value, _options.Replica, next);
        await MoveAsync(after);
        _options.Observer.Applied(applying, Content(after));
    }

    private ReadOnlyMemory<byte> Content(ProjectedView<TView> view) =>
        _options.Observer == IProjectionObserver.None || _options.Format is not { } format ? default : format.Write(view.View);

    private async ValueTask MoveAsync(ProjectedView<TView> to)
    {
        await _runtime.PointAsync(_resource);
        Volatile.Write(ref _current, to);
        _moved.Pulse();
    }
}
