namespace Verified.Reference;

/// <summary>Where a store in memory keeps the bytes of small events: many on a page, instead of an array for each.</summary>
/// <remarks>What was written to a page is never written again. Pages grow with the store, from a few events to
/// <see cref="LargestPage"/> bytes. Not thread-safe.</remarks>
internal sealed class PayloadPages
{
    /// <summary>More bytes than this are an array of their own.</summary>
    private const int Small = 1024;

    private const int SmallestPage = 512;
    private const int LargestPage = 16 * 1024;

    private byte[] _page = [];
    private int _used;

    /// <summary>The event's bytes fit on a page. Others are for the caller to copy, which it does best without a lock.</summary>
    public static bool IsSmall(EventData sent) => sent.Data.Length <= Small && sent.Metadata.Length <= Small;

    /// <summary>The event with bytes of its own.</summary>
    public EventData Copy(EventData sent) => new(sent.Id, sent.Type, Copy(sent.Data), Copy(sent.Metadata));

    private ReadOnlyMemory<byte> Copy(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        if (bytes.Length > _page.Length - _used)
            TurnPage(bytes.Length);
        var place = _page.AsMemory(_used, bytes.Length);
        bytes.Span.CopyTo(place.Span);
        _used += bytes.Length;
        return place;
    }

    private void TurnPage(int needed)
    {
        var length = Math.Max(needed, Math.Clamp(_page.Length * 2, SmallestPage, LargestPage));
        _page = GC.AllocateUninitializedArray<byte>(length);
        _used = 0;
    }
}
