using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>The seam under control: each use of a primitive is a point of the schedule.</summary>
internal sealed class ControlledRuntime(Execution execution) : Runtime
{
    public override TimeProvider Time => execution.Time;

    public override Task Spawn(string name, Func<Task> operation) => execution.Spawn(name, operation);

    public override Gate CreateGate(string name, int permits = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        return new ControlledGate(execution, name, permits);
    }

    public override Mailbox<T> CreateMailbox<T>(string name, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new ControlledMailbox<T>(execution, name, capacity);
    }

    public override Condition CreateCondition(string name, Gate gate) =>
        new ControlledCondition(execution, name, (ControlledGate)gate);

    public override Signal CreateSignal(string name) => new ControlledSignal(execution, name);

    public override LivenessMonitor CreateMonitor(string name)
    {
        var monitor = new ControlledMonitor(name, execution);
        execution.Add(monitor);
        return monitor;
    }

    public override ValueTask PointAsync(string resource, Access access = Access.Write)
    {
        var point = execution.RentPoint(
            access == Access.Read ? "read" : "write",
            resource,
            execution.Resources.Of(resource, access),
            guard: null,
            CancellationToken.None);
        return new ValueTask(point, point.Version);
    }

    public override ValueTask<int> ChooseAsync(string faultPoint, int alternatives = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(alternatives, 1);
        execution.CheckControl(nameof(ChooseAsync));
        return new ValueTask<int>(execution.ChooseValue(faultPoint, alternatives, isFault: true));
    }

    public override Guid NewId() => execution.CheckControl(nameof(NewId)).Operation.NextId();

    public override int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        return execution.CheckControl(nameof(Next)).Operation.Next(exclusiveMax);
    }
}
