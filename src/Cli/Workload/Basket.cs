using System.Text;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>The events of baskets. Everything in one follows from its id, so that a retry carries the same content.</summary>
internal static class Basket
{
    private static readonly string[] s_types =
        ["basket-opened", "item-added", "item-removed", "basket-saved", "basket-ordered"];

    /// <summary>What the streams of these events begin with.</summary>
    public const string StreamPrefix = "basket-";

    /// <summary>The stream of a basket.</summary>
    public static StreamId Stream(long basket) => new($"{StreamPrefix}{basket}");

    /// <summary>The event of this id.</summary>
    public static EventData Event(EventId id)
    {
        var sum = 0;
        foreach (var c in id.Value) sum = unchecked((sum * 31) + c);
        var data = Encoding.UTF8.GetBytes($$"""{"line":"{{id.Value}}","quantity":{{(sum & 7) + 1}}}""");
        return new EventData(id, s_types[(sum & 0xFFFF) % s_types.Length], data, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>An event of this id with another content: what no retry may ever be.</summary>
    public static EventData Altered(EventId id) => Event(id) with { Type = "basket-altered" };
}
