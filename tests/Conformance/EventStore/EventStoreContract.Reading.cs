using System.Globalization;
using Verified.Reference;
using static Verified.Tests.Conformance.Sample;

namespace Verified.Tests.Conformance;

public abstract partial class EventStoreContract
{
    /// <summary>Well-formed names that have broken stores before.</summary>
    private static readonly string[] s_oddNames =
    [
        " ", "a\0b", "\0", "a\0", "'; DROP TABLE events; --", "%_*?", "ß", "ss", "é", "e\u0301",
        "名前", "\U0001F600", "\uFEFFbom", "line\r\nline", "$all", new string('n', 5000),
    ];

    public static TheoryData<string> OddNames => new(s_oddNames);

    [Fact]
    public async Task ReadStream_Forwards_StartsAtTheGivenVersionAndStopsAtTheCount()
    {
        await AppendManyAsync("s", 10);

        Assert.Equal(Numbers(0, 10), (await Store.StreamAsync("s")).Ids());
        Assert.Equal(Numbers(4, 10), (await Store.StreamAsync("s", from: 4)).Ids());
        Assert.Equal(Numbers(4, 7), (await Store.StreamAsync("s", from: 4, maxCount: 3)).Ids());
        Assert.Equal(Numbers(9, 10), (await Store.StreamAsync("s", from: 9)).Ids());
        Assert.Empty(await Store.StreamAsync("s", from: 10));
        Assert.Empty(await Store.StreamAsync("s", from: long.MaxValue));
        Assert.Empty(await Store.StreamAsync("s", maxCount: 0));
        Assert.Empty(await Store.StreamAsync("absent"));
    }

    [Fact]
    public async Task ReadStream_Backwards_StartsAtTheGivenVersionAndStopsAtTheCount()
    {
        await AppendManyAsync("s", 10);
        await AppendManyAsync("t", 3, "t");

        Assert.Equal(Down(9, 0), await BackwardsAsync(long.MaxValue));
        Assert.Equal(Down(9, 0), await BackwardsAsync(9));
        Assert.Equal(Down(9, 0), await BackwardsAsync(10));
        Assert.Equal(Down(4, 0), await BackwardsAsync(4));
        Assert.Equal(Down(4, 3), await BackwardsAsync(4, 2));
        Assert.Equal(Down(0, 0), await BackwardsAsync(0));
        Assert.Empty(await BackwardsAsync(long.MaxValue, 0));

        async Task<string[]> BackwardsAsync(long from, int maxCount = int.MaxValue) =>
            (await Store.StreamAsync("s", ReadDirection.Backwards, from, maxCount)).Ids();
    }

    [Fact]
    public async Task ReadAll_BothDirections_InPositionOrder()
    {
        for (var i = 0; i < 10; i++)
            await Store.AppendAsync($"s{i % 3}", Any, Number(i));

        Assert.Equal(Numbers(0, 10), (await Store.LogAsync()).Ids());
        Assert.Equal(Numbers(4, 10), (await Store.LogAsync(from: 5)).Ids());
        Assert.Equal(Numbers(4, 6), (await Store.LogAsync(from: 5, maxCount: 2)).Ids());
        Assert.Empty(await Store.LogAsync(from: 11));
        Assert.Equal(Down(9, 0), (await Store.LogAsync(ReadDirection.Backwards, long.MaxValue)).Ids());
        Assert.Equal(Down(4, 3), (await Store.LogAsync(ReadDirection.Backwards, 5, 2)).Ids());
        Assert.Equal(Down(0, 0), (await Store.LogAsync(ReadDirection.Backwards, 1)).Ids());
        Assert.Empty(await Store.LogAsync(ReadDirection.Backwards, 0));
    }

    [Fact]
    public async Task Read_ManyPages_MissesNothingAndRepeatsNothing()
    {
        const int count = 1500;
        await AppendManyAsync("s", count);

        Assert.Equal(Numbers(0, count), (await Store.StreamAsync("s")).Ids());
        Assert.Equal(Numbers(0, count), (await Store.LogAsync()).Ids());
        Assert.Equal(
            Down(count - 1, 0), (await Store.LogAsync(ReadDirection.Backwards, long.MaxValue)).Ids());
        Assert.Equal(
            Down(count - 1, 0), (await Store.StreamAsync("s", ReadDirection.Backwards, long.MaxValue)).Ids());
        Assert.Equal(Numbers(200, 800), (await Store.StreamAsync("s", from: 200, maxCount: 600)).Ids());
    }

    [Fact]
    public async Task Read_WhileTheStoreGrows_SeesAPrefix()
    {
        await AppendManyAsync("s", 600);
        var seen = new List<RecordedEvent>();

        await foreach (var recorded in Store.ReadAllAsync(ReadDirection.Forwards, 0))
        {
            if (seen.Count == 0)
                await Store.AppendAsync("s", Any, "later");
            seen.Add(recorded);
        }

        Assert.Equal(Numbers(0, 600), seen.Take(600).Ids());
        Assert.True(seen.Count is 600 or 601);
    }

    [Fact]
    public async Task Find_StoredAndAbsentIds()
    {
        await Store.AppendAsync("s", Any, "a", "b");

        var found = await Store.FindAsync(new EventId("b"));
        Assert.Equal((new StreamId("s"), 1L, 2L), (found!.Stream, found.Version, found.Position));
        Assert.Null(await Store.FindAsync(new EventId("c")));
        Assert.Null(await Store.FindAsync(new EventId("B")));
    }

    [Theory]
    [MemberData(nameof(OddNames))]
    public async Task Append_OddNames_ComeBackAsTheyWent(string name)
    {
        var sent = Event(name, data: name, type: name, metadata: name);
        await Store.AppendAsync(new StreamId("a"), Any, Events("a"));
        await Store.AppendAsync(new StreamId(name), NoStream, [sent]);

        var stored = Assert.Single(await Store.StreamAsync(name));
        Assert.Equal(name, stored.Stream.Value);
        Assert.Equal(name, stored.Event.Id.Value);
        Assert.Equal(name, stored.Event.Type);
        Assert.Equal(sent.Data.ToArray(), stored.Event.Data.ToArray());
        Assert.Equal(sent.Metadata.ToArray(), stored.Event.Metadata.ToArray());
        Assert.Equal(name, (await Store.FindAsync(new EventId(name)))!.Stream.Value);
        Assert.Equal(
            new AppendResult.Idempotent(0, 0, 2), await Store.AppendAsync(new StreamId(name), Any, [sent]));
    }

    [Fact]
    public async Task Append_NamesThatDifferOrdinally_AreDifferentStreams()
    {
        foreach (var name in s_oddNames)
            Assert.IsType<AppendResult.Appended>(await Store.AppendAsync(name, NoStream, "id of " + name));

        foreach (var name in s_oddNames)
            Assert.Equal(["id of " + name], (await Store.StreamAsync(name)).Ids());
    }

    [Fact]
    public async Task Append_EmptyAndBigPayloads_ComeBackAsTheyWent()
    {
        var big = new byte[3 << 20];
        for (var i = 0; i < big.Length; i++)
            big[i] = unchecked((byte)(i * 31));
        EventData[] batch =
        [
            new(new EventId("empty"), "", default, default),
            .. Enumerable.Range(0, 4).Select(i => new EventData(new EventId($"big{i}"), "t", big, big)),
        ];

        await Store.AppendAsync(new StreamId("s"), Any, batch);

        var stored = await Store.StreamAsync("s");
        Assert.Equal(["empty", "big0", "big1", "big2", "big3"], stored.Ids());
        Assert.Equal("", stored[0].Event.Type);
        Assert.True(stored[0].Event.Data.IsEmpty && stored[0].Event.Metadata.IsEmpty);
        Assert.All(stored.Skip(1), recorded => Assert.True(recorded.Event.Data.Span.SequenceEqual(big)));
        Assert.All(stored.Skip(1), recorded => Assert.True(recorded.Event.Metadata.Span.SequenceEqual(big)));
        Assert.IsType<AppendResult.Idempotent>(await Store.AppendAsync(new StreamId("s"), Any, batch));
    }

    private async Task AppendManyAsync(string stream, int count, string prefix = "") =>
        Assert.IsType<AppendResult.Appended>(await Store.AppendAsync(
            new StreamId(stream), Any, [.. Numbers(0, count).Select(id => Event(prefix + id))]));

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static string[] Numbers(int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(i => Number(i))];

    private static string[] Down(int from, int to) => [.. Numbers(to, from + 1).Reverse()];
}
