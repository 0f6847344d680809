using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>What a model's ALIAS shows of the states of a trace.</summary>
internal static class Aliases
{
    /// <summary>The steps with their aliases; where the alias has no value, or is no record, the state speaks for itself.</summary>
    public static ImmutableArray<TraceStep> Show(Model model, ImmutableArray<TraceStep> trace, int? loopStart)
    {
        if (model.Alias is not { } alias || trace.IsEmpty) return trace;
        var evaluator = new Evaluator(model.Compiled);
        var steps = ImmutableArray.CreateBuilder<TraceStep>(trace.Length);
        for (var i = 0; i < trace.Length; i++)
        {
            var next = trace[i + 1 < trace.Length ? i + 1 : loopStart ?? i];
            evaluator.Host.Level = i + 1;
            steps.Add(trace[i] with { Alias = Value(evaluator, alias, trace[i], next) });
        }

        return steps.MoveToImmutable();
    }

    private static FunctionLike? Value(Evaluator evaluator, Formula alias, TraceStep step, TraceStep next)
    {
        try
        {
            return (evaluator.Evaluate(alias, [.. step.State], [.. next.State]) as FunctionLike)?.ToExplicit();
        }
        catch (Exception fault) when (fault is EvaluationException or UnsupportedException or ValueException)
        {
            return null;
        }
    }
}
