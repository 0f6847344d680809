namespace Verified.Oracle.Rules.Bus;

/// <summary>What a consumer has committed stays so, until it starts again further back.</summary>
/// <remarks>
/// Sound: a commit that begins after a higher one was acknowledged takes it back. A start below says that this is meant. A
/// commit of an older generation is <see cref="FencedCommit"/>'s. Source: <c>ConsumerGroup!CommitMonotonicProp</c>.
/// </remarks>
internal sealed class CommitMonotonic(BusLog log) : BusRule(log), ICommitRule
{
    public override string Id => "commit-monotonic";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock : Log.Header.Sampled ? NeedsEveryLine : null;

    public void Committed(Operation operation, CursorState cursor, uint line)
    {
        Checked++;
        var floor = Math.Min(operation.KnownCommit, cursor.Committed);
        if (operation.Position >= floor || FencedCommit.IsStale(operation)) return;
        Convict(
            [operation.KnownCommitBy, operation.Invoke],
            $"{ConsumerName(operation.Consumer)} committed position {operation.Position} (index {At(operation.Invoke)}) after position {operation.KnownCommit} (index {At(operation.KnownCommitBy)}): what it had committed is taken back.");
    }
}
