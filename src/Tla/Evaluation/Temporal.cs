using System.Collections.Immutable;
using Verified.Tla.Source;

namespace Verified.Tla.Evaluation;

/// <summary>A temporal formula in negation normal form: atoms are formulas of a state or of a step.</summary>
/// <remarks>A step formula is only ever boxed or fair (TLA+), yet any place is given its meaning here: it speaks of the
/// step that begins there. <c>P ~> Q</c> is <c>[](P => &lt;>Q)</c>; WF and SF are spelled out.</remarks>
public abstract record Temporal
{
    private Temporal()
    {
    }

    /// <summary>A formula of a state or a step, or its negation.</summary>
    public sealed record Atom(Formula Formula, bool IsNegated) : Temporal;

    public sealed record And(ImmutableArray<Temporal> Items) : Temporal;

    public sealed record Or(ImmutableArray<Temporal> Items) : Temporal;

    /// <summary><c>[]F</c>.</summary>
    public sealed record Always(Temporal Body) : Temporal;

    /// <summary><c>&lt;>F</c>.</summary>
    public sealed record Eventually(Temporal Body) : Temporal;

    /// <summary>The formula's opposite, again in normal form.</summary>
    public Temporal Negate() => this switch
    {
        Atom a => a with { IsNegated = !a.IsNegated },
        And a => new Or([.. a.Items.Select(i => i.Negate())]),
        Or o => new And([.. o.Items.Select(i => i.Negate())]),
        Always a => new Eventually(a.Body.Negate()),
        Eventually e => new Always(e.Body.Negate()),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>A conjunct of a property or of a specification that speaks of behaviours.</summary>
/// <param name="Name">What it is called in the report: the definition it was written in.</param>
public sealed record TemporalProperty(string Name, Temporal Formula, Span Span);
