using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>The history of every explored run is judged by the oracle, which sees only what an outsider could record: those of
/// the correct system conform, and mistakes are convicted under the rule that is about them.</summary>
public sealed class JudgedScenarioTests
{
    private const int Schedules = 500;

    private static readonly string[] s_judged = ["store", "bus", "delivery", "group", "queue", "projection", "saga", "shop"];

    public static TheoryData<string> Sound =>
        [.. Catalogue.RunningSystem.Where(s => !s.IsBroken && s_judged.Contains(s.Name.Split('-')[0])).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Sound))]
    public async Task Scenario_EveryHistoryConforms(string name)
    {
        var scenario = Catalogue.Find(name)!;
        var exploration = await SystematicTest.ExploreAsync(
            name,
            async runtime =>
            {
                using var run = new RecordedRun(name, runtime.Time);
                await scenario.WatchedBody(runtime, run.Onlookers);
                await run.ReadBackAsync();
                run.EnsureConforms();
            },
            new() { Schedules = Schedules, Strategy = SearchStrategy.Portfolio });
        exploration.EnsurePassed();
        Assert.True(exploration.Schedules > 1, exploration.ToString());
    }

    /// <summary>The rule that each mistake is convicted under.</summary>
    private static readonly Dictionary<string, string> s_rules = new()
    {
        ["store-check-then-append"] = "optimistic-concurrency",
        ["store-split-batch"] = "atomic-append",
        ["delivery-check-then-act"] = "exactly-once-effect",
        ["delivery-dual-write"] = "outbox-iff-effect",
        ["delivery-checkpoint-ahead"] = "commit-behind-processing",
        ["bus-swallow-failure"] = "outcome-per-match",
        ["bus-stop-at-failure"] = "outcome-per-match",
        ["bus-store-then-ask"] = "veto-stores-nothing",
        ["group-unfenced"] = "fenced-commit",
        ["group-commit-ahead"] = "commit-without-gap",
        ["projection-read-without-waiting"] = "read-your-writes",
        ["projection-checkpoint-apart"] = "equal-positions-equal-views",
        ["queue-no-recheck"] = "message-settled",
        ["saga-told-lost-update"] = "one-writer-per-revision",
        ["saga-told-duplicate-start"] = "one-saga-per-correlation",
        ["saga-told-no-inbox"] = "one-effect-per-step",
        ["saga-untold-no-inbox"] = "one-effect-per-step",
        ["saga-untold-double-compensation"] = "one-effect-per-step",
    };

    /// <summary>Why no history of a mistake can be convicted.</summary>
    private static readonly Dictionary<string, string> s_outOfSight = new()
    {
        ["store-new-id-on-retry"] = "two ids are two events; that they mean the same only the writer knows",
        ["delivery-check-then-act-crash"] = "the first delivery ends in a crash: that it had its effect is not certain",
        ["delivery-claim-first"] = "the first delivery ends in a crash: that it had no effect is not certain",
        ["bus-hold-permit"] = "who waits for ever leaves no line",
        ["queue-one-condition"] = "who waits for ever leaves no line",
        ["saga-told-compensate-unsettled"] = "the participant takes back what never was, which changes nothing",
        ["saga-told-silently-stuck"] = "the list of those that need a person is no part of a history",
        ["saga-told-handle-before-durable"] = "nobody acknowledges a reply that the log holds",
        ["saga-compete-check-then-reserve"] = "what a participant has room for is no part of a history",
    };

    public static TheoryData<string, string> Convicted
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, rule) in s_rules)
                data.Add(name, rule);
            return data;
        }
    }

    public static TheoryData<string> OutOfSight => [.. s_outOfSight.Keys];

    /// <summary>The oracle alone, without what the scenario knows of itself, finds the mistake.</summary>
    [Theory]
    [MemberData(nameof(Convicted))]
    public async Task Mistake_IsConvicted_UnderItsRule(string name, string rule)
    {
        var convicted = await RulesThatConvictAsync(Catalogue.Find(name)!, rule);
        Assert.True(convicted.Contains(rule), $"{name} is convicted under [{string.Join(", ", convicted.Order())}].");
    }

    /// <summary>So that the list of what cannot be seen holds no more than it must.</summary>
    [Theory]
    [MemberData(nameof(OutOfSight))]
    public async Task Mistake_OutOfSight_IsNotConvicted(string name) =>
        Assert.Empty(await RulesThatConvictAsync(Catalogue.Find(name)!, sought: null));

    [Fact]
    public void EveryMistake_IsConvictedOrOutOfSight() => Assert.Equal(
        Catalogue.RunningSystem.Where(s => s.IsBroken && s_judged.Contains(s.Name.Split('-')[0])).Select(s => s.Name).Order(),
        s_rules.Keys.Concat(s_outOfSight.Keys).Order());

    /// <summary>The rules under which runs are convicted, of all that are tried until the one that is sought is among
    /// them.</summary>
    private static async Task<IReadOnlySet<string>> RulesThatConvictAsync(Scenario scenario, string? sought)
    {
        using var convictions = new Convictions(scenario.Name, sought);
        for (var seed = 0UL; seed < 4 && !convictions.AreEnough; seed++)
        {
            await SystematicTest.ExploreAsync(
                scenario.Name,
                runtime => convictions.RunAsync(runtime, scenario.WatchedBody),
                new() { Schedules = Schedules, Strategy = SearchStrategy.Portfolio, Seed = seed, Minimise = false });
            convictions.JudgeLast();
        }

        return convictions.Rules;
    }
}
