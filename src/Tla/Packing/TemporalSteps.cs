using System.Collections.Immutable;
using Verified.Tla.Evaluation;

namespace Verified.Tla.Packing;

/// <summary>The steps of temporal formulas that a search follows: which of them a successor is, a bit each.</summary>
/// <remarks>
/// <c>&lt;&lt;A>>_v</c> is taken by a step iff running A as an action leads there and v changes, and is enabled iff it
/// leads anywhere so; where A gives every variable a value, that is what its formula says. <c>[A]_v</c> is also each step that
/// does not change v. Safe for several threads.
/// </remarks>
public sealed class TemporalSteps
{
    /// <summary>No more are followed.</summary>
    public const int Most = 128;

    private readonly ImmutableArray<TemporalStep> _steps;
    private ulong _low;
    private ulong _high;

    private TemporalSteps(ImmutableArray<TemporalStep> steps) => _steps = steps;

    /// <summary>Those of a model that can be followed. Not safe while evaluators run.</summary>
    public static TemporalSteps Of(CompiledModel model, IEnumerable<TemporalStep> steps)
    {
        var followed = ImmutableArray.CreateBuilder<TemporalStep>();
        foreach (var step in steps)
        {
            if (followed.Count == Most) break;
            model.Compile(step);
            if (step.Action is not null) followed.Add(step);
        }

        return new TemporalSteps(followed.ToImmutable());
    }

    /// <summary>The steps that one which changes nothing is.</summary>
    public UInt128 Stuttering
    {
        get
        {
            UInt128 steps = 0;
            for (var i = 0; i < _steps.Length; i++)
                if (_steps[i].IsBox) steps |= UInt128.One << i;
            return steps;
        }
    }

    internal ImmutableArray<TemporalStep> Items => _steps;

    /// <summary>The bit of a step; negative if it was not followed to the end.</summary>
    public int BitOf(TemporalStep step) =>
        _steps.IndexOf(step) is var bit and >= 0 && (GivenUp >> bit & 1) == 0 ? bit : -1;

    /// <summary>Steps that are no longer followed: an action has no value somewhere, or is too much work.</summary>
    internal UInt128 GivenUp => new(Volatile.Read(ref _high), Volatile.Read(ref _low));

    internal void GiveUp(UInt128 steps)
    {
        Interlocked.Or(ref _low, (ulong)(steps & ulong.MaxValue));
        Interlocked.Or(ref _high, (ulong)(steps >> 64));
    }
}
