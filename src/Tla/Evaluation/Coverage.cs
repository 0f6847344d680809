using System.Collections.Immutable;
using Verified.Tla.Semantics;
using Verified.Tla.Source;

namespace Verified.Tla.Evaluation;

/// <summary>How often the conjuncts of a next-state relation were reached, and how often they were true. Safe for threads.</summary>
public sealed class Coverage
{
    private readonly Dictionary<Span, Tally> _tallies = [];

    /// <summary>The conjuncts, in the order of their text.</summary>
    public ImmutableArray<ConjunctCoverage> Conjuncts =>
    [
        .. _tallies.Values.Select(t => new ConjunctCoverage(t.Span, t.Reached, t.Passed))
            .OrderBy(c => c.Span.Source.Path, StringComparer.Ordinal).ThenBy(c => c.Span.Start),
    ];

    internal Tally Of(Span span) =>
        _tallies.TryGetValue(span, out var known) ? known : _tallies[span] = new Tally(span);

    /// <summary>The counts of one conjunct.</summary>
    internal sealed class Tally(Span span)
    {
        public long Reached;
        public long Passed;

        public Span Span { get; } = span;
    }
}

/// <summary>A conjunct of an action: how often it was reached, and how often the action went on behind it.</summary>
public readonly record struct ConjunctCoverage(Span Span, long Reached, long Passed);

/// <summary>Counts that a conjunct is reached.</summary>
internal sealed class ReachedAction(Coverage.Tally tally, ActionCode then, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        Interlocked.Increment(ref tally.Reached);
        return then.Run(frame);
    }
}

/// <summary>Counts that a conjunct is true.</summary>
internal sealed class PassedAction(Coverage.Tally tally, ActionCode then, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        Interlocked.Increment(ref tally.Passed);
        return then.Run(frame);
    }
}

/// <summary>What must be true somewhere for a property not to hold for want of cases.</summary>
internal static class Premises
{
    /// <summary>For each conjunct <c>P => Q</c> its P, for each <c>\A x \in S : …</c> that S is not empty.</summary>
    public static IEnumerable<(Expr Premise, Environment Env)> Of(Expr e, Environment env, ExpressionCompiler compiler)
    {
        switch (e)
        {
            case Expr.Builtin { Operator.Operation: Operation.And } and:
                for (var i = 0; i < and.Arguments.Length; i++)
                    foreach (var premise in Of(and[i], env, compiler))
                        yield return premise;
                break;
            case Expr.Call { Arguments.IsEmpty: true } when compiler.Peek(e, env) is var (meaning, inside):
                foreach (var premise in Of(meaning, inside, compiler))
                    yield return premise;
                break;
            case Expr.Builtin { Operator.Operation: Operation.Implies } or Expr.Quantifier { IsUniversal: true }:
                if (PremiseOf(e) is { } found) yield return (found, env);
                break;
        }
    }

    private static Expr? PremiseOf(Expr e) => e switch
    {
        Expr.Builtin { Operator.Operation: Operation.Implies } implies => implies[0],
        Expr.Quantifier { IsUniversal: true } all when all.Bindings.All(b => b.Set is not null) => new Expr.Quantifier(
            false, all.Bindings, PremiseOf(all.Body) ?? new Expr.Literal(Values.BoolValue.True, all.Span), all.Span, all.Level),
        _ => null,
    };
}
