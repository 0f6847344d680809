using System.Text;
using Verified.Adapters.Sqlite;
using Verified.Concurrency;
using Verified.Oracle;
using Verified.Reference;

namespace Verified.Tests.Conformance;

/// <summary>The bus of this repository under the kit, on any store.</summary>
#pragma warning disable CA1001 // CloseAsync disposes of it.
internal sealed class LogEventBusConformance(Func<ValueTask<IEventStore>> open) : EventBusConformance
#pragma warning restore CA1001
{
    private static readonly Runtime s_runtime = Runtime.Production();

    private IEventStore _store = null!;
    private LogEventBus _bus = null!;
    private CancellationTokenSource _stop = null!;
    private Lazy<Task> _run = null!; // publishers that begin together start one run
    private long _last;

    protected override async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _store = await open();
        _bus = new LogEventBus(_store, s_runtime, "kit", new() { MaxPermits = 3, CheckpointEvery = 10 });
        _stop = new CancellationTokenSource();
        _run = new(() => _bus.RunAsync(_stop.Token));
    }

    protected override async ValueTask SubscribeAsync(
        string consumer, string topic, ConformanceHandler handle, CancellationToken cancellationToken) =>
        await _bus.SubscribeAsync(
            new(consumer),
            new Binding.Direct(topic),
            (context, token) => handle(MessageOf(context.Recorded.Event), token),
            cancellationToken);

    protected override async ValueTask<bool> PublishAsync(
        ConformanceMessage message, CancellationToken cancellationToken)
    {
        _ = _run.Value;
        var data = new EventData(
            new(message.Id), message.Topic, message.Content, Encoding.UTF8.GetBytes(message.Key));
        var published = (PublishResult.Published)await _bus.PublishAsync(data, cancellationToken);
        lock (_stop)
            _last = Math.Max(_last, published.Position);
        return !published.IsNew;
    }

    protected override ValueTask DrainAsync(CancellationToken cancellationToken) =>
        _bus.WaitForAsync(_last, cancellationToken);

    protected override async ValueTask<IReadOnlyCollection<string>> DeadLettersOfAsync(
        string consumer, CancellationToken cancellationToken) =>
        [.. (await _bus.DeadLettersOf(new(consumer)).ReadAsync(cancellationToken)).Select(letter => letter.Message)];

    protected override async ValueTask CloseAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _run.Value;
        }
        catch (OperationCanceledException)
        {
            // As in a crash.
        }

        _stop.Dispose();
        if (_store is SqliteEventStore file)
            await file.DisposeAsync();
    }

    private static ConformanceMessage MessageOf(EventData data) =>
        new(data.Id.Value, data.Type, Encoding.UTF8.GetString(data.Metadata.Span), data.Data);
}
