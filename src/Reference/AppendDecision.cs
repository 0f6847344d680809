namespace Verified.Reference;

/// <summary>Where a stored event is.</summary>
public readonly record struct StoredAt(StreamId Stream, long Version);

/// <summary>All that the outcome of an append depends on: the one thing every store must look up.</summary>
/// <param name="LastVersion">Version of the stream's last event, −1 where it has none.</param>
/// <param name="IsDeleted">The stream was deleted.</param>
/// <param name="Located">For each id of the batch, in its order, where the store holds it, or null.</param>
public readonly record struct AppendFacts(
    long LastVersion, bool IsDeleted, EquatableArray<StoredAt?> Located);

/// <summary>The outcome of an append, decided from facts alone.</summary>
/// <remarks>Source: <c>EventStore!Decide</c>.</remarks>
public abstract record AppendDecision
{
    private AppendDecision()
    {
    }

    /// <summary>The batch goes behind the stream's last event.</summary>
    public sealed record Append : AppendDecision;

    /// <summary>The batch stands already, from <paramref name="FirstVersion"/> on: acknowledge it again.</summary>
    public sealed record Idempotent(long FirstVersion) : AppendDecision;

    public sealed record WrongExpectedVersion : AppendDecision;

    /// <summary>The id at <paramref name="Index"/> of the batch is taken.</summary>
    public sealed record DuplicateEventId(int Index) : AppendDecision;

    public sealed record StreamDeleted : AppendDecision;
}
