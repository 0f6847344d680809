using System.Globalization;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>What customers order, and what there is to be had.</summary>
internal static class OrderBookkeeping
{
    /// <summary>How many products there are; few, so that orders compete.</summary>
    public const int Products = 2;

    /// <summary>Units of each product that come in for each part of the workload.</summary>
    public const int Units = 30;

    /// <summary>Money that comes in for each customer and each part of the workload.</summary>
    public const int Cents = 3_000;

    /// <summary>An order: some are too large, some too expensive, some go nowhere.</summary>
    public static OrderRequest Draw(Random random, int customer) => new(
        string.Create(CultureInfo.InvariantCulture, $"customer-{customer}"),
        string.Create(CultureInfo.InvariantCulture, $"product-{random.Next(Products)}"),
        Quantity: random.Next(1, 4),
        PriceCents: random.Next(1, 800),
        Address: random.Next(4) == 0 ? "" : "somewhere");
}
