namespace Verified.Oracle.Rules.Bus;

/// <summary>The rules for buses and their consumers, in the order in which reports list them.</summary>
internal static class BusRules
{
    public static IReadOnlyList<Rule> For(BusLog log, MemoryBudget budget) =>
    [
        new VetoStoresNothing(log),
        new NoPhantomMessage(log),
        new OneMessagePerPosition(log),
        new IdempotentPublish(log),
        new OutcomePerMatch(log),
        new MessageSettled(log),
        new FirstDeliveryOrder(log, budget),
        new EffectOrder(log, budget),
        new ExactlyOnceEffect(log),
        new InboxCoversRedelivery(log),
        new DuplicateImpliesEffect(log),
        new AckImpliesEffect(log),
        new DeadOrAcknowledged(log),
        new OutboxIffEffect(log),
        new CommitWithoutGap(log),
        new CommitBehindProcessing(log),
        new FencedCommit(log),
        new CommitMonotonic(log),
        new NoDroppedReply(log),
    ];
}
