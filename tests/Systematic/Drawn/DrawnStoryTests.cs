using System.Globalization;
using Verified.Concurrency;
using Verified.Scenarios;
using Verified.Systematic;
using OracleVerdict = Verified.Oracle.Rules.Verdict;

namespace Verified.Tests.Systematic;

/// <summary>The running system in stories that are drawn, each schedule another one: the correct one holds in all of them,
/// and a mistake is found, with the smallest story that shows it and the schedule for that.</summary>
public sealed class DrawnStoryTests
{
    /// <summary>Stories of the correct system, a schedule each.</summary>
    private const int Stories = 300;

    /// <summary>More than any story needs, so that one which never ends is soon seen not to.</summary>
    private const int Steps = 500;

    /// <summary>So many times a mistake is looked for, each time in other stories: once, or as often as VERIFIED_CASES in
    /// the environment says.</summary>
    private static readonly ulong s_seeds = ulong.Parse(
        Environment.GetEnvironmentVariable("VERIFIED_CASES") ?? "1", CultureInfo.InvariantCulture);

    public static TheoryData<string> Sound => [.. Catalogue.Drawn.Where(drawn => !drawn.IsBroken).Select(drawn => drawn.Name)];

    /// <summary>Between the smallest stories of a mistake that shows in two ways.</summary>
    private const string Or = " | ";

    /// <summary>Of each mistake the smallest story.</summary>
    private static readonly Dictionary<string, string> s_smallest = new()
    {
        ["store-drawn-check-then-append"] =
            "StoreStory { Acts = <<Append { Party = 0, Stream = 0, Expected = Any, Events = 1 }, "
            + "Append { Party = 1, Stream = 0, Expected = NoStream, Events = 1 }>>, WritersDie = False }",
        ["store-drawn-split-batch"] =
            "StoreStory { Acts = <<Read { Party = 0, Stream = 0 }, "
            + "Append { Party = 1, Stream = 0, Expected = Any, Events = 2 }>>, WritersDie = False }",
        ["store-drawn-new-id-on-retry"] =
            "StoreStory { Acts = <<Append { Party = 0, Stream = 0, Expected = Any, Events = 1 }>>, WritersDie = True }",
        ["delivery-drawn-check-then-act"] =
            "ConsumerStory { Keys = <<0>>, Processes = 1, Die = True, CheckpointEvery = 1 }",
        ["delivery-drawn-claim-first"] =
            "ConsumerStory { Keys = <<0>>, Processes = 1, Die = True, CheckpointEvery = 1 }",
        ["delivery-drawn-dual-write"] =
            "ConsumerStory { Keys = <<0>>, Processes = 1, Die = True, CheckpointEvery = 1 }",
        ["delivery-drawn-checkpoint-ahead"] =
            "ConsumerStory { Keys = <<0, 0>>, Processes = 1, Die = True, CheckpointEvery = 1 }",
        ["bus-drawn-hold-permit"] =
            "BusStory { Permits = 1, Topics = 1, Acts = <<Subscribe { Party = 0, Handler = 0 }, "
            + "Publish { Party = 0, Event = 0, Waits = False, Fails = False, Nests = True }>> }",
        ["bus-drawn-swallow-failure"] =
            "BusStory { Permits = 1, Topics = 1, Acts = <<Subscribe { Party = 0, Handler = 0 }, "
            + "Publish { Party = 0, Event = 0, Waits = True, Fails = True, Nests = False }>> }",
        ["bus-drawn-stop-at-failure"] =
            "BusStory { Permits = 1, Topics = 1, Acts = <<Subscribe { Party = 0, Handler = 0 }, "
            + "Subscribe { Party = 0, Handler = 1 }, Publish { Party = 0, Event = 0, Waits = True, Fails = True, Nests = False }>> }",
        ["bus-drawn-store-then-ask"] =
            "BusStory { Permits = 1, Topics = 1, Acts = <<PublishRefused { Party = 0, Event = 0 }>> }",
        ["group-drawn-unfenced"] =
            "GroupStory { Members = 2, Partitions = 1, Records = 1, Doubts = <<>>, Deaths = 0 }",
        ["group-drawn-commit-ahead"] =
            "GroupStory { Members = 1, Partitions = 1, Records = 1, Doubts = <<>>, Deaths = 0 }",
        ["queue-drawn-one-condition"] =
            "QueueStory { Capacity = 1, Producers = 1, Items = 2, Consumers = 2 }",
        ["queue-drawn-no-recheck"] =
            "QueueStory { Capacity = 1, Producers = 1, Items = 2, Consumers = 2 }",
        ["projection-drawn-read-without-waiting"] =
            "ProjectionStory { Acts = <<Write { Party = 0 }>>, Replicas = 1, SaveEvery = 1, ReplicasDie = False }",
        ["projection-drawn-checkpoint-apart"] =
            "ProjectionStory { Acts = <<Write { Party = 0 }>>, Replicas = 1, SaveEvery = 1, ReplicasDie = True }",
        ["saga-drawn-lost-update"] =
            "SagaStory { Participants = <<StoryParticipant { Room = 3, UndoFailures = 0 }>>, Sagas = <<True>>, "
            + "TimeOuts = <<StoryTimeOut { Saga = 0, Step = 1 }>>, Processes = 1 }"
            + Or // one that waits for ever
            + "SagaStory { Participants = <<StoryParticipant { Room = 3, UndoFailures = 0 }, StoryParticipant { Room = 3, UndoFailures = 0 }>>, "
            + "Sagas = <<True>>, TimeOuts = <<StoryTimeOut { Saga = 0, Step = 1 }>>, Processes = 1 }",
        ["saga-drawn-no-inbox"] =
            "SagaStory { Participants = <<StoryParticipant { Room = 3, UndoFailures = 0 }>>, Sagas = <<True>>, "
            + "TimeOuts = <<>>, Processes = 1 }",
        ["saga-drawn-compensate-unsettled"] =
            "SagaStory { Participants = <<StoryParticipant { Room = 3, UndoFailures = 0 }>>, Sagas = <<True>>, "
            + "TimeOuts = <<StoryTimeOut { Saga = 0, Step = 1 }>>, Processes = 1 }",
        ["saga-drawn-silently-stuck"] =
            "SagaStory { Participants = <<StoryParticipant { Room = 3, UndoFailures = 2 }>>, Sagas = <<True>>, "
            + "TimeOuts = <<StoryTimeOut { Saga = 0, Step = 1 }>>, Processes = 1 }",
        ["saga-drawn-untold-no-inbox"] =
            "SagaStory { Participants = <<StoryParticipant { Room = 3, UndoFailures = 0 }>>, Sagas = <<False>>, "
            + "TimeOuts = <<>>, Processes = 1 }"
            + Or // one that waits for ever, since a step that is to be taken back is not known to be done
            + "SagaStory { Participants = <<StoryParticipant { Room = 3, UndoFailures = 0 }, StoryParticipant { Room = 0, UndoFailures = 0 }>>, "
            + "Sagas = <<False>>, TimeOuts = <<>>, Processes = 1 }",
        ["saga-drawn-untold-double-compensation"] =
            "SagaStory { Participants = <<StoryParticipant { Room = 3, UndoFailures = 0 }, StoryParticipant { Room = 0, UndoFailures = 0 }>>, "
            + "Sagas = <<False>>, TimeOuts = <<>>, Processes = 1 }",
        ["saga-drawn-check-then-reserve"] =
            "SagaStory { Participants = <<StoryParticipant { Room = 1, UndoFailures = 0 }>>, Sagas = <<True, True>>, "
            + "TimeOuts = <<>>, Processes = 1 }",
        ["saga-drawn-handle-before-durable"] =
            "SagaStory { Participants = <<StoryParticipant { Room = 3, UndoFailures = 0 }>>, Sagas = <<True>>, "
            + "TimeOuts = <<>>, Processes = 1 }",
        ["shop-drawn-check-then-reserve"] =
            "ShopStory { Orders = <<StoryOrder { IsTold = True, CanPay = True, IsReachable = True }, "
            + "StoryOrder { IsTold = True, CanPay = True, IsReachable = True }>>, Units = 1, RefundFailures = 0, TimeOuts = <<>>, Processes = 1 }",
        ["shop-drawn-no-inbox"] =
            "ShopStory { Orders = <<StoryOrder { IsTold = True, CanPay = True, IsReachable = True }>>, "
            + "Units = 0, RefundFailures = 0, TimeOuts = <<>>, Processes = 1 }"
            + Or // one that waits for ever, as above
            + "ShopStory { Orders = <<StoryOrder { IsTold = False, CanPay = False, IsReachable = True }>>, "
            + "Units = 1, RefundFailures = 0, TimeOuts = <<>>, Processes = 1 }",
        ["shop-drawn-ship-on-reservation"] =
            "ShopStory { Orders = <<StoryOrder { IsTold = False, CanPay = False, IsReachable = True }>>, "
            + "Units = 1, RefundFailures = 0, TimeOuts = <<>>, Processes = 1 }",
    };

    public static TheoryData<string, string> Mistakes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, smallest) in s_smallest)
                data.Add(name, smallest);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public async Task Story_Holds_AndItsHistoryConforms(string name)
    {
        var drawn = Find(name);
        var conforming = 0;
        var exploration = await SystematicTest.ExploreAsync(
            name,
            SpaceOf(drawn),
            async (runtime, story) =>
            {
                using var run = new RecordedRun(name, runtime.Time, (story as SagaStory)?.Participants.Count ?? 2);
                await story.RunAsync(runtime, run.Onlookers);
                await run.ReadBackAsync();
                if (run.EnsureConforms(orIsVacuous: true) == OracleVerdict.Conforms)
                    conforming++;
            },
            new() { Schedules = Stories, Steps = Steps, Strategy = SearchStrategy.Portfolio });
        exploration.EnsurePassed();
        Assert.Equal(Stories, exploration.Schedules);
        Assert.InRange(conforming, Stories / 2, Stories); // the others were about nothing
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Mistake_ShrinksToTheSmallestStory_WhateverWasDrawn(string name, string smallest)
    {
        var drawn = Find(name);
        for (var seed = 1UL; seed <= s_seeds; seed++)
        {
            var found = await SystematicTest.ExploreAsync(
                name, SpaceOf(drawn), RunAsync, new() { Schedules = 2_000, Steps = Steps, Strategy = SearchStrategy.Portfolio, Seed = seed });
            Assert.True(found.Verdict == Verdict.Failed, $"seed {seed}: {found}");
            Assert.True(smallest.Split(Or).Contains(found.Failure!.Scenario), $"seed {seed}: {found}");
            Assert.Contains($"scenario: {found.Failure!.Scenario}", found.ToString(), StringComparison.Ordinal);
            await AssertReplaysAsync(found.Failure, drawn);
        }
    }

    [Fact]
    public void EveryMistake_HasASmallestStory() => Assert.Equal(
        Catalogue.Drawn.Where(drawn => drawn.IsBroken).Select(drawn => drawn.Name).Order(), s_smallest.Keys.Order());

    private static async Task AssertReplaysAsync(ExplorationFailure failure, DrawnScenario drawn)
    {
        var again = await SystematicTest.ReplayAsync(failure.Token, SpaceOf(drawn), RunAsync);
        Assert.True(again.Verdict == Verdict.Failed, again.ToString());
        Assert.Equal(
            (failure.Message, failure.Scenario, failure.Token, failure.Schedule),
            (again.Failure!.Message, again.Failure.Scenario, again.Failure.Token, again.Failure.Schedule));
    }

    private static Task RunAsync(Runtime runtime, Story story) => story.RunAsync(runtime);

    private static ScenarioSpace<Story> SpaceOf(DrawnScenario drawn) => new(drawn.Draw, story => story.Simpler());

    private static DrawnScenario Find(string name) => Catalogue.Drawn.Single(drawn => drawn.Name == name);
}
