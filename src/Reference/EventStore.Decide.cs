using System.Diagnostics;

namespace Verified.Reference;

public static partial class EventStore
{
    private static readonly AppendDecision s_append = new AppendDecision.Append();

    /// <summary>Decides an append from facts alone: the one copy of the rule, for the mirror and for
    /// every store.</summary>
    /// <remarks>
    /// <para>The order of the questions is the rule. What stands already is asked first, so a retry of an
    /// acknowledged append is idempotent for ever, whatever became of the stream since.</para>
    /// <list type="number">
    /// <item>The whole batch stands in this stream, contiguous and in order, where <paramref name="expected"/> could
    /// have put it: <see cref="AppendDecision.Idempotent"/>.</item>
    /// <item>An id is taken: <see cref="AppendDecision.DuplicateEventId"/>, with the first such index.</item>
    /// <item>The stream is closed: <see cref="AppendDecision.StreamDeleted"/>.</item>
    /// <item>The stream is elsewhere: <see cref="AppendDecision.WrongExpectedVersion"/>.</item>
    /// <item>Otherwise <see cref="AppendDecision.Append"/>.</item>
    /// </list>
    /// <para>Ids only: that a stored event has the content the caller sends is for the store to compare, and other
    /// content is a duplicate id. O(batch); pure. Source: <c>EventStore!Decide</c>.</para>
    /// </remarks>
    /// <param name="stream">The stream to append to.</param>
    /// <param name="expected">Where the writer believes the stream is.</param>
    /// <param name="facts">What the store holds about the stream and the ids of the batch.</param>
    /// <exception cref="ArgumentException">The batch is empty.</exception>
    public static AppendDecision Decide(StreamId stream, ExpectedVersion expected, in AppendFacts facts)
    {
        if (facts.Located.Count == 0)
            throw new ArgumentException("A batch holds at least one event.", nameof(facts));
        if (Stands(stream, facts.Located) && AppendedUnder(expected, facts.Located[0]!.Value.Version))
            return new AppendDecision.Idempotent(facts.Located[0]!.Value.Version);
        if (FirstTaken(facts.Located) is { } index)
            return new AppendDecision.DuplicateEventId(index);
        if (facts.IsDeleted)
            return new AppendDecision.StreamDeleted();
        if (!Matches(expected, facts.LastVersion))
            return new AppendDecision.WrongExpectedVersion();
        return s_append;
    }

    /// <summary>Decides the deletion of a stream: the one copy of the rule.</summary>
    /// <remarks>A deletion is idempotent whatever was expected, since closed is for ever.
    /// Source: <c>EventStore!DecideDelete</c>.</remarks>
    /// <param name="expected">Where the caller believes the stream is.</param>
    /// <param name="lastVersion">Version of the stream's last event, −1 where it has none.</param>
    /// <param name="isDeleted">The stream is closed already.</param>
    public static DeleteDecision DecideDelete(ExpectedVersion expected, long lastVersion, bool isDeleted) =>
        isDeleted ? DeleteDecision.AlreadyDeleted
        : Matches(expected, lastVersion) ? DeleteDecision.Delete
        : DeleteDecision.WrongExpectedVersion;

    /// <summary>A stream whose last event is at <paramref name="lastVersion"/> is where the writer
    /// expects it.</summary>
    /// <remarks>Source: <c>EventStore!Matches</c>.</remarks>
    public static bool Matches(ExpectedVersion expected, long lastVersion) => expected switch
    {
        ExpectedVersion.Any => true,
        ExpectedVersion.NoStream => lastVersion == -1,
        ExpectedVersion.StreamExists => lastVersion >= 0,
        ExpectedVersion.Exact(var version) => lastVersion == version,
        _ => throw new UnreachableException(),
    };

    /// <summary>The writer names the place where its batch must go. Source: <c>EventStore!NamesPlace</c>.</summary>
    internal static bool NamesPlace(ExpectedVersion expected) =>
        expected is ExpectedVersion.NoStream or ExpectedVersion.Exact;

    /// <summary>The batch stands whole, contiguous and in order, in this stream.</summary>
    private static bool Stands(StreamId stream, EquatableArray<StoredAt?> located)
    {
        for (var i = 0; i < located.Count; i++)
            if (located[0] is not { } first || located[i] != new StoredAt(stream, first.Version + i))
                return false;
        return true;
    }

    /// <summary>A batch that stands from <paramref name="firstVersion"/> on is what this expectation
    /// asks for.</summary>
    /// <remarks>Exact and NoStream name the place, so they must name this one; Any and StreamExists are content
    /// with every place. Source: <c>EventStore!AppendedUnder</c>.</remarks>
    internal static bool AppendedUnder(ExpectedVersion expected, long firstVersion) => expected switch
    {
        ExpectedVersion.Any or ExpectedVersion.StreamExists => true,
        ExpectedVersion.NoStream => firstVersion == 0,
        ExpectedVersion.Exact(var version) => firstVersion - 1 == version,
        _ => throw new UnreachableException(),
    };

    private static int? FirstTaken(EquatableArray<StoredAt?> located)
    {
        for (var i = 0; i < located.Count; i++)
            if (located[i] is not null)
                return i;
        return null;
    }
}
