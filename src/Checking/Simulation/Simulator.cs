using Verified.Checking.Exploration;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;

namespace Verified.Checking.Simulation;

/// <summary>Follows random behaviours instead of exploring all states.</summary>
/// <remarks>
/// Behaviour n is decided by the seed and n alone, so the answer does not depend on the number of threads: of several
/// behaviours that violate something, the first by number is told.
/// </remarks>
internal sealed class Simulator(Model model, CheckOptions options, EvaluationHost main, Action<string> print)
{
    private readonly Lock _gate = new();
    private long _next;
    private long _finished;
    private long _states;
    private (long Number, BehaviourEnd End)? _first;

    /// <summary>Behaviours followed to their end.</summary>
    public long Behaviours => Interlocked.Read(ref _finished);

    /// <summary>States of all behaviours together.</summary>
    public long States => Interlocked.Read(ref _states);

    /// <summary>The first behaviour that ended in a finding, or null, and its number, from 1.</summary>
    public (long Number, BehaviourEnd End)? Found => _first is var (number, end) ? (number + 1, end) : null;

    /// <summary>Follows <paramref name="behaviours"/>, calling <paramref name="tick"/> about every 200 ms.</summary>
    /// <returns>False if it was cancelled before.</returns>
    public bool Run(long behaviours, Action tick, CancellationToken cancellation)
    {
        var workers = model.IsOrdered ? 1 : Math.Max(1, options.Workers);
        DeepThreads.Run(model.Compiled, workers, _ => Work(behaviours, cancellation), tick);
        return !cancellation.IsCancellationRequested;
    }

    private void Work(long behaviours, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next) - 1;
            if (number >= behaviours || _first?.Number < number) return;
            var behaviour = new Behaviour(model, options, Host(number), cancellation);
            var end = behaviour.Follow();
            Interlocked.Add(ref _states, behaviour.Length);
            Interlocked.Increment(ref _finished);
            if (end is null) continue;
            lock (_gate)
                if (_first is null || number < _first.Value.Number)
                    _first = (number, end);
        }
    }

    private RunHost Host(long number)
    {
        var host = new RunHost(print)
        {
            Seed = unchecked((int)(options.Seed * 1_000_003L + number)),
            Run = () => new RunFacts("simulate", States, States, 0, 0, 0) { Workers = options.Workers },
        };
        host.CopyRegisters(main);
        return host;
    }
}
