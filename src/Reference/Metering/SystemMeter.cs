using System.Diagnostics.Metrics;

namespace Verified.Reference;

/// <summary>The measures of a running system: stores, buses, sagas, through one <see cref="Meter"/> named
/// <see cref="Name"/>.</summary>
/// <remarks>
/// <para>Anything that listens to <c>System.Diagnostics.Metrics</c> gets them (OpenTelemetry, <c>dotnet-counters</c>).
/// What is not measured costs nothing: the store is wrapped, the bus is given an observer, sagas are asked when somebody
/// listens. Thread-safe.</para>
/// <list type="table">
/// <item><term><c>verified.store.events</c></term><description>events appended, {event}</description></item>
/// <item><term><c>verified.store.appends</c></term><description>appends by <c>outcome</c>, {append}</description></item>
/// <item><term><c>verified.store.append.duration</c></term><description>seconds until the answer, s</description></item>
/// <item><term><c>verified.bus.published</c></term><description>events accepted, by <c>bus</c>, {event}</description></item>
/// <item><term><c>verified.bus.vetoed</c></term><description>events refused, by <c>bus</c>, {event}</description></item>
/// <item><term><c>verified.bus.handled</c></term><description>ended runs, by <c>bus</c>, <c>handler</c>, <c>outcome</c>, {run}</description></item>
/// <item><term><c>verified.bus.running</c></term><description>handlers that hold a permit, by <c>bus</c>, {run}</description></item>
/// <item><term><c>verified.bus.processed</c></term><description>the position up to which all is handled, by <c>bus</c></description></item>
/// <item><term><c>verified.saga.open</c></term><description>sagas that have not ended, by <c>saga</c>, {saga}</description></item>
/// <item><term><c>verified.saga.stuck</c></term><description>those of them that wait for a person, by <c>saga</c>, {saga}</description></item>
/// <item><term><c>verified.saga.ended</c></term><description>ended sagas, by <c>saga</c>, <c>outcome</c>, {saga}</description></item>
/// </list>
/// </remarks>
/// <param name="time">Measures durations.</param>
public sealed class SystemMeter(TimeProvider time) : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Verified";

    private readonly Meter _meter = new(Name);

    /// <summary>A store that measures what is appended to another one.</summary>
    public IEventStore Measure(IEventStore store) => new MeteredEventStore(
        store,
        time,
        _meter.CreateCounter<long>("verified.store.events", "{event}"),
        _meter.CreateCounter<long>("verified.store.appends", "{append}"),
        _meter.CreateHistogram<double>("verified.store.append.duration", "s"));

    /// <summary>An observer that counts what a bus does; for <see cref="EventBusOptions.Observer"/>.</summary>
    /// <param name="bus">The name of the bus.</param>
    public Action<EventBusAction> Measure(string bus)
    {
        var published = _meter.CreateCounter<long>("verified.bus.published", "{event}");
        var vetoed = _meter.CreateCounter<long>("verified.bus.vetoed", "{event}");
        var handled = _meter.CreateCounter<long>("verified.bus.handled", "{run}");
        var running = _meter.CreateUpDownCounter<long>("verified.bus.running", "{run}");
        var name = new KeyValuePair<string, object?>("bus", bus);
        return action =>
        {
            switch (action)
            {
                case EventBusAction.Publish:
                    published.Add(1, name);
                    break;
                case EventBusAction.PublishNested:
                    published.Add(1, name);
                    running.Add(-1, name);
                    break;
                case EventBusAction.Veto:
                    vetoed.Add(1, name);
                    break;
                case EventBusAction.StartHandler or EventBusAction.Resume:
                    running.Add(1, name);
                    break;
                case EventBusAction.HandlerSucceeds(_, var handler):
                    running.Add(-1, name);
                    handled.Add(1, name, new("handler", handler.Value), new("outcome", "succeeded"));
                    break;
                case EventBusAction.HandlerFails(_, var handler):
                    running.Add(-1, name);
                    handled.Add(1, name, new("handler", handler.Value), new("outcome", "failed"));
                    break;
            }
        };
    }

    /// <summary>Measures how far a bus is.</summary>
    public void Measure(LogEventBus bus) => _meter.CreateObservableGauge(
        "verified.bus.processed", () => new Measurement<long>(bus.Processed, new KeyValuePair<string, object?>("bus", bus.Name)));

    /// <summary>Measures the sagas of a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="overview">Their overview now, for example <c>() => projector.Current.View</c>.</param>
    public void Measure(SagaDefinition definition, Func<SagaOverview> overview)
    {
        var name = new KeyValuePair<string, object?>("saga", definition.Name);
        _meter.CreateObservableGauge("verified.saga.open", () => new Measurement<int>(overview().Open.Count, name), "{saga}");
        _meter.CreateObservableGauge("verified.saga.stuck", () => new Measurement<int>(overview().Parked.Count, name), "{saga}");
        _meter.CreateObservableCounter(
            "verified.saga.ended",
            () => overview() is var view
                ? new Measurement<int>[]
                {
                    new(view.CompletedCount, name, new("outcome", "completed")),
                    new(view.AbortedCount, name, new("outcome", "aborted")),
                }
                : [],
            "{saga}");
    }

    /// <summary>Measures no more.</summary>
    public void Dispose() => _meter.Dispose();
}
