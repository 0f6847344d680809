using System.Globalization;
using Verified.Checking;
using Verified.Checking.Models;
using Verified.Mirror;

namespace Verified.Tests.Mutation.Judging;

/// <summary>One model of the manifest, asked in one way: does it still give its result, is the mirror still equal?</summary>
/// <param name="Entry">The model, with its expected result.</param>
/// <param name="OfMirror">Compares with the mirror; else checks.</param>
/// <param name="States">Distinct states without a change; 0 until <see cref="Calibrated"/>.</param>
/// <param name="Steps">States generated, or transitions compared, without a change.</param>
internal sealed record Judge(ManifestEntry Entry, bool OfMirror, long States = 0, long Steps = 0)
{
    // States that a glance sees; a multiple of those after which a comparison reports.
    private const int Glance = 300;

    /// <summary>How long one judgement may take; only a search without an end comes near it.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>What a judgement costs, roughly in generated states; comparing maps every value, and reads text first.</summary>
    public long Cost => 500 + (OfMirror ? 4 * Steps : Steps);

    /// <summary>Asked also about mutants that are listed as equivalent, on every run.</summary>
    public bool IsCheap => Cost <= 20_000;

    /// <summary>Checks a property that speaks of whole behaviours; else fairness makes no difference.</summary>
    public bool JudgesBehaviours { get; private init; }

    /// <summary>Equal for models of the same graph, each as deep as its properties ask for.</summary>
    public string Graph { get; private init; } = "";

    /// <summary>The comparison with the mirror under the same model.</summary>
    public Judge OfItsMirror => this with { OfMirror = true, JudgesBehaviours = false };

    /// <summary>What is known to survive is not judged at full cost on every run.</summary>
    public bool IsAskedOf(MutantKey mutant) => IsCheap || Run.IsDeep || !EquivalentMutants.Listed.Contains(mutant);

    /// <summary>A check with its counts: those of the manifest, or, where it names none, what it counts in the unchanged
    /// specification.</summary>
    /// <exception cref="InvalidOperationException">The unchanged specification does not give what the manifest says.</exception>
    public static Judge Calibrated(ManifestEntry entry, string folder)
    {
        var model = ModelLoader.Load(Path.Combine(folder, entry.Module), Path.Combine(folder, entry.Config)).Model
            ?? throw new InvalidOperationException($"{entry.Config} cannot be loaded");
        var judge = new Judge(entry, OfMirror: false)
        {
            JudgesBehaviours = !model.TemporalProperties.IsEmpty,
            Graph = GraphIdentity.Of(entry.Mirrors ?? entry.Module, model),
        };
        if (entry is { Distinct: { } distinct, Generated: { } generated })
            return judge with { States = distinct, Steps = generated };
        var check = Checker.Check(model, new CheckOptions { Workers = 1 });
        return entry.IsMetBy(check)
            ? judge with { States = check.Distinct, Steps = check.Generated }
            : throw new InvalidOperationException($"{entry.Config} gives {check.Verdict} {check.Property}");
    }

    /// <summary>Judges the specification in a folder.</summary>
    /// <param name="folder">Where the modules are.</param>
    /// <param name="pass">How much of the graph is looked at.</param>
    public Outcome Ask(string folder, Pass pass)
    {
        var load = ModelLoader.Load(Path.Combine(folder, Entry.Module), Path.Combine(folder, Entry.Config));
        if (load.Model is not { } model) return new Outcome.Stillborn(load.Diagnostics[0].ToString());
        return Limited(pass, (progress, cancellation) => OfMirror
            ? Compare(model, null, progress, cancellation)
            : Check(model, progress, cancellation));
    }

    /// <summary>Judges a changed mirror, that of another assembly, by the specification as it is.</summary>
    /// <param name="model">The loaded model.</param>
    /// <param name="neighbour">Any type of the changed assembly.</param>
    /// <param name="pass">How much of the graph is looked at.</param>
    public Outcome AskMirror(Model model, Type neighbour, Pass pass) =>
        Limited(pass, (progress, cancellation) => Compare(model, neighbour, progress, cancellation));

    /// <summary>The judges in the order in which they are asked: at a glance first.</summary>
    public static IEnumerable<(Judge Judge, Pass Pass)> InTurn(IEnumerable<Judge> judges)
    {
        var all = judges.ToList();
        return all.Where(j => j.OfMirror).Select(j => (j, Pass.Glance))
            .Concat(all.Where(j => !j.OfMirror || j.States > Glance).Select(j => (j, Pass.Whole)));
    }

    private Outcome Limited(Pass pass, Func<Progress, CancellationToken, Outcome> judge)
    {
        using var limit = new CancellationTokenSource(s_limit);
        var isGlance = pass == Pass.Glance && States > Glance;
        var progress = new Progress(isGlance ? Glance - 1 : (4 * Steps) + 20_000, limit);
        try
        {
            return judge(progress, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return isGlance ? new Outcome.Survived() : Killed(Killer.Limit, "the graph has no end in sight");
        }
    }

    private Outcome Compare(Model model, Type? neighbour, Progress progress, CancellationToken cancellation)
    {
        try
        {
            var result = MirrorComparer.Compare(Entry.Mirrors!, model, neighbour, progress, cancellation: cancellation);
            return result.Difference is { } difference
                ? Killed(Killer.Mirror, difference.Message)
                : new Outcome.Survived();
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not InsufficientExecutionStackException)
        {
            return Killed(Killer.Fault, fault.GetBaseException().Message);
        }
    }

    private Outcome Check(Model model, Progress progress, CancellationToken cancellation)
    {
        var result = Checker.Check(model, new CheckOptions { Workers = 1 }, progress, cancellation);
        if (Entry.IsMetBy(result)) return new Outcome.Survived();
        return result.Verdict switch
        {
            Verdict.Unsupported => new Outcome.Stillborn(result.Diagnostics[0].ToString()),
            Verdict.Undetermined => Killed(Killer.Limit, "the search has no end in sight"),
            Verdict.Error => Killed(Killer.Fault, result.Diagnostics[0].Message),
            Verdict.Holds when Entry.Result == Verdict.Holds => Killed(Killer.Count, string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Distinct} distinct and {result.Generated} generated, not {Entry.Distinct} and {Entry.Generated}")),
            _ => Killed(Entry.Result == Verdict.Holds ? Killer.Property : Killer.Model,
                $"{result.Verdict} {result.Property}, not {Entry.Result} {Entry.Property}"),
        };
    }

    private Outcome.Killed Killed(Killer by, string detail) =>
        new(by, Path.GetFileNameWithoutExtension(Entry.Config), MutantKey.OneLine(detail));

    /// <summary>Ends a search that goes far past what the model has.</summary>
    private sealed class Progress(long limit, CancellationTokenSource source) : IProgress<CheckProgress>, IProgress<long>
    {
        public void Report(CheckProgress value)
        {
            if (value.Generated > limit) source.Cancel();
        }

        public void Report(long value)
        {
            if (value > limit) source.Cancel();
        }
    }
}
