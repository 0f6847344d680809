namespace Verified.Oracle.Rules.Bus;

/// <summary>A consumer that commits a position of a partition was handed every message at or below it; and nothing turns up there later.</summary>
/// <remarks>
/// As <see cref="Store.CheckpointWithoutGap"/>, for a bus. Consumers that take some messages only are not judged.
/// O(n log n) in deliveries and positions, at the end. Source: <c>ConsumerGroup!NoLossInv</c>, <c>Subscription</c>.
/// </remarks>
internal sealed class CommitWithoutGap(BusLog log) : BusRule(log), ICursorEndRule
{
    public override string Id => "commit-without-gap";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock : Log.Header.Sampled ? NeedsEveryLine : Checked == 0 ? "no consumer was recorded with a commit" : null;

    public void AtEnd(int consumer, int partition, CursorState cursor)
    {
        if (!cursor.HasCommits || Log.Consumers[consumer].IsFiltered) return;
        Checked += cursor.Delivered.Checkpoints.Count;
        cursor.Delivered.Prepare();
        var (missed, by) = (-1L, 0u);
        foreach (var (position, line) in Log.Partitions[partition].Told)
        {
            if (position <= cursor.Delivered.Start || (missed >= 0 && position > missed)) continue;
            var commit = cursor.Delivered.FirstCheckpointAt(position);
            if (commit != 0 && cursor.Delivered.FirstDeliveryOf(position) >= commit) (missed, by) = (position, line);
        }

        if (missed < 0) return;
        var past = cursor.Delivered.FirstCheckpointAt(missed);
        var slot = Log.Partitions[partition].Messages.Find(missed);
        Convict(
            [cursor.Delivered.First, past, by],
            $"The commit of {ConsumerName(consumer)} of index {At(past)} is past position {missed}, where message {MessageName(slot)} lies; it had not been handed it, and may never be.");
    }
}
