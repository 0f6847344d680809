using System.Collections.Concurrent;
using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tests.Mutation.Judging;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>Judges changed mirrors by the specifications: under each model in which the changed code is run at all.</summary>
internal sealed class MirrorJudges
{
    // A comparison compiles formulas into its model, so each thread has models of its own.
    private readonly ConcurrentDictionary<(int Thread, string Config), Model> _models = new();
    private readonly MutatedReference _reference = MutatedReference.Compiled;
    private readonly ImmutableArray<(Judge Judge, bool[] Reached)> _judges;
    private readonly ImmutableArray<(string Module, TypedStates States, bool[] Reached)> _claims;

    /// <summary>Asks every judge about the unchanged mirrors, and notes what code that runs.</summary>
    /// <exception cref="InvalidOperationException">The mirrors differ from their specifications without any change.</exception>
    public MirrorJudges(IReadOnlyCollection<string> modules)
    {
        var judges = modules.SelectMany(m => Panel.Of(m).Judges).Where(j => j.OfMirror).ToArray();
        var reached = new ConcurrentBag<(Judge, bool[])>();
        Parallel.ForEach(judges, judge => reached.Add((judge, Reached(judge))));
        _judges = [.. reached.OrderBy(r => (r.Item1.Cost, r.Item1.Entry.Config))];
        _claims = [.. judges.Where(j => j.Entry.Result == Checking.Verdict.Holds).DistinctBy(j => j.Entry.Mirrors).Select(Claims)];
        var mirrors = judges.Select(j => j.Entry.Mirrors).ToHashSet();
        // What no judge runs is part of a mirror that is weakly judged, or of a shell; some judges alone cannot tell.
        var areAll = Panel.Modules.All(modules.Contains);
        Mutants =
        [
            .. _reference.Mutants.Where(m => (areAll && mirrors.Contains(m.Key.Module))
                || _judges.Any(j => j.Reached[m.Number]) || _claims.Any(c => c.Reached[m.Number])),
        ];
    }

    /// <summary>The mutants of these mirrors, and of what other code they run.</summary>
    public ImmutableArray<MirrorMutant> Mutants { get; }

    /// <summary>Claims of mirrors that rely on what is reachable.</summary>
    public IEnumerable<string> Reliant => _claims.SelectMany(c => c.States.Reliant.Select(claim => $"{c.Module}.{claim}"));

    /// <summary>Judges a mutant: the first judge that notices decides. Claims are judged where they can be false first.</summary>
    public Outcome Ask(MirrorMutant mutant)
    {
        foreach (var (module, states, reached) in _claims)
            if (reached[mutant.Number] && _reference.Switch.With(mutant.Number, states.Differs) is { } difference)
                return new Outcome.Killed(Killer.Claims, module, difference);
        foreach (var (judge, reached) in _judges)
            if (reached[mutant.Number] && Judged(judge, mutant) && Ask(judge, mutant.Number) is not Outcome.Survived and var outcome)
                return outcome;
        return new Outcome.Survived();
    }

    private static bool Judged(Judge judge, MirrorMutant mutant) => judge.IsCheap || Run.IsDeep || !EquivalentMutants.Listed.Contains(mutant.Key);

    private (string, TypedStates, bool[]) Claims(Judge judge)
    {
        var states = new TypedStates(judge.Entry.Mirrors!, ModelOf(judge), _reference.Neighbour);
        return (judge.Entry.Mirrors!, states, _reference.Switch.Reached(_reference.LastNumber, () => states.Differs()));
    }

    private bool[] Reached(Judge judge)
    {
        Outcome outcome = new Outcome.Survived();
        var reached = _reference.Switch.Reached(_reference.LastNumber, () => outcome = Ask(judge, 0));
        return outcome is Outcome.Survived
            ? reached
            : throw new InvalidOperationException($"{judge.Entry.Config}: {outcome}");
    }

    private Outcome Ask(Judge judge, int mutant)
    {
        var model = ModelOf(judge);
        return _reference.Switch.With(mutant, () => judge.AskMirror(model, _reference.Neighbour));
    }

    private Model ModelOf(Judge judge) =>
        _models.GetOrAdd((Environment.CurrentManagedThreadId, judge.Entry.Config), _ => ModelLoader.Load(
            Path.Combine(Repository.Specifications, judge.Entry.Module),
            Path.Combine(Repository.Specifications, judge.Entry.Config)).Model!);
}
