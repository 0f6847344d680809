using System.Text;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>The shop's events. Everything in one follows from its id, so that a retry carries the same content.</summary>
internal static class Order
{
    private static readonly string[] s_types =
        ["order-created", "item-added", "item-removed", "payment-received", "order-shipped"];

    /// <summary>The stream of an order.</summary>
    public static StreamId Stream(long order) => new($"order-{order}");

    /// <summary>The event of this id.</summary>
    public static EventData Event(EventId id)
    {
        var sum = 0;
        foreach (var c in id.Value) sum = unchecked((sum * 31) + c);
        var data = Encoding.UTF8.GetBytes($$"""{"line":"{{id.Value}}","quantity":{{(sum & 7) + 1}}}""");
        return new EventData(id, s_types[(sum & 0xFFFF) % s_types.Length], data, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>An event of this id with another content: what no retry may ever be.</summary>
    public static EventData Altered(EventId id) => Event(id) with { Type = "order-altered" };
}
