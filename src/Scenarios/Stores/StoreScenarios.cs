using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>The event store: one winner, whole batches, no gap, and retries that change nothing.</summary>
public static class StoreScenarios
{
    /// <summary>What must hold.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Scenario.Sound("store-one-winner", "of two appends at one version, one wins",
            (runtime, on) => OneWinnerAsync(runtime, on, store => store)),
        Scenario.Sound("store-whole-batch", "a reader sees a batch whole or not at all",
            (runtime, on) => WholeBatchAsync(runtime, on, store => store)),
        Scenario.Sound("store-retry", "a writer that lost its answer retries, and its event stands once",
            (runtime, on) => RetryAsync(runtime, on)),
        Scenario.Sound("store-follow", "who follows the log sees every event once, in order, without a gap", FollowAsync),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Scenario.Mistake("store-check-then-append", "of two appends at one version, one wins",
            (runtime, on) => OneWinnerAsync(runtime, on, store => new CheckThenAppendStore(store))),
        Scenario.Mistake("store-split-batch", "a reader sees a batch whole or not at all",
            (runtime, on) => WholeBatchAsync(runtime, on, store => new SplitBatchStore(store))),
        Scenario.Mistake("store-new-id-on-retry", "a writer that retries has its event once",
            (runtime, on) => RetryAsync(runtime, on, sameId: false)),
    ];

    /// <summary>The same in stories that are drawn; each mistake in stories that can tell it from others.</summary>
    public static IReadOnlyList<DrawnScenario> Drawn { get; } =
    [
        DrawnScenario.Sound("store-drawn", "batches stand whole, once, where their writers were told, behind what they saw", StoreStory.Draw),
        DrawnScenario.Mistake("store-drawn-check-then-append", "a batch stands behind what its writer saw",
            next => StoreStory.Draw(next) with { WritersDie = false, Store = store => new CheckThenAppendStore(store) }),
        DrawnScenario.Mistake("store-drawn-split-batch", "a batch stands whole",
            next => StoreStory.Draw(next) with { WritersDie = false, Store = store => new SplitBatchStore(store) }),
        DrawnScenario.Mistake("store-drawn-new-id-on-retry", "a batch stands once",
            next => StoreStory.Draw(next) with { KeepsIds = false }),
    ];

    private static async Task OneWinnerAsync(Runtime runtime, Onlookers on, Func<IEventStore, IEventStore> wrap)
    {
        var store = on.Around(wrap(new InMemoryEventStore(runtime)));
        var wins = 0;
        await Operations.Join(Enumerable.Range(1, 2).Select(i => runtime.Spawn($"writer {i}", async () =>
        {
            if (await store.AppendAsync(new("s"), new ExpectedVersion.NoStream(), [Event($"e{i}")]) is AppendResult.Appended)
                wins++;
        })).ToArray());
        Claim.Holds(wins == 1, $"one of two writers wins, and {wins} did");
    }

    private static async Task WholeBatchAsync(Runtime runtime, Onlookers on, Func<IEventStore, IEventStore> wrap)
    {
        var store = on.Around(wrap(new InMemoryEventStore(runtime)));
        var writer = runtime.Spawn("writer", () => store.PublishAsync("s", "e1", "e2"));
        var seen = 0;
        await foreach (var _ in store.ReadStreamAsync(new("s"), ReadDirection.Forwards, 0))
            seen++;
        await writer;
        Claim.Holds(seen is 0 or 2, $"a batch of two is seen whole or not at all, and {seen} of it was");
    }

    private static async Task RetryAsync(Runtime runtime, Onlookers on, bool sameId = true)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        await Operations.Join(Enumerable.Range(1, 2).Select(i => runtime.Spawn($"writer {i}", async () =>
        {
            for (var attempt = 1; ; attempt++)
                try
                {
                    var mortal = new CrashingStore(store, runtime, $"writer {i}, attempt {attempt}");
                    await mortal.PublishOrFindAsync($"e{i}{(sameId ? "" : $"-{attempt}")}");
                    return;
                }
                catch (EventStoreException.Unavailable)
                {
                    // The outcome is not known: it tries again.
                }
        })).ToArray());
        var count = (await store.TypesAsync(_ => true)).Count;
        Claim.Holds(count == 2, $"each of two writers has one event in the log, and there are {count}");
    }

    private static async Task PublishOrFindAsync(this IEventStore store, string id)
    {
        var result = await store.AppendAsync(new("s"), new ExpectedVersion.Any(), [Event(id)]);
        Claim.Holds(result is AppendResult.Appended or AppendResult.Idempotent, $"{id} is appended, now or before: {result}");
    }

    private static async Task FollowAsync(Runtime runtime, Onlookers on)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var writers = Enumerable.Range(1, 2).Select(i => runtime.Spawn($"writer {i}", async () =>
        {
            await store.PublishAsync($"s{i}", $"e{i}1");
            await store.PublishAsync($"s{i}", $"e{i}2");
        })).ToArray();
        var seen = new List<RecordedEvent>();
        await foreach (var recorded in store.SubscribeAsync(0))
        {
            seen.Add(recorded);
            if (seen.Count == 4)
                break;
        }

        await Operations.Join(writers);
        Claim.Sequence([1, 2, 3, 4], seen.Select(recorded => recorded.Position), "the positions seen");
        Claim.Sequence(
            ["e11", "e12", "e21", "e22"],
            seen.OrderBy(recorded => recorded.Stream).ThenBy(recorded => recorded.Version).Select(recorded => recorded.Event.Id.Value),
            "the events seen, by stream and version");
    }
}
