using System.Text;
using Verified.Reference;

namespace Verified.Tests.Conformance;

/// <summary>Short words for the tests of event stores.</summary>
internal static class Sample
{
    public static readonly ExpectedVersion Any = new ExpectedVersion.Any();
    public static readonly ExpectedVersion NoStream = new ExpectedVersion.NoStream();
    public static readonly ExpectedVersion StreamExists = new ExpectedVersion.StreamExists();

    /// <summary>Ends a test that would otherwise hang; far beyond what any step needs.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    public static ExpectedVersion At(long version) => new ExpectedVersion.Exact(version);

    public static EventData Event(string id, string data = "data", string type = "type", string metadata = "") =>
        new(new EventId(id), type, Encoding.UTF8.GetBytes(data), Encoding.UTF8.GetBytes(metadata));

    public static EventData[] Events(params string[] ids) => [.. ids.Select(id => Event(id))];

    public static string[] Ids(this IEnumerable<RecordedEvent> events) =>
        [.. events.Select(recorded => recorded.Event.Id.Value)];

    public static ValueTask<AppendResult> AppendAsync(
        this IEventStore store, string stream, ExpectedVersion expected, params string[] ids) =>
        store.AppendAsync(new StreamId(stream), expected, Events(ids));

    public static Task<List<RecordedEvent>> StreamAsync(
        this IEventStore store,
        string stream,
        ReadDirection direction = ReadDirection.Forwards,
        long from = 0,
        int maxCount = int.MaxValue) =>
        ToListAsync(store.ReadStreamAsync(new StreamId(stream), direction, from, maxCount));

    public static Task<List<RecordedEvent>> LogAsync(
        this IEventStore store,
        ReadDirection direction = ReadDirection.Forwards,
        long from = 0,
        int maxCount = int.MaxValue) =>
        ToListAsync(store.ReadAllAsync(direction, from, maxCount));

    /// <summary>The first events of a subscription; then the subscription is cancelled.</summary>
    public static async Task<List<RecordedEvent>> TakeAsync(
        this IEventStore store, long afterPosition, int count)
    {
        using var hang = new CancellationTokenSource(Hang);
        var taken = new List<RecordedEvent>();
        await foreach (var next in store.SubscribeAsync(afterPosition, hang.Token))
        {
            taken.Add(next);
            if (taken.Count == count)
                break;
        }

        return taken;
    }

    public static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var next in source)
            list.Add(next);
        return list;
    }
}
