namespace Verified.Reference;

/// <summary>The two ways of running an order: reserve, pay, ship, or take back what was done.</summary>
/// <remarks>Source: <c>Shop!Orchestration</c>, <c>Shop!Choreography</c>.</remarks>
public static class OrderSagas
{
    private static readonly EquatableArray<SagaStepNames> s_steps =
    [
        new("stock", "stock-reserved", "stock-refused", "stock-released"),
        new("payment", "payment-taken", "payment-declined", "payment-refunded"),
        new("shipping", "order-shipped", "shipping-refused", "parcel-recalled"),
    ];

    /// <summary>Orders that have a coordinator.</summary>
    public static SagaDefinition Orchestrated { get; } = Named("order");

    /// <summary>Orders that have none: each service acts on what its neighbours did.</summary>
    public static SagaDefinition Choreographed { get; } = Named("preorder") with { HasCoordinator = false };

    private static SagaDefinition Named(string name) => new(name, s_steps)
    {
        Started = "order-created",
        Completed = "order-completed",
        Aborted = "order-cancelled",
    };
}
