using Microsoft.Coyote.Random;
using Microsoft.Coyote.Runtime;
using Verified.Concurrency;

namespace Verified.Tests.Systematic.Coyote;

/// <summary>The seam over what Coyote controls: tasks, completion sources, <c>lock</c> on objects.</summary>
/// <remarks>One for each run of a body. Time is not controlled: it stands still, and a body that waits for it is refused.</remarks>
internal sealed class CoyoteSeam(int faults, CoyoteTime time) : Runtime
{
    private readonly Generator _generator = Generator.Create();
    private readonly LivenessMonitor _idle = new();
    private int _faultsLeft = faults;
    private int _ids;

    public override TimeProvider Time => time;

    /// <remarks>In one step: who spawns may hold a lock that Coyote does not know.</remarks>
    public override Task Spawn(string name, Func<Task> operation)
    {
        Task? spawned = null;
        Waiters.InOneStep(() => spawned = Task.Run(operation));
        return spawned!;
    }

    public override Gate CreateGate(string name, int permits = 1) => new CoyoteGate(permits);

    public override Mailbox<T> CreateMailbox<T>(string name, int capacity) => new CoyoteMailbox<T>(capacity);

    public override Condition CreateCondition(string name, Gate gate) => new CoyoteCondition((CoyoteGate)gate);

    public override Signal CreateSignal(string name) => new CoyoteSignal();

    public override LivenessMonitor CreateMonitor(string name) => _idle;

    public override ValueTask PointAsync(string resource, Access access = Access.Write)
    {
        SchedulingPoint.Interleave();
        return default;
    }

    public override ValueTask<int> ChooseAsync(string faultPoint, int alternatives = 2)
    {
        var value = _faultsLeft > 0 ? _generator.NextInteger(alternatives) : 0;
        if (value > 0)
            _faultsLeft--;
        return new ValueTask<int>(value);
    }

    public override Guid NewId() => new(++_ids, 0, 0, new byte[8]);

    public override int Next(int exclusiveMax) => _generator.NextInteger(exclusiveMax);
}
