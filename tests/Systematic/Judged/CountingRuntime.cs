using Verified.Concurrency;

namespace Verified.Tests.Systematic;

/// <summary>A runtime that knows whether all that was begun on it has ended.</summary>
internal sealed class CountingRuntime(Runtime runtime) : Runtime
{
    private int _running;

    /// <summary>Nothing runs any more but who asks.</summary>
    public bool IsIdle => _running == 0;

    public override TimeProvider Time => runtime.Time;

    public override Task Spawn(string name, Func<Task> operation) => runtime.Spawn(name, Counted(operation));

    public override Task SpawnHere(string name, Func<Task> operation) => runtime.SpawnHere(name, Counted(operation));

    public override Gate CreateGate(string name, int permits = 1) => runtime.CreateGate(name, permits);

    public override Mailbox<T> CreateMailbox<T>(string name, int capacity) => runtime.CreateMailbox<T>(name, capacity);

    public override Condition CreateCondition(string name, Gate gate) => runtime.CreateCondition(name, gate);

    public override Signal CreateSignal(string name) => runtime.CreateSignal(name);

    public override LivenessMonitor CreateMonitor(string name) => runtime.CreateMonitor(name);

    public override ValueTask PointAsync(string resource, Access access = Access.Write) => runtime.PointAsync(resource, access);

    public override ValueTask<int> ChooseAsync(string faultPoint, int alternatives = 2) =>
        runtime.ChooseAsync(faultPoint, alternatives);

    public override Guid NewId() => runtime.NewId();

    public override int Next(int exclusiveMax) => runtime.Next(exclusiveMax);

    private Func<Task> Counted(Func<Task> operation) => async () =>
    {
        _running++;
        try
        {
            await operation();
        }
        finally
        {
            _running--;
        }
    };
}
