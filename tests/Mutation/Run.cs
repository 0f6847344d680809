using System.Collections.Concurrent;
using System.Collections.Immutable;
using Verified.Tests.Mutation.Judging;
using Verified.Tests.Mutation.Mirrors;
using Verified.Tests.Mutation.Specifications;

namespace Verified.Tests.Mutation;

/// <summary>Judges many mutants on all processors.</summary>
internal static class Run
{
    /// <summary>VERIFIED_MUTATION is <c>deep</c>: mutants that are listed as equivalent are judged at full cost too.</summary>
    public static bool IsDeep => Environment.GetEnvironmentVariable("VERIFIED_MUTATION") == "deep";

    /// <summary>Judges mutants of specifications; in the order given.</summary>
    public static ImmutableArray<Judged> Specifications(
        IReadOnlyList<(Panel Panel, SpecificationMutant Mutant)> mutants, Action<Judged>? onJudged = null)
    {
        var benches = new ConcurrentBag<Bench>();
        try
        {
            return Map(mutants, item =>
            {
                var bench = benches.TryTake(out var free) ? free : new Bench();
                var judged = new Judged(item.Mutant.Key, bench.Ask(item.Mutant, JudgesOf(item.Panel, item.Mutant)));
                benches.Add(bench);
                onJudged?.Invoke(judged);
                return judged;
            });
        }
        finally
        {
            foreach (var bench in benches) bench.Dispose();
        }
    }

    /// <summary>Judges mutants of mirrors; in the order given.</summary>
    public static ImmutableArray<Judged> Mirrors(
        MirrorJudges judges, IReadOnlyList<MirrorMutant> mutants, Action<Judged>? onJudged = null) =>
        Map(mutants, mutant =>
        {
            var judged = new Judged(mutant.Key, judges.Ask(mutant));
            onJudged?.Invoke(judged);
            return judged;
        });

    /// <summary>Those who can notice the mutant at all.</summary>
    private static IEnumerable<Judge> JudgesOf(Panel panel, SpecificationMutant mutant) => panel.Judges.Where(judge =>
        (!mutant.IsTemporal || judge.JudgesBehaviours) && judge.IsAskedOf(mutant.Key));

    private static ImmutableArray<TResult> Map<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> map)
    {
        var results = new TResult[items.Count];
        Parallel.For(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => results[i] = map(items[i]));
        return [.. results];
    }
}
