using System.Text;
using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.ProjectionReplica;

namespace Verified.Scenarios;

/// <summary>Projections: a view is the fold of a prefix of the log, whoever dies, and a reader finds his own writes.</summary>
public static class ProjectionScenarios
{
    /// <summary>What must hold.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Scenario.Sound("projection-read-your-writes", "an answer holds the write of its token and all before it",
            (runtime, on) => ReadYourWritesAsync(runtime, on, ProjectionVariant.Correct)),
        Scenario.Sound("projection-rebuild", "a view that is thrown away at any moment is folded again, and replicas agree",
            RebuildAsync),
        Scenario.Sound("projection-crash", "a crash at any call of the store folds no event twice and leaves none out",
            (runtime, on) => CrashAsync(runtime, on, ProjectionVariant.Correct)),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Scenario.Mistake("projection-read-without-waiting", "an answer holds the write of its token",
            (runtime, on) => ReadYourWritesAsync(runtime, on, ProjectionVariant.ReadWithoutWaiting)),
        Scenario.Mistake("projection-checkpoint-apart", "a crash folds no event twice",
            (runtime, on) => CrashAsync(runtime, on, ProjectionVariant.CheckpointApart)),
    ];

    /// <summary>The same in stories that are drawn.</summary>
    public static IReadOnlyList<DrawnScenario> Drawn { get; } =
    [
        DrawnScenario.Sound("projection-drawn",
            "a view is the fold of a prefix of the log that holds the reader's writes, whoever reads, rebuilds or dies", ProjectionStory.Draw),
        DrawnMistake("projection-drawn-read-without-waiting", "an answer holds the write of its token", ProjectionVariant.ReadWithoutWaiting),
        DrawnMistake("projection-drawn-checkpoint-apart", "a crash folds no event twice", ProjectionVariant.CheckpointApart),
    ];

    private static async Task ReadYourWritesAsync(Runtime runtime, Onlookers on, ProjectionVariant variant)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var projector = ProjectorOver(store, runtime, new() { Variant = variant, Observer = on.Projections });
        using var end = new CancellationTokenSource();
        var running = runtime.Spawn("projector", () => Operations.UntilCancelled(projector.RunAsync(end.Token)));
        var writers = Enumerable.Range(1, 2).Select(i => runtime.Spawn($"writer {i}", async () =>
        {
            var token = await store.PublishAsync($"s{i}", $"e{i}");
            var answer = await projector.ReadAtAsync(token);
            Claim.Holds(answer.Position >= token, nameof(Projection.ReadYourWritesInv));
            await CheckFoldAsync(store, answer);
            var later = await projector.ReadAtAsync(answer.Position);
            Claim.Holds(later.Position >= answer.Position, "reads with the last position do not go back");
        }));
        await Operations.Join(writers.ToArray());
        end.Cancel();
        await running;
    }

    private static async Task RebuildAsync(Runtime runtime, Onlookers on)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var (one, other) = (Copy("one"), Copy("other"));
        using var end = new CancellationTokenSource();
        Task[] running =
        [
            runtime.Spawn("one", () => Operations.UntilCancelled(one.RunAsync(end.Token))),
            runtime.Spawn("other", () => Operations.UntilCancelled(other.RunAsync(end.Token))),
        ];
        var rebuilding = runtime.Spawn("rebuild", async () =>
        {
            await runtime.PointAsync("rebuild");
            one.Rebuild();
        });
        var token = await store.PublishAsync("s", "e1", "e2");
        var (a, b) = (await one.ReadAtAsync(token), await other.ReadAtAsync(token));
        Claim.Holds(a == b, nameof(Projection.EqualPositionsEqualViewsInv));
        await rebuilding;
        await CheckFoldAsync(store, await one.ReadAtAsync(token));
        end.Cancel();
        await Operations.Join(running);

        Projector<string> Copy(string name) =>
            ProjectorOver(store, runtime, new()
            {
                Format = new ProjectionReplica.Format(),
                SaveEvery = int.MaxValue,
                Observer = on.Projections,
                Replica = name,
            });
    }

    private static async Task CrashAsync(Runtime runtime, Onlookers on, ProjectionVariant variant)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var last = await store.PublishAsync("s", "e1", "e2", "e3");
        for (var life = 1; !await LiveAsync($"process {life}"); life++)
        {
        }

        async Task<bool> LiveAsync(string name)
        {
            var mortal = new CrashingStore(store, runtime, name);
            var projector = ProjectorOver(
                mortal, runtime, new() { Format = new ProjectionReplica.Format(), SaveEvery = 1, Variant = variant, Observer = on.Projections });
            using var end = new CancellationTokenSource();
            var running = runtime.Spawn(name, () => projector.RunAsync(end.Token));
            var reading = runtime.Spawn($"reader of {name}", async () =>
                await CheckFoldAsync(store, await projector.ReadAtAsync(last, end.Token)));
            await Operations.First(running, reading);
            end.Cancel();
            await Operations.First(Operations.Join(running, reading)); // both are over; how is looked at next
            if (reading.IsFaulted)
                await reading;
            return !mortal.IsDead;
        }
    }

    private static async Task CheckFoldAsync(IEventStore store, ProjectedView<string> answer)
    {
        var expected = new StringBuilder();
        await foreach (var recorded in store.ReadAllAsync(ReadDirection.Forwards, 1))
            if (recorded.Position <= answer.Position && recorded.Stream.Value[0] != '$')
                expected.Append(recorded.Event.Id).Append(' ');
        Claim.Holds(answer.View == expected.ToString(), $"{nameof(Projection.ViewIsFoldOfPrefixInv)}: '{answer.View}' at {answer.Position}");
    }

    private static DrawnScenario DrawnMistake(string name, string claim, ProjectionVariant variant) =>
        DrawnScenario.Mistake(name, claim, next => ProjectionStory.Draw(next) with { Variant = variant });
}
