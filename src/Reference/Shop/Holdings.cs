using System.Text.Json;

namespace Verified.Reference;

/// <summary>A participant that holds an amount of something in each of its streams, takes from it for an order, and
/// puts it back: units of a product, money of a customer.</summary>
/// <remarks>The amount is never negative, however many orders compete for it, since each append expects the version
/// that the decision rests on. Source: <c>Shop!StockNonNegativeInv</c>.</remarks>
/// <param name="store">Holds its streams.</param>
/// <param name="name">The participant's name.</param>
/// <param name="arrivalType">What the event is called by which something comes in.</param>
public abstract class Holdings(IEventStore store, string name, string arrivalType)
    : SagaParticipant<long>(store, name)
{
    /// <summary>Lets something come in. Durable on return; again under the same id, it changes nothing.</summary>
    /// <param name="stream">Where it is held.</param>
    /// <param name="id">The identity of this arrival.</param>
    /// <param name="amount">How much; 1 or more.</param>
    /// <param name="cancellationToken">Ends the attempt; what came of it is unknown then.</param>
    public async ValueTask ReceiveAsync(
        StreamId stream, EventId id, long amount, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        var data = JsonSerializer.SerializeToUtf8Bytes(new Arrival(amount), ShopJson.Default.Arrival);
        var result = await Store.AppendAsync(
            stream, new ExpectedVersion.Any(), [new EventData(id, arrivalType, data, default)], cancellationToken);
        if (result is not (AppendResult.Appended or AppendResult.Idempotent))
            throw new InvalidOperationException($"'{id}' was not received: {result}.");
    }

    /// <summary>How much is there now.</summary>
    public async ValueTask<long> ReadAsync(StreamId stream, CancellationToken cancellationToken = default)
    {
        var amount = Empty;
        await foreach (var recorded in Store.ReadStreamAsync(
            stream, ReadDirection.Forwards, 0, cancellationToken: cancellationToken))
            amount = Evolve(amount, recorded, SagaEnvelope.Read(recorded)?.Effect ?? 0);
        return amount;
    }

    /// <summary>How much an order takes.</summary>
    protected abstract long AmountOf(OrderRequest order);

    protected override long Empty => 0;

    protected override long Evolve(long state, RecordedEvent recorded, int effect) =>
        effect != 0 ? state - (effect * AmountOf(OrderRequest.Read(recorded.Event.Data)))
        : recorded.Event.Type == arrivalType ? state + AmountOfArrival(recorded)
        : state;

    protected override bool CanDo(long state, SagaId saga, ReadOnlyMemory<byte> request) =>
        AmountOf(OrderRequest.Read(request)) <= state; // StockNonNegativeInv

    protected override bool CanUndo(long state, SagaId saga, ReadOnlyMemory<byte> request, int attempt) => true;

    private static long AmountOfArrival(RecordedEvent recorded) =>
        JsonSerializer.Deserialize(recorded.Event.Data.Span, ShopJson.Default.Arrival)?.Amount
        ?? throw new EventStoreException.Corrupt($"The arrival at position {recorded.Position} has no amount.");
}

/// <summary>The stock: units of products, reserved for orders and released again.</summary>
/// <remarks>Source: <c>Shop!ReserveStock</c>, <c>RefuseStock</c>, <c>ReleaseStock</c>.</remarks>
/// <param name="store">Holds its streams.</param>
public sealed class Warehouse(IEventStore store) : Holdings(store, "stock", "stock-received")
{
    /// <summary>The stream of a product.</summary>
    public static StreamId StreamOf(string product) => new($"stock-{product}");

    public override StreamId StreamOf(SagaId saga, ReadOnlyMemory<byte> request) =>
        StreamOf(OrderRequest.Read(request).Product);

    protected override long AmountOf(OrderRequest order) => order.Quantity;
}

/// <summary>The accounts: money of customers, taken for orders and refunded.</summary>
/// <remarks>Source: <c>Shop!TakePayment</c>, <c>DeclinePayment</c>, <c>RefundPayment</c>.</remarks>
/// <param name="store">Holds its streams.</param>
/// <param name="failsToRefund">A refund fails in this attempt; none does by default. For rehearsals.</param>
public sealed class Accounts(IEventStore store, Func<SagaId, int, bool>? failsToRefund = null)
    : Holdings(store, "payment", "money-received")
{
    /// <summary>The stream of a customer's account.</summary>
    public static StreamId StreamOf(string customer) => new($"account-{customer}");

    public override StreamId StreamOf(SagaId saga, ReadOnlyMemory<byte> request) =>
        StreamOf(OrderRequest.Read(request).Customer);

    protected override long AmountOf(OrderRequest order) => order.PriceCents;

    protected override bool CanUndo(long state, SagaId saga, ReadOnlyMemory<byte> request, int attempt) =>
        failsToRefund is null || !failsToRefund(saga, attempt);
}
