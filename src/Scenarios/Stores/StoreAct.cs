namespace Verified.Scenarios;

/// <summary>Something that somebody does to a store.</summary>
public abstract record StoreAct
{
    private StoreAct(int party, int stream) => (Party, Stream) = (party, stream);

    /// <summary>Who; each party does one thing after the other.</summary>
    public int Party { get; init; }

    /// <summary>To which stream.</summary>
    public int Stream { get; init; }

    /// <summary>Reads the stream from its beginning.</summary>
    public sealed record Read(int Party, int Stream) : StoreAct(Party, Stream);

    /// <summary>Closes it.</summary>
    public sealed record Delete(int Party, int Stream) : StoreAct(Party, Stream);

    /// <summary>Appends so many events to it.</summary>
    public sealed record Append(int Party, int Stream, StoryExpectation Expected, int Events) : StoreAct(Party, Stream);

    /// <summary>Draws one of three parties, two streams, two events at most.</summary>
    internal static StoreAct Draw(Func<int, int> next)
    {
        var (party, stream) = (next(3), next(2));
        return next(8) switch
        {
            0 => new Read(party, stream),
            1 => new Delete(party, stream),
            _ => new Append(party, stream, (StoryExpectation)next(3), 1 + next(2)),
        };
    }

    /// <summary>Which of two that have no order comes first.</summary>
    internal (int, int, int) Rank => this switch
    {
        Append append => (2, (int)append.Expected, append.Events),
        Delete => (1, 0, 0),
        _ => (0, 0, 0),
    };

    internal IEnumerable<StoreAct> Simpler()
    {
        if (this is not Read)
            yield return new Read(Party, Stream);
        if (this is not Append append)
            yield break;
        if (append.Events > 1)
            yield return append with { Events = 1 };
        for (var expected = StoryExpectation.Any; expected < append.Expected; expected++)
            yield return append with { Expected = expected };
    }
}

/// <summary>What a writer of a story believes of a stream.</summary>
public enum StoryExpectation
{
    /// <summary>Nothing.</summary>
    Any,

    /// <summary>That it has no event.</summary>
    NoStream,

    /// <summary>That it is where the writer finds it when he looks, before he writes.</summary>
    Seen,
}
