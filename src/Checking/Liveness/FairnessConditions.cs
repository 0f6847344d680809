using System.Collections.Immutable;
using Verified.Tla.Evaluation;

namespace Verified.Checking.Liveness;

/// <summary>What a specification promises of infinite behaviours, sorted by how a search uses it.</summary>
/// <param name="Recurring">Disjunctions of literals that hold again and again: <c>[]&lt;>(~a \/ b)</c>, weak fairness among
/// them.</param>
/// <param name="Compassion">Pairs of <c>[]&lt;>enabled => []&lt;>taken</c>: strong fairness.</param>
/// <param name="Others">Anything else; it joins the automaton.</param>
internal sealed record FairnessConditions(
    ImmutableArray<ImmutableArray<(int Atom, bool IsNegated)>> Recurring,
    ImmutableArray<(int Enabled, int Taken)> Compassion,
    ImmutableArray<Temporal> Others)
{
    public static FairnessConditions Of(IEnumerable<TemporalProperty> fairness, AtomTable atoms)
    {
        var recurring = ImmutableArray.CreateBuilder<ImmutableArray<(int, bool)>>();
        var compassion = ImmutableArray.CreateBuilder<(int, int)>();
        var others = ImmutableArray.CreateBuilder<Temporal>();
        var todo = new Stack<Temporal>(fairness.Select(f => f.Formula));
        while (todo.TryPop(out var formula))
            switch (formula)
            {
                case Temporal.And and:
                    foreach (var item in and.Items) todo.Push(item);
                    break;
                case Temporal.Always { Body: Temporal.Eventually { Body: var body } } when Literals(body) is { } literals:
                    recurring.Add([.. literals.Select(l => (atoms.Add(l.Formula), l.IsNegated))]);
                    break;
                case Temporal.Or
                {
                    Items: [
                    Temporal.Eventually { Body: Temporal.Always { Body: Temporal.Atom { IsNegated: true } enabled } },
                    Temporal.Always { Body: Temporal.Eventually { Body: Temporal.Atom { IsNegated: false } taken } }]
                }:
                    compassion.Add((atoms.Add(enabled.Formula), atoms.Add(taken.Formula)));
                    break;
                default:
                    others.Add(formula);
                    break;
            }

        return new FairnessConditions(recurring.ToImmutable(), compassion.ToImmutable(), others.ToImmutable());
    }

    private static Temporal.Atom[]? Literals(Temporal formula) => formula switch
    {
        Temporal.Atom atom => [atom],
        Temporal.Or { Items: var items } when items.All(i => i is Temporal.Atom) => [.. items.Cast<Temporal.Atom>()],
        _ => null,
    };
}
