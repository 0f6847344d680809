using System.Globalization;
using Verified.Reference;
using static Verified.Tests.Conformance.Sample;

namespace Verified.Tests.Conformance;

public abstract partial class DurableEventStoreContract
{
    /// <summary>A law: whatever is asked, in whatever order, the answers are those of the store in memory.</summary>
    [Fact]
    public async Task AnyRequests_AreAnsweredAsByTheReference()
    {
        var seed = Environment.GetEnvironmentVariable("VERIFIED_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Environment.TickCount;
        var random = new Random(seed);
        var outcomes = new SortedSet<string>(StringComparer.Ordinal);
        var reference = new InMemoryEventStore(TimeProvider.System);
        for (var i = 0; i < 1500; i++)
        {
            var request = NextRequest(random, i);
            var expected = await AnswerAsync(reference, request);
            var actual = await AnswerAsync(Store, request);
            Assert.True(
                expected == actual,
                $"request {i}, {request}: expected {expected}, was {actual}. Replay: VERIFIED_SEED={seed} "
                + $"dotnet test tests/Conformance --filter {nameof(AnyRequests_AreAnsweredAsByTheReference)}");
            outcomes.Add(actual.Split(' ')[0]);
            if (random.Next(200) == 0)
                await ReopenAsync();
        }

        Assert.Equal(s_outcomes, outcomes); // a law that never met a case says nothing about it
        Assert.Equal((await reference.LogAsync()).Select(Place), (await Store.LogAsync()).Select(Place));
        foreach (var stream in (await reference.LogAsync()).Select(e => e.Stream.Value).Distinct())
            Assert.Equal(
                (await reference.StreamAsync(stream)).Select(Place), (await Store.StreamAsync(stream)).Select(Place));

        static (string, long, long, string) Place(RecordedEvent e) =>
            (e.Stream.Value, e.Version, e.Position, e.Event.Id.Value);
    }

    private static readonly string[] s_outcomes =
    [
        "AlreadyDeleted", "Appended", "Deleted", "DuplicateEventId", "Idempotent", "StreamDeleted",
        "WrongExpectedVersion",
    ];

    /// <summary>An append of <paramref name="Ids"/>, or with none a deletion.</summary>
    private sealed record Request(StreamId Stream, ExpectedVersion Expected, string[] Ids, string Content)
    {
        public override string ToString() => $"{Stream} {Expected} [{string.Join(' ', Ids)}] {Content}";
    }

    /// <summary>Streams and ids from small sets that drift, so that retries, collisions, new and deleted streams all
    /// come up.</summary>
    private static Request NextRequest(Random random, int i)
    {
        var first = random.Next(i + 1) + random.Next(3);
        var ids = Enumerable.Range(first, random.Next(1, 4)).Select(id => $"{id}").ToArray();
        if (random.Next(5) == 0)
            random.Shuffle(ids);
        ExpectedVersion expected = random.Next(6) switch
        {
            0 => NoStream,
            1 => StreamExists,
            2 => At(random.Next(20)),
            _ => Any,
        };
        var stream = new StreamId($"s{(i / 50) + random.Next(4)}");
        return new Request(
            stream, expected, random.Next(20) == 0 ? [] : ids, random.Next(10) == 0 ? "other" : "data");
    }

    private static async Task<string> AnswerAsync(IEventStore store, Request request) =>
        request.Ids.Length == 0
            ? $"{await store.DeleteAsync(request.Stream, request.Expected)}"
            : $"{await store.AppendAsync(
                request.Stream, request.Expected, [.. request.Ids.Select(id => Event(id, request.Content))])}";
}
