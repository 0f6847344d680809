using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>What happens to a store: parties read, write and close streams beside each other.</summary>
/// <param name="Acts">What is done, by each party in this order.</param>
/// <param name="WritersDie">Whether a writer may die at its call of the store; it then tries again.</param>
public sealed record StoreStory(EquatableArray<StoreAct> Acts, bool WritersDie) : Story
{
    /// <summary>The store, or a mistake in it.</summary>
    internal Func<IEventStore, IEventStore> Store { get; init; } = store => store;

    /// <summary>Whether who tries again gives his events the ids that they had.</summary>
    internal bool KeepsIds { get; init; } = true;

    /// <summary>Draws up to six acts.</summary>
    public static StoreStory Draw(Func<int, int> next)
    {
        var acts = new StoreAct[1 + next(6)];
        for (var i = 0; i < acts.Length; i++)
            acts[i] = StoreAct.Draw(next);
        return new(EquatableArray.From(acts), next(2) == 1);
    }

    public override async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var store = on.Around(Store(new InMemoryEventStore(runtime)));
        var written = new Written?[Acts.Count];
        await Operations.Join([.. Acts.Select(act => act.Party).Distinct().Select(party =>
            runtime.Spawn($"party {party}", async () =>
            {
                for (var i = 0; i < Acts.Count; i++)
                    if (Acts[i].Party == party)
                        written[i] = await ActAsync(runtime, store, i);
            }))]);
        Check(await store.LogAsync(), written);
    }

    public override IEnumerable<Story> Simpler()
    {
        if (WritersDie)
            yield return this with { WritersDie = false };
        foreach (var acts in Shorter(Acts)
            .Concat(WithOneSimpler(Acts, act => act.Simpler()))
            .Concat(InOrder(Acts, act => act.Rank, (one, other) => one.Party != other.Party)))
            yield return this with { Acts = acts };
        if (Renumbered() is var renumbered && renumbered != Acts)
            yield return this with { Acts = renumbered };
    }

    /// <summary>An append, where its writer looked for the stream's end, and how it ended.</summary>
    private sealed record Written(long Seen, AppendResult Answer);

    private async Task<Written?> ActAsync(Runtime runtime, IEventStore store, int number)
    {
        var stream = new StreamId($"s{Acts[number].Stream}");
        switch (Acts[number])
        {
            case StoreAct.Read:
                await ReadAsync(store, stream);
                return null;
            case StoreAct.Delete:
                await store.DeleteAsync(stream, new ExpectedVersion.Any());
                return null;
            case StoreAct.Append append:
                var seen = append.Expected == StoryExpectation.Seen ? await store.LastVersionAsync(stream) : -1;
                var expected = append.Expected == StoryExpectation.Any ? new ExpectedVersion.Any() : ExpectedVersion.At(seen);
                return new(seen, await AppendAsync(runtime, store, number, expected));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<AppendResult> AppendAsync(Runtime runtime, IEventStore store, int number, ExpectedVersion expected)
    {
        var append = (StoreAct.Append)Acts[number];
        for (var attempt = 1; ; attempt++)
        {
            var again = KeepsIds ? "" : $"~{attempt}";
            var events = Enumerable.Range(0, append.Events).Select(i => Event($"a{number}.{i}{again}")).ToList();
            var seen = WritersDie ? new CrashingStore(store, runtime, $"writer of a{number}, attempt {attempt}") : store;
            try
            {
                return await seen.AppendAsync(new($"s{append.Stream}"), expected, events);
            }
            catch (EventStoreException.Unavailable)
            {
                // The outcome is not known: it tries again.
            }
        }
    }

    private async Task ReadAsync(IEventStore store, StreamId stream)
    {
        var seen = new List<RecordedEvent>();
        await foreach (var recorded in store.ReadStreamAsync(stream, ReadDirection.Forwards, 0))
            seen.Add(recorded);
        Claim.Sequence(Enumerable.Range(0, seen.Count).Select(i => (long)i), seen.Select(r => r.Version), $"the versions read in {stream}");
        for (var i = 0; i < Acts.Count; i++)
            if (Acts[i] is StoreAct.Append append && seen.Count(recorded => IsOf(i, recorded)) is var count)
                Claim.Holds(count == 0 || count == append.Events, $"the batch a{i} of {append.Events} is read whole or not at all, and {count} of it is");
    }

    /// <summary>Positions and versions have no gap; what was acknowledged stands once and where it was said to stand, behind
    /// what its writer saw; of what was refused nothing stands.</summary>
    private void Check(List<RecordedEvent> log, Written?[] written)
    {
        Claim.Sequence(Enumerable.Range(1, log.Count).Select(i => (long)i), log.Select(r => r.Position), "the positions");
        foreach (var stream in log.GroupBy(recorded => recorded.Stream))
            Claim.Sequence(Enumerable.Range(0, stream.Count()).Select(i => (long)i), stream.Select(r => r.Version), $"the versions of {stream.Key}");
        for (var i = 0; i < Acts.Count; i++)
            if (written[i] is { } append)
                Check(i, append, [.. log.Where(recorded => IsOf(i, recorded)).Select(recorded => recorded.Version)]);
    }

    private void Check(int number, Written written, List<long> standing)
    {
        var (append, first) = ((StoreAct.Append)Acts[number], written.Answer switch
        {
            AppendResult.Appended appended => appended.FirstVersion,
            AppendResult.Idempotent before => before.FirstVersion,
            _ => -1,
        });
        var events = first < 0 ? 0 : append.Events;
        Claim.Sequence(Enumerable.Range(0, events).Select(i => first + i), standing, $"the versions of a{number}");
        Claim.Holds(
            first < 0 || append.Expected == StoryExpectation.Any || first == written.Seen + 1,
            $"a{number} stands behind what its writer saw");
    }

    private static bool IsOf(int number, RecordedEvent recorded) =>
        recorded.Event.Id.Value.StartsWith($"a{number}.", StringComparison.Ordinal);

    /// <summary>Parties and streams by when each is first mentioned.</summary>
    private EquatableArray<StoreAct> Renumbered()
    {
        var (parties, streams) = (Numbered(Acts.Select(act => act.Party)), Numbered(Acts.Select(act => act.Stream)));
        return EquatableArray.From(Acts.Select(act => act with { Party = parties[act.Party], Stream = streams[act.Stream] }));
    }
}
