namespace Verified.Reference;

/// <summary>Shipping: a parcel for each order, which can be recalled.</summary>
/// <remarks>Source: <c>Shop!ShipOrder</c>, <c>RefuseShipping</c>, <c>RecallParcel</c>.</remarks>
/// <param name="store">Holds its streams.</param>
/// <param name="isReachable">Whether there is a way to an address; by default to each that is not empty.</param>
public sealed class Shipping(IEventStore store, Func<string, bool>? isReachable = null)
    : SagaParticipant<int>(store, "shipping")
{
    private readonly Func<string, bool> _isReachable = isReachable ?? (address => address.Length > 0);

    /// <summary>The stream of an order's parcel.</summary>
    public override StreamId StreamOf(SagaId saga, ReadOnlyMemory<byte> request) => new($"parcel-{saga}");

    /// <summary>How many parcels are under way: none or one.</summary>
    protected override int Empty => 0;

    protected override int Evolve(int state, RecordedEvent recorded, int effect) => state + effect;

    protected override bool CanDo(int state, SagaId saga, ReadOnlyMemory<byte> request) =>
        _isReachable(OrderRequest.Read(request).Address);

    protected override bool CanUndo(int state, SagaId saga, ReadOnlyMemory<byte> request, int attempt) => true;
}
