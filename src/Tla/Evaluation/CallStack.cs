using System.Collections.Immutable;
using Verified.Tla.Source;

namespace Verified.Tla.Evaluation;

/// <summary>A call on the way to a fault.</summary>
/// <param name="Definition">What was called.</param>
/// <param name="Call">Where from.</param>
/// <param name="Times">How often in a row: recursion that comes from one place.</param>
public readonly record struct SpecificationCall(string Definition, Span Call, int Times);

/// <summary>The calls that led to a place of the specification.</summary>
/// <remarks>Definitions are expanded where they are used, so code knows the calls it was expanded through; only recursive
/// operators run in frames of their own, which know who called them.</remarks>
internal static class CallStack
{
    /// <summary>The calls, innermost first, at most <see cref="EvaluationException.MaxStack"/>.</summary>
    /// <param name="origin">The place of the fault.</param>
    /// <param name="frame">The frame it was found in.</param>
    public static ImmutableArray<SpecificationCall> Of(Origin origin, Frame? frame)
    {
        var calls = ImmutableArray.CreateBuilder<SpecificationCall>();
        var site = origin.Caller;
        while (site is not null)
        {
            var from = site.From;
            if (frame?.Call is { } call && ReferenceEquals(call.Procedure, site))
                (from, frame) = (call.From, frame.Caller);
            if (!Add(calls, site.Definition, from.Span)) break;
            site = from.Caller;
        }

        return calls.ToImmutable();
    }

    private static bool Add(ImmutableArray<SpecificationCall>.Builder calls, string definition, Span from)
    {
        if (calls.Count > 0 && calls[^1] is var last && last.Definition == definition && last.Call == from)
            calls[^1] = last with { Times = last.Times + 1 };
        else if (calls.Count < EvaluationException.MaxStack)
            calls.Add(new SpecificationCall(definition, from, 1));
        else
            return false;
        return true;
    }
}

/// <summary>A call of a recursive operator.</summary>
/// <param name="Procedure">The site through which the operator's body was compiled: it marks code of the body.</param>
/// <param name="From">Where this call stands.</param>
internal sealed record ProcedureCall(CallSite Procedure, Origin From);
