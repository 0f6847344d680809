using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Verified.Concurrency;

namespace Verified.Benchmarks;

/// <summary>What the seam costs in production, beside what it stands on.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class SeamBenchmarks : IDisposable
{
    private const int Operations = 10_000;

    private readonly Runtime _runtime = Runtime.Production();
    private readonly SemaphoreSlim _semaphore = new(1);
    private readonly Gate _gate;

    public SeamBenchmarks() => _gate = _runtime.CreateGate("gate");

    [GlobalCleanup]
    public void Dispose()
    {
        _semaphore.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public async Task SemaphoreSlimUncontended()
    {
        for (var i = 0; i < Operations; i++)
        {
            await _semaphore.WaitAsync();
            _semaphore.Release();
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public async Task GateUncontended()
    {
        for (var i = 0; i < Operations; i++)
            (await _gate.EnterAsync()).Dispose();
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task SemaphoreSlimContended() => Contend(async () =>
    {
        await _semaphore.WaitAsync();
        await Task.Yield();
        _semaphore.Release();
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task GateContended() => Contend(async () =>
    {
        using (await _gate.EnterAsync())
            await Task.Yield();
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public async Task BareChannel()
    {
        var channel = Channel.CreateBounded<int>(128);
        var sending = _runtime.Spawn("sending", async () =>
        {
            for (var i = 0; i < Operations; i++)
                await channel.Writer.WriteAsync(i);
            channel.Writer.Complete();
        });
        while (await channel.Reader.WaitToReadAsync())
            while (channel.Reader.TryRead(out _))
            {
            }

        await sending;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public async Task Mailbox()
    {
        var mailbox = _runtime.CreateMailbox<int>("mailbox", 128);
        var sending = _runtime.Spawn("sending", async () =>
        {
            for (var i = 0; i < Operations; i++)
                await mailbox.SendAsync(i);
            mailbox.Complete();
        });
        while (await mailbox.WaitToReceiveAsync())
            while (mailbox.TryReceive(out _))
            {
            }

        await sending;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public async Task Point()
    {
        for (var i = 0; i < Operations; i++)
            await _runtime.PointAsync("resource");
    }

    private Task Contend(Func<Task> operation) => Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
        _runtime.Spawn("contender", async () =>
        {
            for (var i = 0; i < Operations / 4; i++)
                await operation();
        })));
}
