namespace Verified.Reference;

/// <summary>The actions of <c>Shop</c>, with their arguments.</summary>
public abstract record ShopAction
{
    private ShopAction()
    {
    }

    /// <summary>A customer places an order. Source: <c>Shop!PlaceOrder</c>.</summary>
    public sealed record PlaceOrder(OrderId Order) : ShopAction;

    /// <summary>The coordinator hears what it waits for. Source: <c>Shop!HandleAnswer</c>.</summary>
    public sealed record HandleAnswer(OrderId Order, SagaEvent Answer) : ShopAction;

    /// <summary>The coordinator gives the order up. Source: <c>Shop!TimeOut</c>.</summary>
    public sealed record TimeOut(OrderId Order) : ShopAction;

    /// <summary>The customer hears that all is done. Source: <c>Shop!CompleteOrder</c>.</summary>
    public sealed record CompleteOrder(OrderId Order) : ShopAction;

    /// <summary>The customer hears that all is taken back. Source: <c>Shop!CancelOrder</c>.</summary>
    public sealed record CancelOrder(OrderId Order) : ShopAction;

    /// <summary>The first half of the mistake <see cref="ShopVariant.CheckThenReserve"/>.</summary>
    /// <remarks>Source: <c>Shop!CheckStock</c>.</remarks>
    public sealed record CheckStock(OrderId Order) : ShopAction;

    /// <summary>Reserves a unit. Source: <c>Shop!ReserveStock</c>.</summary>
    public sealed record ReserveStock(OrderId Order) : ShopAction;

    /// <summary>Sold out, for now. Source: <c>Shop!RefuseStock</c>.</summary>
    public sealed record RefuseStock(OrderId Order) : ShopAction;

    /// <summary>Puts the reserved unit back. Source: <c>Shop!ReleaseStock</c>.</summary>
    public sealed record ReleaseStock(OrderId Order) : ShopAction;

    /// <summary>Takes the payment. Source: <c>Shop!TakePayment</c>.</summary>
    public sealed record TakePayment(OrderId Order) : ShopAction;

    /// <summary>There is no money to take. Source: <c>Shop!DeclinePayment</c>.</summary>
    public sealed record DeclinePayment(OrderId Order) : ShopAction;

    /// <summary>Pays the money back. Source: <c>Shop!RefundPayment</c>.</summary>
    public sealed record RefundPayment(OrderId Order) : ShopAction;

    /// <summary>Ships the parcel. Source: <c>Shop!ShipOrder</c>.</summary>
    public sealed record ShipOrder(OrderId Order) : ShopAction;

    /// <summary>There is no way to the address. Source: <c>Shop!RefuseShipping</c>.</summary>
    public sealed record RefuseShipping(OrderId Order) : ShopAction;

    /// <summary>Stops the parcel before it is handed over. Source: <c>Shop!RecallParcel</c>.</summary>
    public sealed record RecallParcel(OrderId Order) : ShopAction;

    /// <summary>A service will never do its step, since it was called off in time.</summary>
    /// <remarks>Source: <c>Shop!CancelStep</c>.</remarks>
    public sealed record CancelStep(OrderId Order, int Step) : ShopAction;
}
