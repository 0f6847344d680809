using System.Collections.Concurrent;
using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Mirror;
using Verified.Tests.Mutation.Judging;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>Judges changed mirrors by the specifications: under each model in which the changed code is run at all.</summary>
internal sealed class MirrorJudges
{
    // A comparison compiles formulas into its model, so each thread has models of its own.
    private readonly ConcurrentDictionary<(int Thread, string Config), Model> _models = new();
    private readonly MutatedReference _reference = MutatedReference.Compiled;
    private readonly ImmutableArray<(Judge Judge, bool[] Reached)> _judges;
    private readonly ImmutableArray<(Claim Claim, bool[] Reached)> _claims;

    /// <summary>Asks every judge about the unchanged mirrors, and notes what code that runs.</summary>
    /// <exception cref="InvalidOperationException">The mirrors differ from their specifications without any change.</exception>
    public MirrorJudges(IReadOnlyCollection<string> modules)
    {
        var judges = modules.SelectMany(m => Panel.Of(m).Judges).Where(j => j.OfMirror).ToArray();
        var reached = new ConcurrentBag<(Judge, bool[])>();
        Parallel.ForEach(judges, judge => reached.Add((judge, Reached(judge))));
        _judges = [.. reached.OrderBy(r => (r.Item1.Cost, r.Item1.Entry.Config))];
        var claims = new ConcurrentBag<(string Config, ImmutableArray<(Claim, bool[])> Claims)>();
        Parallel.ForEach(Graphs(modules), entry => claims.Add((entry.Config, Claims(entry))));
        _claims = [.. claims.OrderBy(c => c.Config, StringComparer.Ordinal).SelectMany(c => c.Claims)];
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
    public IEnumerable<string> Reliant =>
        _claims.Where(c => c.Claim.Reliant > 0).Select(c => $"{c.Claim.Name} in {c.Claim.Reliant} cases").Distinct();

    /// <summary>Judges a mutant: the first judge that notices decides. Claims are judged where they can be false first.</summary>
    public Outcome Ask(MirrorMutant mutant)
    {
        foreach (var (claim, reached) in _claims)
            if (reached[mutant.Number] && _reference.Switch.With(mutant.Number, claim.Differs) is { } difference)
                return new Outcome.Killed(Killer.Claims, mutant.Key.Module, difference);
        var judges = _judges.Where(j => j.Reached[mutant.Number] && j.Judge.IsAskedOf(mutant.Key)).Select(j => j.Judge);
        foreach (var (judge, pass) in Judge.InTurn(judges))
            if (Ask(judge, mutant.Number, pass) is not Outcome.Survived and var outcome)
                return outcome;
        return new Outcome.Survived();
    }

    // A claim speaks of the state alone, so that models which differ in their properties only judge it alike. Those of a
    // mistake are asked too: where the design is right, some claims are true of all that is typed.
    private IEnumerable<ManifestEntry> Graphs(IReadOnlyCollection<string> modules) => modules
        .SelectMany(m => Panel.Of(m).Models).Where(e => e.Mirrors is not null)
        .DistinctBy(e => GraphIdentity.Of(e.Mirrors!, ModelOf(e)));

    private ImmutableArray<(Claim, bool[])> Claims(ManifestEntry entry) =>
    [
        .. new TypedStates(entry.Mirrors!, ModelOf(entry), _reference.Neighbour).Claims
            .Select(claim => (claim, _reference.Switch.Reached(_reference.LastNumber, () => claim.Differs()))),
    ];

    private bool[] Reached(Judge judge)
    {
        Outcome outcome = new Outcome.Survived();
        var reached = _reference.Switch.Reached(_reference.LastNumber, () => outcome = Ask(judge, 0, Pass.Whole));
        return outcome is Outcome.Survived
            ? reached
            : throw new InvalidOperationException($"{judge.Entry.Config}: {outcome}");
    }

    private Outcome Ask(Judge judge, int mutant, Pass pass)
    {
        var model = ModelOf(judge.Entry);
        return _reference.Switch.With(mutant, () => judge.AskMirror(model, _reference.Neighbour, pass));
    }

    private Model ModelOf(ManifestEntry entry) =>
        _models.GetOrAdd((Environment.CurrentManagedThreadId, entry.Config), _ => ModelLoader.Load(
            Path.Combine(Repository.Specifications, entry.Module),
            Path.Combine(Repository.Specifications, entry.Config)).Model!);
}
