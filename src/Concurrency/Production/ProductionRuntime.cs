namespace Verified.Concurrency;

/// <summary>The thin side of the seam: each primitive over what the platform has.</summary>
internal sealed class ProductionRuntime(TimeProvider time, Random? random) : Runtime
{
    /// <summary>Watches nothing, so one serves all.</summary>
    private static readonly LivenessMonitor s_idle = new();

    private readonly bool _isSystemTime = time == TimeProvider.System;

    /// <summary>What <see cref="Now"/> answered first in this tick.</summary>
    private Answer _now = new(long.MinValue, default);

    public override TimeProvider Time => time;

    public override DateTimeOffset Now
    {
        get
        {
            if (!_isSystemTime)
                return time.GetUtcNow();
            var tick = Environment.TickCount64;
            return Volatile.Read(ref _now) is var now && now.Tick == tick ? now.Time : Ask(tick);
        }
    }

    // This is the door through which work reaches the pool; everything else asks here.
#pragma warning disable RS0030
    public override Task Spawn(string name, Func<Task> operation) => Task.Run(operation);
#pragma warning restore RS0030

    public override Task SpawnHere(string name, Func<Task> operation)
    {
        try
        {
            return operation();
        }
#pragma warning disable CA1031 // Whatever it throws before its first await ends its task, as it would elsewhere.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Task.FromException(e);
        }
    }

    public override Gate CreateGate(string name, int permits = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        return new ProductionGate(permits);
    }

    public override Mailbox<T> CreateMailbox<T>(string name, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new ProductionMailbox<T>(capacity);
    }

    public override Condition CreateCondition(string name, Gate gate) => new ProductionCondition(gate);

    public override Signal CreateSignal(string name) => new ProductionSignal();

    public override LivenessMonitor CreateMonitor(string name) => s_idle;

    public override ValueTask PointAsync(string resource, Access access = Access.Write) => default;

    public override ValueTask<int> ChooseAsync(string faultPoint, int alternatives = 2) => default;

    public override Guid NewId()
    {
        if (random is null)
            return Guid.CreateVersion7(time.GetUtcNow());
        Span<byte> bytes = stackalloc byte[16];
        lock (random)
            random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public override int Next(int exclusiveMax)
    {
#pragma warning disable RS0030 // And this is the door to randomness.
        if (random is null)
            return Random.Shared.Next(exclusiveMax);
#pragma warning restore RS0030
        lock (random)
            return random.Next(exclusiveMax);
    }

    private DateTimeOffset Ask(long tick)
    {
        var now = time.GetUtcNow();
        Volatile.Write(ref _now, new Answer(tick, now));
        return now;
    }

    private sealed record Answer(long Tick, DateTimeOffset Time);
}
