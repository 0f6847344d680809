using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>Stories that are drawn with a mistake in them, told to the oracle alone: the history of a run that fails is
/// convicted under the rule that is about the mistake.</summary>
public sealed class JudgedStoryTests
{
    /// <summary>Stories in which a mistake must be convicted, a schedule each.</summary>
    private const int Stories = 5_000;

    /// <summary>Stories in which one that is out of sight must not be.</summary>
    private const int StoriesOutOfSight = 200;

    /// <summary>More than any story needs, so that one which never ends is soon seen not to.</summary>
    private const int Steps = 500;

    /// <summary>The rule that each mistake is convicted under.</summary>
    private static readonly Dictionary<string, string> s_rules = new()
    {
        ["store-drawn-check-then-append"] = "optimistic-concurrency",
        ["store-drawn-split-batch"] = "atomic-append",
        ["delivery-drawn-check-then-act"] = "exactly-once-effect",
        ["delivery-drawn-dual-write"] = "outbox-iff-effect",
        ["delivery-drawn-checkpoint-ahead"] = "commit-behind-processing",
        ["bus-drawn-swallow-failure"] = "outcome-per-match",
        ["bus-drawn-store-then-ask"] = "veto-stores-nothing",
        ["group-drawn-unfenced"] = "fenced-commit",
        ["group-drawn-commit-ahead"] = "commit-without-gap",
        ["queue-drawn-no-recheck"] = "message-settled",
        ["projection-drawn-read-without-waiting"] = "read-your-writes",
        ["projection-drawn-checkpoint-apart"] = "equal-positions-equal-views",
        ["saga-drawn-lost-update"] = "one-writer-per-revision",
        ["saga-drawn-no-inbox"] = "one-effect-per-step",
        ["saga-drawn-untold-no-inbox"] = "one-effect-per-step",
        ["saga-drawn-untold-double-compensation"] = "one-effect-per-step",
        ["shop-drawn-no-inbox"] = "one-effect-per-step",
        ["shop-drawn-ship-on-reservation"] = "saga-step-order",
    };

    /// <summary>Why no history of a mistake can be convicted.</summary>
    private static readonly Dictionary<string, string> s_outOfSight = new()
    {
        ["store-drawn-new-id-on-retry"] = "two ids are two events; that they mean the same only the writer knows",
        ["delivery-drawn-claim-first"] = "the first delivery ends in a crash: that it had no effect is not certain",
        ["bus-drawn-hold-permit"] = "who waits for ever leaves no line",
        ["bus-drawn-stop-at-failure"] = "an event may be set aside before it is handed out, and who is told so is told that it failed",
        ["queue-drawn-one-condition"] = "who waits for ever leaves no line",
        ["saga-drawn-compensate-unsettled"] = "the participant takes back what never was, which changes nothing",
        ["saga-drawn-silently-stuck"] = "the list of those that need a person is no part of a history",
        ["saga-drawn-handle-before-durable"] = "nobody acknowledges a reply that the log holds",
        ["saga-drawn-check-then-reserve"] = "what a participant has room for is no part of a history",
        ["shop-drawn-check-then-reserve"] = "how many units there are is no part of a history",
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

    [Theory]
    [MemberData(nameof(Convicted))]
    public async Task Mistake_IsConvicted_UnderItsRule(string name, string rule)
    {
        var convicted = await RulesThatConvictAsync(name, rule);
        Assert.True(convicted.Contains(rule), $"{name} is convicted under [{string.Join(", ", convicted.Order())}].");
    }

    /// <summary>So that the list of what cannot be seen holds no more than it must.</summary>
    [Theory]
    [MemberData(nameof(OutOfSight))]
    public async Task Mistake_OutOfSight_IsNotConvicted(string name) =>
        Assert.Empty(await RulesThatConvictAsync(name, sought: null));

    [Fact]
    public void EveryMistake_IsConvictedOrOutOfSight() => Assert.Equal(
        Catalogue.Drawn.Where(drawn => drawn.IsBroken).Select(drawn => drawn.Name).Order(),
        s_rules.Keys.Concat(s_outOfSight.Keys).Order());

    /// <summary>The rules under which runs that fail are convicted, until the one that is sought is among them.</summary>
    /// <remarks>An exploration ends where a run leaves something behind; another one goes on then, twenty at most.</remarks>
    private static async Task<IReadOnlySet<string>> RulesThatConvictAsync(string name, string? sought)
    {
        var drawn = Catalogue.Drawn.Single(drawn => drawn.Name == name);
        var space = new ScenarioSpace<Story>(drawn.Draw, story => story.Simpler());
        using var convictions = new Convictions(name, sought);
        var (told, most) = (0L, sought is null ? StoriesOutOfSight : Stories);
        for (var seed = 0UL; told < most && !convictions.AreEnough; seed++)
        {
            var exploration = await SystematicTest.ExploreAsync(
                name,
                space,
                (runtime, story) => convictions.RunAsync(runtime, story.RunAsync, (story as SagaStory)?.Participants.Count ?? 2),
                new() { Schedules = most, Steps = Steps, Strategy = SearchStrategy.Portfolio, Seed = seed, Minimise = false });
            convictions.JudgeLast();
            told += Math.Max(exploration.Schedules, most / 20);
        }

        return convictions.Rules;
    }
}
