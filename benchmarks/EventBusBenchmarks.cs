using System.Diagnostics;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Benchmarks;

/// <summary>What an event costs on its way from publisher to handler through the bus on the log in memory, beside a bare
/// channel, which stores nothing, checks nothing and routes nothing.</summary>
/// <remarks>Per event of 64 bytes. Round trip: <c>BusRoundTrip</c> against <c>ChannelRoundTrip</c>, one event at a time,
/// until its handler has ended. Stream: <c>BusStream</c> against <c>ChannelStream</c>, as fast as may be.</remarks>
[ShortRunJob]
[MemoryDiagnoser]
public class EventBusBenchmarks
{
    internal const int Events = 1024;

    private static readonly HandlerId s_handler = new("handler");
    private static readonly Binding s_binding = new Binding.Direct("t");

    private readonly EventData[] _events = [.. Enumerable.Range(0, Events).Select(
        i => new EventData(new EventId($"e{i}"), "t", new byte[64], default))];

    private readonly Runtime _runtime = Runtime.Production();
    private int _handled;

    /// <summary>How long the last run took from the first event to the last, without opening and closing what it runs on.</summary>
    internal TimeSpan Published { get; private set; }

    /// <summary>How many handlers of the bus may run at once; the channels have one reader.</summary>
    [Params(1, 4)]
    public int MaxPermits { get; set; } = 1;

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public async Task ChannelRoundTrip()
    {
        var channel = Channel.CreateBounded<(EventData, TaskCompletionSource)>(256);
        var reader = _runtime.Spawn("reader", async () =>
        {
            await foreach (var (_, handled) in channel.Reader.ReadAllAsync())
            {
                _handled++;
                handled.SetResult();
            }
        });
        var began = Stopwatch.GetTimestamp();
        foreach (var data in _events)
        {
            var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await channel.Writer.WriteAsync((data, handled));
            await handled.Task;
        }

        Published = Stopwatch.GetElapsedTime(began);
        channel.Writer.Complete();
        await reader;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task BusRoundTrip()
    {
        var bus = await NewBusAsync();
        var run = bus.RunAsync();
        var began = Stopwatch.GetTimestamp();
        foreach (var data in _events)
            if (await bus.PublishAndWaitAsync(data) is not PublishResult.Handled)
                throw new InvalidOperationException("Every event is new.");
        Published = Stopwatch.GetElapsedTime(began);
        bus.Drain();
        await run;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task ChannelStream()
    {
        var channel = Channel.CreateBounded<EventData>(256);
        var reader = _runtime.Spawn("reader", async () =>
        {
            await foreach (var _ in channel.Reader.ReadAllAsync())
                _handled++;
        });
        var began = Stopwatch.GetTimestamp();
        foreach (var data in _events)
            await channel.Writer.WriteAsync(data);
        channel.Writer.Complete();
        await reader;
        Published = Stopwatch.GetElapsedTime(began);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task BusStream()
    {
        var bus = await NewBusAsync();
        var run = bus.RunAsync();
        var last = 0L;
        var began = Stopwatch.GetTimestamp();
        foreach (var data in _events)
            last = ((PublishResult.Published)await bus.PublishAsync(data)).Position;
        await bus.WaitForAsync(last);
        Published = Stopwatch.GetElapsedTime(began);
        bus.Drain();
        await run;
    }

    private async Task<LogEventBus> NewBusAsync()
    {
        var bus = new LogEventBus(new InMemoryEventStore(_runtime), _runtime, "bus", new() { MaxPermits = MaxPermits });
        await bus.SubscribeAsync(s_handler, s_binding, (_, _) =>
        {
            _handled++;
            return ValueTask.CompletedTask;
        });
        return bus;
    }
}
