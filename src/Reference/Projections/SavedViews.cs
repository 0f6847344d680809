using System.Globalization;
using System.Text;

namespace Verified.Reference;

/// <summary>Saved views of one projection: a stream of the store, whose last event holds view and position together.</summary>
/// <remarks>One event, hence one transaction: ViewIsFoldOfPrefixInv. Not thread-safe. Source: <c>Projection</c>,
/// VARIABLES <c>view</c> and <c>checkpoint</c>.</remarks>
internal sealed partial class SavedViews<TView>(IEventStore store, ProjectionId projection, IViewFormat<TView> format)
{
    private readonly StreamId _stream = new($"$views/{projection}");

    /// <summary>The version of the last one, −1 for none.</summary>
    private long _version = -1;

    /// <summary>The last saved view; null where there is none that can be read.</summary>
    public async ValueTask<ProjectedView<TView>?> LoadAsync(CancellationToken cancellationToken)
    {
        if (Variant == ProjectionVariant.CheckpointApart)
            return await LoadApartAsync(cancellationToken);
        await foreach (var last in store.ReadStreamAsync(
            _stream, ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
        {
            _version = last.Version;
            if (PositionIn(last.Event.Metadata) is { } position
                && format.Read(last.Event.Data) is { } view)
                return new ProjectedView<TView>(position, view);
        }

        return null;
    }

    /// <summary>Saves a view; where another projector of the same name did so meanwhile, that one stands.</summary>
    public async ValueTask SaveAsync(ProjectedView<TView> view, CancellationToken cancellationToken)
    {
        if (Variant == ProjectionVariant.CheckpointApart)
        {
            await SaveApartAsync(view, cancellationToken);
            return;
        }

        var id = new EventId(string.Create(CultureInfo.InvariantCulture, $"{_stream}/{view.Position}"));
        var result = await store.AppendAsync(
            _stream,
            ExpectedVersion.At(_version),
            [new EventData(id, "$view-saved", format.Write(view.View), BytesOf(view.Position))],
            cancellationToken);
        _version = result switch
        {
            AppendResult.Appended(_, var version, _) => version,
            AppendResult.WrongExpectedVersion(var version) => version,
            _ => _version,
        };
    }

    private static byte[] BytesOf(long position) =>
        Encoding.UTF8.GetBytes(position.ToString(CultureInfo.InvariantCulture));

    private static long? PositionIn(ReadOnlyMemory<byte> bytes) =>
        long.TryParse(
            Encoding.UTF8.GetString(bytes.Span), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : null;
}
