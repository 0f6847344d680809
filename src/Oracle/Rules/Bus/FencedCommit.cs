namespace Verified.Oracle.Rules.Bus;

/// <summary>A member whose deal is over commits nothing.</summary>
/// <remarks>
/// Sound: generations grow, and once one is known to be in force (a member was told it, or committed under it), a commit
/// under an older one that begins after that must be refused. Source: <c>ConsumerGroup!RejectCommit</c>; <c>Unfenced</c>
/// is the mistake.
/// </remarks>
internal sealed class FencedCommit(BusLog log) : BusRule(log), ICommitRule
{
    public override string Id => "fenced-commit";

    public override string? NotApplicable => !Log.RealTime ? NeedsSharedClock : null;

    /// <summary>Whether the commit is that of a zombie.</summary>
    public static bool IsStale(Operation operation) => operation.Generation >= 0 && operation.Generation < operation.KnownGeneration;

    public void Committed(Operation operation, CursorState cursor, uint line)
    {
        if (operation.Generation < 0) return;
        Checked++;
        if (!IsStale(operation)) return;
        Convict(
            [operation.KnownGenerationBy, operation.Invoke],
            $"A member of {ConsumerName(operation.Consumer)} that knows generation {operation.Generation} committed position {operation.Position} (index {At(operation.Invoke)}), but generation {operation.KnownGeneration} was in force (index {At(operation.KnownGenerationBy)}).");
    }
}
