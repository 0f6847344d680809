namespace Verified.Scenarios;

/// <summary>Something that somebody does to a projection.</summary>
public abstract record ProjectionAct
{
    private ProjectionAct(int party) => Party = party;

    /// <summary>Who; each party does one thing after the other.</summary>
    public int Party { get; init; }

    /// <summary>Appends an event; its position is the party's token.</summary>
    public sealed record Write(int Party) : ProjectionAct(Party);

    /// <summary>Reads the view of a replica, with the party's token.</summary>
    public sealed record Read(int Party, int Replica) : ProjectionAct(Party);

    /// <summary>Has a replica throw its view away.</summary>
    public sealed record Rebuild(int Party, int Replica) : ProjectionAct(Party);

    /// <summary>Draws one of three parties, two replicas.</summary>
    internal static ProjectionAct Draw(Func<int, int> next)
    {
        var party = next(3);
        return next(7) switch
        {
            0 => new Rebuild(party, next(2)),
            < 4 => new Write(party),
            _ => new Read(party, next(2)),
        };
    }

    /// <summary>Which of two that have no order comes first.</summary>
    internal int Rank => this switch
    {
        Write => 0,
        Rebuild => 1,
        _ => 2,
    };

    internal IEnumerable<ProjectionAct> Simpler()
    {
        if (Party > 0)
            yield return this with { Party = 0 };
        if (this is Read { Replica: > 0 } read)
            yield return read with { Replica = 0 };
        if (this is Rebuild { Replica: > 0 } rebuild)
            yield return rebuild with { Replica = 0 };
    }
}
