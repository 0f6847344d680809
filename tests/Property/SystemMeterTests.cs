using System.Diagnostics.Metrics;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>What a system does can be read from its meter; a saga that is stuck above all.</summary>
[Trait("Row", "R27")]
public sealed class SystemMeterTests : IDisposable
{
    private static readonly Runtime s_runtime = Runtime.Production();

    private readonly SystemMeter _meter = new(TimeProvider.System);
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();

    /// <summary>What was added up or last seen, by the instrument and its tags.</summary>
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    public SystemMeterTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SystemMeter.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Measure(instrument, 1, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Bus_CountsWhatItAcceptsAndHowHandlersEnd()
    {
        PublishMiddleware guard = async (publication, next, token) => publication.Event.Type == "bad"
            ? new PublishVerdict.Veto("bad")
            : await next(publication, token);
        var bus = new LogEventBus(
            _meter.Measure(new InMemoryEventStore(TimeProvider.System)),
            s_runtime,
            "metered",
            new() { Middleware = [guard], Observer = _meter.Measure("metered") });
        _meter.Measure(bus);
        await bus.SubscribeAsync(new("good"), new Binding.Direct("t"), (_, _) => ValueTask.CompletedTask);
        await bus.SubscribeAsync(new("poor"), new Binding.Direct("t"), (_, _) => throw new InvalidOperationException("no"));
        var run = bus.RunAsync();
        await bus.PublishAsync(Event("e1", "bad"));
        await bus.PublishAndWaitAsync(Event("e2", "t"));
        var last = (PublishResult.Handled)await bus.PublishAndWaitAsync(Event("e3", "t"));
        await bus.PublishAsync(Event("e3", "t"));
        await bus.WaitForAsync(last.Position);
        _listener.RecordObservableInstruments();
        bus.Drain();
        await run;

        Assert.Equal(2, Value("verified.bus.published bus=metered"));
        Assert.Equal(1, Value("verified.bus.vetoed bus=metered"));
        Assert.Equal(2, Value("verified.bus.handled bus=metered handler=good outcome=succeeded"));
        Assert.Equal(2, Value("verified.bus.handled bus=metered handler=poor outcome=failed"));
        Assert.Equal(0, Value("verified.bus.running bus=metered"));
        Assert.True(Value("verified.bus.processed bus=metered") >= last.Position);
        Assert.Equal(1, Value("verified.store.appends outcome=Idempotent"));
        Assert.Equal(Value("verified.store.appends outcome=Appended"), Value("verified.store.events"));
    }

    [Fact]
    public async Task Saga_ThatIsStuck_ShowsInItsGaugeUntilItIsResumed()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var isClosed = true;
        var definition = OrderSagas.Orchestrated with { Retry = RetryPolicy.Immediate };
        var system = new OrderSystem(store, s_runtime, new()
        {
            Orchestrated = definition,
            FailsToRefund = (_, _) => Volatile.Read(ref isClosed),
        });
        _meter.Measure(definition, () => system.Overview.Current.View);
        await system.Warehouse.ReceiveAsync(Warehouse.StreamOf("book"), new("delivery"), 5);
        await system.Accounts.ReceiveAsync(Accounts.StreamOf("ann"), new("deposit"), 1_000);
        using var end = new CancellationTokenSource();
        var run = system.RunAsync(end.Token);

        await system.Coordinator.StartAsync(new("o1"), new OrderRequest("ann", "book", 1, 100, "").ToBytes());
        await system.Overview.WaitForAsync(view => !view.View.Parked.IsEmpty);
        _listener.RecordObservableInstruments();
        Assert.Equal((1, 1), (Value("verified.saga.stuck saga=order"), Value("verified.saga.open saga=order")));

        Volatile.Write(ref isClosed, false);
        await system.Coordinator.ResumeAsync(new("o1"));
        await system.Overview.WaitForAsync(view => view.View.Open.IsEmpty);
        _listener.RecordObservableInstruments();
        Assert.Equal((0, 0), (Value("verified.saga.stuck saga=order"), Value("verified.saga.open saga=order")));
        Assert.Equal(1, Value("verified.saga.ended saga=order outcome=aborted"));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static EventData Event(string id, string type) => new(new(id), type, default, default);

    private double Value(string name)
    {
        lock (_gate)
            return _values.GetValueOrDefault(name);
    }

    private void Measure(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        foreach (var (key, tag) in tags)
            name += $" {key}={tag}";
        lock (_gate)
            _values[name] = instrument.IsObservable ? value : _values.GetValueOrDefault(name) + value;
    }
}
