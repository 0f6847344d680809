namespace Verified.Reference;

/// <summary>The constants of <c>Fold</c>.</summary>
/// <param name="Amounts">What may be deposited at once.</param>
/// <param name="Currencies">Names of currencies.</param>
/// <param name="Default">The currency of what was deposited before there were any.</param>
/// <param name="MaxEvents">How many events there may be.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record FoldModel(
    EquatableSet<int> Amounts,
    EquatableSet<CurrencyId> Currencies,
    CurrencyId Default,
    int MaxEvents,
    FoldVariant Variant);

/// <summary>The name of a currency; compared ordinally.</summary>
/// <remarks>Source: <c>Fold</c>, CONSTANT <c>Currencies</c>.</remarks>
public readonly record struct CurrencyId(string Value) : IComparable<CurrencyId>
{
    public int CompareTo(CurrencyId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The design of folds, or a mistake in it. Source: <c>Fold!Variants</c>.</summary>
public enum FoldVariant
{
    Correct,

    /// <summary>The state of a snapshot is ahead of its version.</summary>
    SnapshotAhead,

    /// <summary>Events and states are upcast with different defaults.</summary>
    TwoDefaults,
}

/// <summary>An event of a savings account, as it was written. Source: <c>Fold!Event</c>.</summary>
public abstract record SavingsEvent
{
    private SavingsEvent()
    {
    }

    /// <summary>Schema 1: there was one currency, and nobody named it.</summary>
    public sealed record DepositedV1(int Amount) : SavingsEvent;

    /// <summary>Schema 2.</summary>
    public sealed record DepositedV2(int Amount, CurrencyId Currency) : SavingsEvent;

    /// <summary>Doubles what is there; of both schemas.</summary>
    public sealed record InterestPaid : SavingsEvent;
}

/// <summary>The state of a savings account. Source: <c>Fold!IsState</c>.</summary>
public abstract record SavingsState
{
    private SavingsState()
    {
    }

    /// <summary>Schema 1.</summary>
    public sealed record SavingsV1(int Balance) : SavingsState;

    /// <summary>Schema 2.</summary>
    public sealed record SavingsV2(EquatableMap<CurrencyId, int> Balances) : SavingsState;
}

/// <summary>A state and how many events are in it; among those that are stored, one for each version.</summary>
/// <remarks>Source: <c>Fold</c>, VARIABLES <c>snapshots</c> and <c>answer</c>.</remarks>
public sealed record SavingsSnapshot(int Version, SavingsState State) : IComparable<SavingsSnapshot>
{
    /// <summary>By version.</summary>
    public int CompareTo(SavingsSnapshot? other) => other is null ? 1 : Version.CompareTo(other.Version);
}

/// <summary>The variables of <c>Fold</c>.</summary>
/// <param name="Log">The events of the account, as they were written.</param>
/// <param name="Snapshots">Stored states with their versions, as they were written.</param>
/// <param name="Schema">The schema of the code that runs: 1 or 2.</param>
/// <param name="Answer">History: the last answer to a question about some version.</param>
public sealed record FoldState(
    EquatableArray<SavingsEvent> Log,
    EquatableSet<SavingsSnapshot> Snapshots,
    int Schema,
    SavingsSnapshot Answer);

/// <summary>The actions of <c>Fold</c>, with their arguments.</summary>
public abstract record FoldAction
{
    private FoldAction()
    {
    }

    /// <summary>Something happens to the account. Source: <c>Fold!AppendEvent</c>.</summary>
    public sealed record AppendEvent(SavingsEvent Event) : FoldAction;

    /// <summary>Stores the state of some version. Source: <c>Fold!TakeSnapshot</c>.</summary>
    public sealed record TakeSnapshot(int Version) : FoldAction;

    /// <summary>Snapshots may be dropped. Source: <c>Fold!DropSnapshot</c>.</summary>
    public sealed record DropSnapshot(int Version) : FoldAction;

    /// <summary>From now on the code is of schema 2 and upcasts what it reads.</summary>
    /// <remarks>Source: <c>Fold!Upcast</c>.</remarks>
    public sealed record Upcast : FoldAction;

    /// <summary>Answers what the state was at some version. Source: <c>Fold!StateAt</c>.</summary>
    public sealed record StateAt(int Version) : FoldAction;
}
