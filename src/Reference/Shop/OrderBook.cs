using System.Collections.Immutable;

namespace Verified.Reference;

/// <summary>What customers see of their orders, and the shop of its sales.</summary>
/// <remarks>A view for a <see cref="Projector{TView}"/>. Memory grows with the orders. An event costs O(log orders).</remarks>
/// <param name="Orders">Each order.</param>
/// <param name="RevenueCents">What the completed orders brought in, in cents.</param>
/// <param name="UnitsSold">Units of each product in completed orders.</param>
public sealed record OrderBook(
    ImmutableSortedDictionary<SagaId, OrderEntry> Orders,
    long RevenueCents,
    ImmutableSortedDictionary<string, int> UnitsSold)
{
    /// <summary>Nothing was ordered yet.</summary>
    public static OrderBook Empty { get; } = new(
        ImmutableSortedDictionary<SagaId, OrderEntry>.Empty,
        0,
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    /// <summary>The book after an event of the log. Pure.</summary>
    public static OrderBook Evolve(OrderBook book, RecordedEvent recorded) => SagaEnvelope.Read(recorded) switch
    {
        { Message: SagaEvent.Started } started => book.With(
            started.Saga, new OrderEntry(OrderRequest.Read(started.Request), OrderStatus.Created)),
        { Effect: +1, Message: SagaEvent.StepDone(var step) } done => book.Moved(done.Saga, StandingAt(step)),
        { Effect: -1, Message: SagaEvent.StepUndone(var step) } undone => book.Moved(undone.Saga, StandingAt(step - 1)),
        { Notice: SagaEnvelope.Aborted } aborted => book.Moved(aborted.Saga, OrderStatus.Cancelled),
        { Notice: SagaEnvelope.Completed } completed => book.Completed(completed.Saga),
        _ => book,
    };

    private OrderBook Completed(SagaId order)
    {
        var request = Orders[order].Request;
        return Moved(order, OrderStatus.Completed) with
        {
            RevenueCents = RevenueCents + request.PriceCents,
            UnitsSold = UnitsSold.SetItem(
                request.Product, UnitsSold.GetValueOrDefault(request.Product) + request.Quantity),
        };
    }

    private OrderBook Moved(SagaId order, OrderStatus status) =>
        With(order, Orders[order] with { Status = status });

    private OrderBook With(SagaId order, OrderEntry entry) => this with { Orders = Orders.SetItem(order, entry) };

    private static OrderStatus StandingAt(int step) => (OrderStatus)step;
}

/// <summary>An order as its customer sees it.</summary>
public sealed record OrderEntry(OrderRequest Request, OrderStatus Status);

/// <summary>How far an order is: the last of its steps that stands, or how it ended.</summary>
public enum OrderStatus
{
    Created = 0,

    /// <summary>Its units are reserved.</summary>
    Reserved = 1,

    Paid = 2,

    Shipped = 3,

    /// <summary>It ended, and the goods are on their way.</summary>
    Completed,

    /// <summary>It ended, and nothing of it stands.</summary>
    Cancelled,
}
