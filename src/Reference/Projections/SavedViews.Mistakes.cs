namespace Verified.Reference;

/// <content>The mistake of <c>Projection</c>, for those who want to see it found.</content>
internal sealed partial class SavedViews<TView>
{
    /// <summary>The design, or <see cref="ProjectionVariant.CheckpointApart"/>.</summary>
    internal ProjectionVariant Variant { get; init; }

    private StreamId PositionStream => new($"{_stream}-position");

    /// <summary>Source: <c>Projection!SaveCheckpoint</c>.</summary>
    private async ValueTask SaveApartAsync(ProjectedView<TView> view, CancellationToken cancellationToken)
    {
        var (any, id) = (new ExpectedVersion.Any(), $"{_stream}/{view.Position}");
        await store.AppendAsync(
            _stream, any, [new EventData(new(id), "$view-saved", format.Write(view.View), default)], cancellationToken);
        await store.AppendAsync(
            PositionStream,
            any,
            [new EventData(new($"{id}/position"), "$position-saved", BytesOf(view.Position), default)],
            cancellationToken);
    }

    private async ValueTask<ProjectedView<TView>?> LoadApartAsync(CancellationToken cancellationToken)
    {
        var view = default(TView);
        await foreach (var last in store.ReadStreamAsync(
            _stream, ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
            view = format.Read(last.Event.Data);
        await foreach (var last in store.ReadStreamAsync(
            PositionStream, ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
            return view is null ? null : new ProjectedView<TView>(PositionIn(last.Event.Data) ?? 0, view);
        return view is null ? null : new ProjectedView<TView>(0, view);
    }
}
