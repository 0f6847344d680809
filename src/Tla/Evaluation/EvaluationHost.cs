using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>What evaluation may reach outside of a specification. Each thread that evaluates has one of its own.</summary>
public class EvaluationHost
{
    private readonly Dictionary<Value, Value> _registers = [];
    private Random? _random;

    /// <summary>Decides what is drawn at random; 0 by default.</summary>
    public int Seed { get; init; }

    /// <summary>What <c>RandomElement</c> and its like draw from.</summary>
    public Random Random => _random ??= new Random(Seed);

    /// <summary>What <c>TLCGet("level")</c> tells: the place of the state in its behaviour, from 1; 0 where there is no
    /// state, as in assumptions.</summary>
    public int Level { get; set; }

    /// <summary>What is known of the run so far.</summary>
    public virtual RunFacts Facts => new("bfs", 0, 0, 0, 0, 0);

    /// <summary>A behaviour that leads to the state under judgement, as a sequence of records.</summary>
    /// <exception cref="ValueException">There is no such state.</exception>
    public virtual Value Trace() => throw new ValueException("there is no state here that a trace could lead to");

    /// <summary>Whether the specification asked for the end of the run (<c>TLCSet("exit", TRUE)</c>).</summary>
    public bool IsExitRequested { get; private set; }

    /// <summary>A line printed by <c>Print</c> or <c>PrintT</c>; nothing is done with it by default.</summary>
    public virtual void Print(string line)
    {
    }

    /// <summary>The value of a register, or null where it was never set.</summary>
    public Value? Register(Value key) => _registers.GetValueOrDefault(key);

    /// <summary>Sets a register.</summary>
    public void SetRegister(Value key, Value value) => _registers[key] = value.Canonical();

    /// <summary>Takes over the registers of another host, as workers do at their start.</summary>
    public void CopyRegisters(EvaluationHost from)
    {
        foreach (var (key, value) in from._registers) _registers[key] = value;
    }

    /// <summary>Notes that the specification asks for the end of the run.</summary>
    public void RequestExit() => IsExitRequested = true;
}

/// <summary>What a specification may ask of the run that checks it.</summary>
/// <param name="Mode"><c>bfs</c> or <c>simulate</c>.</param>
/// <param name="Generated">States generated so far.</param>
/// <param name="Distinct">Distinct states so far.</param>
/// <param name="Queue">States found and not yet expanded.</param>
/// <param name="Diameter">States on the longest behaviour so far.</param>
/// <param name="Seconds">Since the start.</param>
public readonly record struct RunFacts(
    string Mode, long Generated, long Distinct, long Queue, int Diameter, long Seconds)
{
    /// <summary>How many threads search.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Whether a state without successor is an error.</summary>
    public bool ChecksDeadlock { get; init; } = true;
}
