using System.Diagnostics;

namespace Verified.Reference;

/// <summary>Asks the middleware, then stores: in this order, so that a veto stores nothing.</summary>
internal sealed class Publisher(IEventStore store, EventBusOptions options)
{
    private static readonly ExpectedVersion s_any = new ExpectedVersion.Any();

    /// <summary>The store, if it has a shorter way.</summary>
    private readonly ISingleAppends? _singles = store as ISingleAppends;

    /// <summary>All layers, the outermost first; null where there is none.</summary>
    private readonly PublishNext? _middleware = Onion(options.Middleware);

    /// <summary>Durable on return, unless it is refused. Source: <c>EventBus!Publish</c>, <c>EventBus!Veto</c>.</summary>
    public ValueTask<PublishResult> StoreAsync(EventData data, StreamId stream, CancellationToken cancellationToken) =>
        Store(data, stream, cancellationToken, out var result) is { } storing ? new(storing) : new(result!);

    /// <inheritdoc cref="StoreAsync(EventData, StreamId, CancellationToken)"/>
    /// <param name="result">What became of it, if that is known at once.</param>
    /// <returns>Null: it is known at once.</returns>
    public Task<PublishResult>? Store(
        EventData data, StreamId stream, CancellationToken cancellationToken, out PublishResult? result)
    {
        result = null;
        if (_middleware is not null)
            return StoreAsync(new Publication(data, stream), cancellationToken).AsTask();
        if (_singles is null)
            return AppendAsync(data, stream, cancellationToken);
        if (_singles.Append(stream, s_any, data, cancellationToken, out var appended) is { } appending)
            return AppendedAsync(appending);
        result = ResultOf(appended);
        return null;
    }

    /// <inheritdoc cref="StoreAsync(EventData, StreamId, CancellationToken)"/>
    public ValueTask<PublishResult> StoreAsync(Publication publication, CancellationToken cancellationToken) =>
        _middleware is null ? StoreAsync(publication.Event, publication.Stream, cancellationToken)
        : options.Variant == EventBusVariant.StoreThenAsk ? StoreThenAskAsync(publication, cancellationToken)
        : AskAsync(publication, cancellationToken);

    private static PublishNext? Onion(EquatableArray<PublishMiddleware> layers)
    {
        if (layers.Count == 0)
            return null;
        PublishNext inner = static (publication, _) =>
            ValueTask.FromResult<PublishVerdict>(new PublishVerdict.Pass(publication));
        foreach (var layer in layers.Reverse())
        {
            var next = inner;
            inner = (publication, cancellationToken) => layer(publication, next, cancellationToken);
        }

        return inner;
    }

    private async ValueTask<PublishResult> AskAsync(Publication publication, CancellationToken cancellationToken)
    {
        switch (await _middleware!(publication, cancellationToken))
        {
            case PublishVerdict.Veto(var reason): // VetoStoresNothingInv
                options.Observer?.Invoke(new EventBusAction.Veto(publication.Event.Id));
                return new PublishResult.Vetoed(reason);
            case PublishVerdict.Pass(var passed):
                return await AppendAsync(passed.Event, passed.Stream, cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<PublishResult> AppendAsync(
        EventData data, StreamId stream, CancellationToken cancellationToken) =>
        ResultOf(await store.AppendAsync(stream, s_any, data, cancellationToken));

    private static async Task<PublishResult> AppendedAsync(Task<SingleAppend> appending) =>
        ResultOf(await appending);

    private static PublishResult ResultOf(in SingleAppend appended) =>
        appended.Other is { } other ? ResultOf(other) : new PublishResult.Published(appended.Position, IsNew: true);

    private static PublishResult ResultOf(AppendResult appended) => appended switch
    {
        AppendResult.Appended(_, _, var position) => new PublishResult.Published(position, IsNew: true),
        AppendResult.Idempotent(_, _, var position) => new PublishResult.Published(position, IsNew: false),
        AppendResult.DuplicateEventId => new PublishResult.DuplicateEventId(),
        AppendResult.StreamDeleted => new PublishResult.StreamDeleted(),
        _ => throw new UnreachableException(),
    };

    /// <summary>The mistake <see cref="EventBusVariant.StoreThenAsk"/>.</summary>
    private async ValueTask<PublishResult> StoreThenAskAsync(
        Publication publication, CancellationToken cancellationToken)
    {
        var stored = await AppendAsync(publication.Event, publication.Stream, cancellationToken);
        if (await _middleware!(publication, cancellationToken) is not PublishVerdict.Veto(var reason))
            return stored;
        options.Observer?.Invoke(new EventBusAction.Veto(publication.Event.Id));
        return new PublishResult.Vetoed(reason);
    }
}
