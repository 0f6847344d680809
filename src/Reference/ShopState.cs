namespace Verified.Reference;

/// <summary>The constants of <c>Shop</c>.</summary>
/// <param name="Orchestrated">Orders that are run by a coordinator.</param>
/// <param name="Choreographed">Orders that are not.</param>
/// <param name="Units">How many units there are to sell.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record ShopModel(
    EquatableSet<OrderId> Orchestrated,
    EquatableSet<OrderId> Choreographed,
    int Units,
    ShopVariant Variant);

/// <summary>The identity of an order; compared ordinally. Source: <c>Shop!Orders</c>.</summary>
public readonly record struct OrderId(string Value) : IComparable<OrderId>
{
    public int CompareTo(OrderId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The design of the shop, or a mistake in it. Source: <c>Shop!Variants</c>.</summary>
public enum ShopVariant
{
    Correct,

    /// <summary>The stock is looked at first and taken from later, in two transactions.</summary>
    CheckThenReserve,

    /// <summary>A service does its step whenever it is asked to, though it may have been asked before.</summary>
    NoInbox,

    /// <summary>Where there is no coordinator, shipping acts on the reservation and does not wait for the payment.</summary>
    ShipOnReservation,
}

/// <summary>What a message asks of a service. Source: <c>Shop!RequestOf</c>.</summary>
public enum ShopRequest
{
    /// <summary>It is for others.</summary>
    Nothing,

    Do,

    /// <summary>Never do it, unless it is done.</summary>
    Cancel,

    /// <summary>Take it back.</summary>
    Undo,
}

/// <summary>The variables of <c>Shop</c>.</summary>
/// <param name="Progress">For each order what the one who runs it knows.</param>
/// <param name="Said">For each order all that was ever said about it; it may arrive at any time, and again.</param>
/// <param name="Stock">Units that are there and not reserved.</param>
/// <param name="Decisions">For each order what each service decided: its inbox.</param>
/// <param name="Effects">For each order how often the effect of each step stands.</param>
/// <param name="Checked">Orders that the stock was looked at for; always empty in the correct design.</param>
public sealed record ShopState(
    EquatableMap<OrderId, SagaProgress> Progress,
    EquatableMap<OrderId, EquatableSet<SagaMessage>> Said,
    int Stock,
    EquatableMap<OrderId, EquatableArray<SagaStepStatus>> Decisions,
    EquatableMap<OrderId, EquatableArray<int>> Effects,
    EquatableSet<OrderId> Checked);
