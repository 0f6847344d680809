namespace Verified.Scenarios;

/// <summary>Something that somebody does to a bus.</summary>
public abstract record BusAct
{
    private BusAct(int party) => Party = party;

    /// <summary>Who; each party does one thing after the other.</summary>
    public int Party { get; init; }

    public sealed record Subscribe(int Party, int Handler) : BusAct(Party);

    public sealed record Unsubscribe(int Party, int Handler) : BusAct(Party);

    /// <summary>Publishes the event of this number, and waits until it is handled if told so. Handlers fail whose number is
    /// even or odd as the event's is, if it <paramref name="Fails"/>; every handler publishes another event and waits for
    /// it if it <paramref name="Nests"/>.</summary>
    public sealed record Publish(int Party, int Event, bool Waits, bool Fails, bool Nests) : BusAct(Party);

    /// <summary>Publishes an event that the middleware refuses.</summary>
    public sealed record PublishRefused(int Party, int Event) : BusAct(Party);

    /// <summary>Draws one of two parties, ten events.</summary>
    internal static BusAct Draw(Func<int, int> next)
    {
        var party = next(2);
        return next(9) switch
        {
            < 3 => new Subscribe(party, next(BusStory.Handlers)),
            3 => new Unsubscribe(party, next(BusStory.Handlers)),
            4 => new PublishRefused(party, next(10)),
            _ => new Publish(party, next(10), next(2) == 1, next(2) == 1, next(2) == 1),
        };
    }

    internal IEnumerable<BusAct> Simpler()
    {
        if (this is Publish publish)
        {
            if (publish.Nests)
                yield return publish with { Nests = false };
            if (publish.Fails)
                yield return publish with { Fails = false };
            if (publish.Waits)
                yield return publish with { Waits = false };
        }

        if (Party > 0)
            yield return this with { Party = 0 };
    }

    /// <summary>Which of two neighbours comes first in a simple story.</summary>
    internal int Rank => this switch
    {
        Subscribe => 0,
        Unsubscribe => 1,
        _ => 2,
    };

    /// <summary>The event that it publishes; null: it publishes none.</summary>
    internal int? Published => this switch
    {
        Publish publish => publish.Event,
        PublishRefused refused => refused.Event,
        _ => null,
    };

    /// <summary>The handler that it is about; null: it is about none.</summary>
    internal int? Subject => this switch
    {
        Subscribe subscribe => subscribe.Handler,
        Unsubscribe unsubscribe => unsubscribe.Handler,
        _ => null,
    };

    /// <summary>The same with other numbers.</summary>
    internal BusAct Renumbered(Dictionary<int, int> events, Dictionary<int, int> handlers) => this switch
    {
        Publish publish => publish with { Event = events[publish.Event] },
        PublishRefused refused => refused with { Event = events[refused.Event] },
        Subscribe subscribe => subscribe with { Handler = handlers[subscribe.Handler] },
        Unsubscribe unsubscribe => unsubscribe with { Handler = handlers[unsubscribe.Handler] },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
