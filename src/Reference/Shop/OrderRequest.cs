using System.Text.Json;
using System.Text.Json.Serialization;

namespace Verified.Reference;

/// <summary>What a customer orders.</summary>
/// <param name="Customer">Who pays.</param>
/// <param name="Product">What is bought.</param>
/// <param name="Quantity">How many units; 1 or more.</param>
/// <param name="PriceCents">What all of it costs, in cents; 0 or more.</param>
/// <param name="Address">Where the parcel goes.</param>
public sealed record OrderRequest(string Customer, string Product, int Quantity, long PriceCents, string Address)
{
    /// <summary>The request as it travels with the order's events.</summary>
    public ReadOnlyMemory<byte> ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ShopJson.Default.OrderRequest);

    /// <summary>The request of these bytes.</summary>
    /// <exception cref="EventStoreException.Corrupt">They are none.</exception>
    public static OrderRequest Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, ShopJson.Default.OrderRequest)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException malformed)
        {
            throw new EventStoreException.Corrupt($"An order cannot be read: {malformed.Message}", malformed);
        }
    }
}

/// <summary>Something that came in: units of a product, money on an account.</summary>
internal sealed record Arrival(long Amount);

/// <summary>How the shop's data is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(Arrival))]
internal sealed partial class ShopJson : JsonSerializerContext;
