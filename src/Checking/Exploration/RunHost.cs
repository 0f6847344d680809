using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>What the formulas of a model reach while it is checked: a printer for all, the rest for each thread.</summary>
/// <param name="print">Takes a line; called by several threads.</param>
internal sealed class RunHost(Action<string> print) : EvaluationHost
{
    /// <summary>Tells what is known of the run.</summary>
    public Func<RunFacts>? Run { get; init; }

    /// <summary>Finds a behaviour to the state under judgement.</summary>
    public Func<Value>? FindTrace { get; init; }

    public override RunFacts Facts => Run?.Invoke() ?? base.Facts;

    public override void Print(string line) => print(line);

    public override Value Trace() => FindTrace?.Invoke() ?? base.Trace();
}
