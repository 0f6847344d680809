using System.Text;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Short ways to write and read what scenarios are about.</summary>
internal static class StoredEvents
{
    public static EventData Event(string id, string type = "t") => new(new(id), type, Encoding.UTF8.GetBytes(id), default);

    public static async Task<long> PublishAsync(this IEventStore store, string stream, params string[] ids) =>
        await store.AppendAsync(new(stream), new ExpectedVersion.Any(), [.. ids.Select(id => Event(id))]) switch
        {
            AppendResult.Appended appended => appended.LastPosition,
            var other => throw new BrokenClaimException($"The append of {string.Join(", ", ids)} ended in {other}."),
        };

    /// <summary>All events of the log, in its order.</summary>
    public static async Task<List<RecordedEvent>> LogAsync(this IEventStore store)
    {
        var log = new List<RecordedEvent>();
        await foreach (var recorded in store.ReadAllAsync(ReadDirection.Forwards, 1))
            log.Add(recorded);
        return log;
    }

    /// <summary>The types in the log, in its order.</summary>
    public static async Task<List<string>> TypesAsync(this IEventStore store, Func<RecordedEvent, bool> which)
    {
        var types = new List<string>();
        await foreach (var recorded in store.ReadAllAsync(ReadDirection.Forwards, 0))
            if (which(recorded))
                types.Add(recorded.Event.Type);
        return types;
    }

    /// <summary>The last position of the log; 0 where it is empty.</summary>
    public static async Task<long> EndAsync(this IEventStore store)
    {
        await foreach (var last in store.ReadAllAsync(ReadDirection.Backwards, long.MaxValue, 1))
            return last.Position;
        return 0;
    }

    /// <summary>The version of a stream's last event; −1 where it has none.</summary>
    public static async Task<long> LastVersionAsync(this IEventStore store, StreamId stream, CancellationToken cancellationToken = default)
    {
        await foreach (var last in store.ReadStreamAsync(stream, ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
            return last.Version;
        return -1;
    }

    /// <summary>Takes the checkpoint of a consumer back, as if its last ones had never been saved.</summary>
    public static async Task RewindAsync(this IEventStore store, ConsumerId consumer, long position)
    {
        var checkpoints = new Checkpoints(store, consumer, Guid.Empty);
        await checkpoints.LoadAsync(CancellationToken.None);
        await checkpoints.SaveAsync(position, CancellationToken.None);
    }
}
