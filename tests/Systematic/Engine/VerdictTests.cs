using Verified.Concurrency;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>What an exploration says, and how it says it.</summary>
public sealed class VerdictTests
{
    [Fact]
    public async Task SagaBug_NeedsExactlyOnePreemption()
    {
        var bug = Verified.Scenarios.Catalogue.Find("double-compensation")!;
        var options = new ExplorationOptions { Strategy = SearchStrategy.Bounded, Preemptions = 0 };
        var none = await SystematicTest.ExploreAsync(bug.Name, bug.Body, options);
        Assert.Equal((Verdict.Unrefuted, 6L, true), (none.Verdict, none.Schedules, none.Phases.Single().IsExhausted));
        var one = await SystematicTest.ExploreAsync(bug.Name, bug.Body, options with { Preemptions = 1 });
        Assert.Equal((Verdict.Failed, 1), (one.Verdict, one.Failure!.Preemptions));
    }

    [Fact]
    public async Task Deadlock_NamesWhoWaitsForWhom()
    {
        var exploration = await ExploreAsync(async runtime =>
        {
            var (one, other) = (runtime.CreateGate("one"), runtime.CreateGate("other"));
            await YardstickBodies.Together(runtime, 2, async number =>
            {
                using (await (number == 0 ? one : other).EnterAsync())
                using (await (number == 0 ? other : one).EnterAsync())
                    await runtime.PointAsync("x");
            });
        });
        var line = FirstLine(exploration.Failure!.Schedule, "enter one");
        Assert.Equal(FailureKind.Deadlock, exploration.Failure.Kind);
        Assert.Contains("VerdictTests.cs:", line, StringComparison.Ordinal);
        var waits = exploration.Failure.Waits!.Split(Environment.NewLine);
        Assert.Equal("  main waits for operation 0 and operation 1", waits[0]);
        Assert.StartsWith("  operation 0 waits at 'enter other' (VerdictTests.cs:", waits[1], StringComparison.Ordinal);
        Assert.EndsWith("), held by operation 1", waits[1], StringComparison.Ordinal);
        Assert.EndsWith("), held by operation 0", waits[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operation_LeftBehind_IsALeak()
    {
        var exploration = await ExploreAsync(async runtime =>
        {
            _ = runtime.Spawn("forgotten", async () => await runtime.PointAsync("x"));
            await runtime.PointAsync("y");
        });
        Assert.Equal(
            (FailureKind.Leak, "'forgotten' has not ended when the body has"),
            (exploration.Failure!.Kind, exploration.Failure.Message));
    }

    [Fact]
    public async Task Primitive_NeverAwaited_IsALeak()
    {
        var exploration = await ExploreAsync(async runtime =>
        {
            var mailbox = runtime.CreateMailbox<int>("box", 1);
#pragma warning disable CA2012
            _ = mailbox.SendAsync(1);
#pragma warning restore CA2012
            await runtime.PointAsync("y");
        });
        Assert.Equal("'send box' was never awaited", exploration.Failure!.Message);
    }

    [Fact]
    public async Task Exception_NobodyLookedAt_Fails()
    {
        var exploration = await ExploreAsync(async runtime =>
        {
            var failing = runtime.Spawn("failing", async () =>
            {
                await runtime.PointAsync("x");
                throw new InvalidDataException("spoilt");
            });
            await Task.WhenAny(failing);
        });
        Assert.Equal("'failing' threw InvalidDataException: spoilt", exploration.Failure!.Message);
    }

    [Fact]
    public async Task Monitor_HotAtTheEnd_Fails()
    {
        var exploration = await ExploreAsync(async runtime =>
        {
            runtime.CreateMonitor("answer").MarkHot();
            await runtime.PointAsync("x");
        });
        Assert.Equal(
            (FailureKind.Liveness, "'answer' is still owed when the body has ended"),
            (exploration.Failure!.Kind, exploration.Failure.Message));
    }

    [Fact]
    public async Task Monitor_HotThroughAFairSuffix_Fails()
    {
        var exploration = await ExploreAsync(
            async runtime =>
            {
                var answer = runtime.CreateMonitor("answer");
                answer.MarkHot();
                while (true)
                    await runtime.PointAsync("x");
            },
            new ExplorationOptions { Steps = 50, Schedules = 5, Strategy = SearchStrategy.Random });
        Assert.Equal(
            (FailureKind.Liveness, "'answer' is still owed after 50 steps in which all had their turn"),
            (exploration.Failure!.Kind, exploration.Failure.Message));
    }

    [Fact]
    public async Task Monitor_ColdNowAndThen_IsCutOff()
    {
        var exploration = await ExploreAsync(
            async runtime =>
            {
                var answer = runtime.CreateMonitor("answer");
                while (true)
                {
                    answer.MarkHot();
                    await runtime.PointAsync("x");
                    answer.MarkCold();
                }
            },
            new ExplorationOptions { Steps = 50, Schedules = 5 });
        Assert.Equal(Verdict.Unrefuted, exploration.Verdict);
        Assert.Contains(exploration.Notes, n => n.EndsWith("schedules met the bound of 50 steps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Body_ThatRemembers_IsUncontrolled()
    {
        var runs = 0;
        var exploration = await ExploreAsync(async runtime =>
        {
            runs++;
            await YardstickBodies.Together(runtime, runs % 2 == 0 ? 2 : 3, async _ => await runtime.PointAsync("x"));
        });
        Assert.Equal((Verdict.Uncontrolled, FailureKind.Unrepeatable), (exploration.Verdict, exploration.Failure!.Kind));
    }

    [Fact]
    public async Task Exploration_Cancelled_SaysSo()
    {
        using var cancellation = new CancellationTokenSource();
        var exploration = await SystematicTest.ExploreAsync(
            "cancelled",
            async runtime =>
            {
                await runtime.PointAsync("cancelling");
#pragma warning disable CA1849 // CancelAsync would leave the thread.
                cancellation.Cancel();
#pragma warning restore CA1849
                await YardstickBodies.Reorder(3)(runtime);
            },
            cancellationToken: cancellation.Token);
        Assert.True(exploration.IsCancelled);
        Assert.Equal((Verdict.Unrefuted, 1L), (exploration.Verdict, exploration.Schedules));
    }

    [Fact]
    public async Task Faults_UpToTheBound_AreAllTried()
    {
        var seen = new HashSet<string>();
        await ExploreAsync(
            async runtime =>
            {
                var values = new List<int>();
                for (var i = 0; i < 3; i++)
                {
                    await runtime.PointAsync("x");
                    values.Add(await runtime.ChooseAsync("fault", 3));
                }

                seen.Add(string.Concat(values));
            },
            new ExplorationOptions { Strategy = SearchStrategy.Reduced, Faults = 1 });
        Assert.Equal(["000", "001", "002", "010", "020", "100", "200"], seen.Order());
    }

    [Fact]
    public async Task Seeds_NextToEachOther_ShareNoSchedules()
    {
        var first = await FoundAfterAsync(seed: 1);
        var second = await FoundAfterAsync(seed: 2);
        Assert.NotEqual(first, second);

        static async Task<string> FoundAfterAsync(ulong seed)
        {
            var schedules = new List<string>();
            await ExploreAsync(
                async runtime =>
                {
                    var order = "";
                    await YardstickBodies.Together(runtime, 4, async number =>
                    {
                        await runtime.PointAsync("x");
                        order += number;
                    });
                    schedules.Add(order);
                },
                new ExplorationOptions { Strategy = SearchStrategy.Random, Schedules = 20, Seed = seed });
            return string.Join(' ', schedules);
        }
    }

    [Fact]
    public async Task EnsurePassed_Failed_ThrowsTheReport()
    {
        var exploration = await ExploreAsync(async runtime =>
        {
            await runtime.PointAsync("x");
            throw new InvalidDataException("spoilt");
        });
        var thrown = Assert.Throws<SystematicTestException>(exploration.EnsurePassed);
        Assert.StartsWith("body: fails: 'main' threw InvalidDataException: spoilt", thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"replay: {exploration.Failure!.Token}", thrown.Message, StringComparison.Ordinal);
    }

    private static string FirstLine(string text, string part) =>
        text.Split(Environment.NewLine).First(l => l.Contains(part, StringComparison.Ordinal));

    private static Task<Exploration> ExploreAsync(Func<Runtime, Task> body, ExplorationOptions? options = null) =>
        SystematicTest.ExploreAsync("body", body, options);
}
