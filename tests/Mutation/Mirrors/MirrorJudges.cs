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

    /// <summary>Asks every judge about the unchanged mirrors, and notes what code that runs.</summary>
    /// <exception cref="InvalidOperationException">The mirrors differ from their specifications without any change.</exception>
    public MirrorJudges()
    {
        var judges = Panel.Modules.SelectMany(m => Panel.Of(m).Judges).Where(j => j.OfMirror).ToArray();
        var reached = new ConcurrentBag<(Judge, bool[])>();
        Parallel.ForEach(judges, judge => reached.Add((judge, Reached(judge))));
        _judges = [.. reached.OrderBy(r => (r.Item1.Cost, r.Item1.Entry.Config))];
    }

    /// <summary>Judges a mutant: the first judge that notices decides.</summary>
    public Outcome Ask(MirrorMutant mutant)
    {
        foreach (var (judge, reached) in _judges)
            if (reached[mutant.Number] && Ask(judge, mutant.Number) is not Outcome.Survived and var outcome)
                return outcome;
        return new Outcome.Survived();
    }

    private bool[] Reached(Judge judge)
    {
        Outcome outcome = new Outcome.Survived();
        var last = _reference.Mutants[^1].Number;
        var reached = _reference.Switch.Reached(last, () => outcome = Ask(judge, 0));
        return outcome is Outcome.Survived
            ? reached
            : throw new InvalidOperationException($"{judge.Entry.Config}: {outcome}");
    }

    private Outcome Ask(Judge judge, int mutant)
    {
        var model = _models.GetOrAdd((Environment.CurrentManagedThreadId, judge.Entry.Config), _ => ModelLoader.Load(
            Path.Combine(Repository.Specifications, judge.Entry.Module),
            Path.Combine(Repository.Specifications, judge.Entry.Config)).Model!);
        return _reference.Switch.With(mutant, () => judge.AskMirror(model, _reference.Neighbour));
    }
}
