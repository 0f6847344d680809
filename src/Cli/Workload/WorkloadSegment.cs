using Verified.Adapters.Sqlite;
using Verified.Oracle;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>One part of a workload, in this process: writers and subscribers, and after the last part the final reads.</summary>
internal static class WorkloadSegment
{
    /// <summary>Runs the part; calls <paramref name="appended"/> after each append, from several threads.</summary>
    public static async Task RunAsync(WorkloadPlan plan, Action appended, CancellationToken cancellation)
    {
        var before = HistoryScan.Of(plan.History);
        using var recorder = HistoryRecorder.Resume(plan.History, TimeProvider.System);
        if (plan.Database is null)
        {
            await RunAsync(plan, new InMemoryEventStore(TimeProvider.System), recorder, before, appended, cancellation);
            return;
        }

        await using var store = await SqliteEventStore.OpenAsync(plan.Database);
        await RunAsync(plan, store, recorder, before, appended, cancellation);
    }

    /// <summary>Runs the part on a store.</summary>
    public static async Task RunAsync(
        WorkloadPlan plan,
        IEventStore inner,
        HistoryRecorder recorder,
        HistoryScan before,
        Action appended,
        CancellationToken cancellation)
    {
        var store = new RecordingEventStore(inner, recorder, IsCertain);
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var subscribers = Enumerable.Range(0, plan.Subscribers)
            .Select(number => new Subscriber(plan, store, recorder, number)).ToArray();
        var followers = Task.WhenAll(subscribers.Select(s => Task.Run(() => s.RunAsync(following.Token), CancellationToken.None)));
        var shop = new Shop(plan, store, before, appended);
        var writing = Task.WhenAll(Enumerable.Range(0, plan.Writers)
            .Select(number => Task.Run(() => new Writer(shop, number).RunAsync(cancellation), cancellation)));
        if (plan.Orders > 0)
            await new OrderDesk(plan, inner, recorder, appended).RunAsync(cancellation);
        await writing;
        await CatchUpAsync(store, subscribers, followers, cancellation);
        await following.CancelAsync();
        await followers;
        if (plan.IsLast) await ReadBackAsync(store, cancellation);
    }

    /// <summary>Nothing was written, for certain.</summary>
    public static bool IsCertain(Exception failure) => failure is EventStoreException { IsOutcomeKnown: true };

    private static async Task CatchUpAsync(
        IEventStore store, Subscriber[] subscribers, Task followers, CancellationToken cancellation)
    {
        long last = 0;
        await foreach (var e in store.ReadAllAsync(ReadDirection.Backwards, long.MaxValue, 1, cancellation))
            last = e.Position;
        while (subscribers.Any(s => s.Position < last) && !followers.IsFaulted)
            await Task.Delay(5, cancellation);
    }

    /// <summary>Reads the whole log, and every stream of it, so that the oracle sees what is there in the end.</summary>
    private static async Task ReadBackAsync(IEventStore store, CancellationToken cancellation)
    {
        var streams = new SortedSet<StreamId>();
        await foreach (var e in store.ReadAllAsync(ReadDirection.Forwards, 1, cancellationToken: cancellation))
            streams.Add(e.Stream);
        foreach (var stream in streams)
            await foreach (var _ in store.ReadStreamAsync(stream, ReadDirection.Forwards, 0, cancellationToken: cancellation))
            {
            }
    }
}
