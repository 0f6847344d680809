namespace Verified.Oracle.Rules.Bus;

/// <summary>A consumer that starts again behind a position had dealt with everything it was handed at or below it.</summary>
/// <remarks>
/// As <see cref="Store.CheckpointBehindProcessing"/>, for a bus: a commit was acknowledged while a message at or below it
/// was still being handled, or all its deliveries had failed, and the consumer started again behind it. A dead letter
/// is dealt with. Source: <c>ConsumerGroup!NoLossInv</c>; <c>CommitAhead</c> is the mistake.
/// </remarks>
internal sealed class CommitBehindProcessing(BusLog log) : BusRule(log), ICursorEndRule
{
    private bool _restarted;

    public override string Id => "commit-behind-processing";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? NeedsEveryLine
        : !_restarted ? "no consumer was recorded to start again"
        : null;

    public void AtEnd(int consumer, int partition, CursorState cursor)
    {
        _restarted |= cursor.Restarted;
        if (!cursor.Restarted) return;
        cursor.Incarnations.Prepare();
        var lost = cursor.Incarnations.FirstLost(static _ => true, out var judged);
        Checked += judged;
        if (lost < 0) return;
        var handed = cursor.Incarnations.Pending[lost];
        var start = cursor.Incarnations.FirstStartAbove(handed);
        var what = handed.Ahead != 0
            ? $"a commit past it was acknowledged (index {At(handed.Ahead)}) while it was still being handled"
            : "handling it failed";
        Convict(
            [handed.Invoke, handed.Ahead, start],
            $"Message {MessageName(lost)}, at position {handed.Position}, was delivered to {ConsumerName(consumer)} (index {At(handed.Invoke)}) but never dealt with: {what}, and the consumer started again behind it (index {At(start)}): the message is lost to it.");
    }
}
