using Verified.Adapters.Sqlite;
using Verified.Concurrency;
using Verified.Oracle;
using Verified.Reference;

namespace Verified.Tests.Conformance;

/// <summary>The shop of this repository under the kit, with or without a coordinator, on any store. Its participants
/// are its own, and its store tells what they do.</summary>
#pragma warning disable CA1001 // CloseAsync disposes of it.
internal sealed class OrderSystemConformance(bool hasCoordinator, Func<ValueTask<IEventStore>> open) : SagaConformance
#pragma warning restore CA1001
{
    private static readonly Runtime s_runtime = Runtime.Production();

    private static readonly OrderSystemOptions s_options = new()
    {
        Orchestrated = OrderSagas.Orchestrated with { Retry = RetryPolicy.Immediate },
        Consumer = new() { Retry = RetryPolicy.Immediate },
        FailsToRefund = (_, attempt) => attempt == 1,
    };

    private IEventStore _store = null!;
    private OrderSystem _system = null!;
    private CancellationTokenSource _stop = null!;
    private Task _run = null!;
    private long _last;

    protected override bool RecordsItself => true;

    protected override async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _store = await open();
        var observed = new SagaObservingStore(
            _store, Observer, IBusObserver.None, s_options.Orchestrated, s_options.Choreographed);
        _system = new OrderSystem(observed, s_runtime, s_options);
        await _system.Warehouse.ReceiveAsync(Warehouse.StreamOf("book"), new("delivery"), 1_000, cancellationToken);
        await _system.Accounts.ReceiveAsync(Accounts.StreamOf("ann"), new("deposit"), 1_000, cancellationToken);
        _stop = new CancellationTokenSource();
        _run = _system.RunAsync(_stop.Token);
    }

    protected override async ValueTask<bool> StartAsync(ConformanceSaga saga, CancellationToken cancellationToken)
    {
        var request = new OrderRequest(
            "ann",
            "book",
            Quantity: saga.RefusedStep == 1 ? 2_000 : 1,
            PriceCents: saga.RefusedStep == 2 ? 2_000 : 1,
            Address: saga.RefusedStep == 3 ? "" : "home").ToBytes();
        var start = hasCoordinator
            ? await _system.Coordinator.StartAsync(new(saga.Id), request, cancellationToken)
            : await _system.Requester.StartAsync(new(saga.Id), request, cancellationToken);
        lock (_stop)
            _last = Math.Max(_last, start.Position);
        return start.IsNew;
    }

    protected override ValueTask DrainAsync(CancellationToken cancellationToken) =>
        _system.DrainAsync(_last, cancellationToken);

    protected override ValueTask<SagaOutcome> OutcomeOfAsync(string saga, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Its store tells.");

    protected override async ValueTask CloseAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
        _stop.Dispose();
        if (_store is SqliteEventStore file)
            await file.DisposeAsync();
    }
}
