namespace Verified.Oracle.Rules.Bus;

/// <summary>For each consumer and scope of order: the message that comes last among those told, as far as that is known.</summary>
/// <remarks>About 60 bytes per consumer and scope. O(1) expected.</remarks>
internal sealed class OrderedMessages(BusLog log, MemoryBudget budget)
{
    private readonly Dictionary<long, int> _last = [];

    /// <summary>The last one, or −1.</summary>
    public int Last(int consumer, int scope) =>
        scope >= 0 && _last.TryGetValue(KeyOf(consumer, scope), out var slot) ? slot : -1;

    /// <summary>Takes one more in.</summary>
    public void Add(int consumer, int scope, int slot)
    {
        if (scope < 0) return;
        var key = KeyOf(consumer, scope);
        if (!_last.TryGetValue(key, out var known))
        {
            budget.Take(60);
            _last[key] = slot;
        }
        else if (IsLater(slot, known)) _last[key] = slot;
    }

    private bool IsLater(int slot, int known)
    {
        ref var a = ref log.Messages[slot];
        ref var b = ref log.Messages[known];
        if (log.AreComparable(ref a, ref b)) return a.Position > b.Position;
        return a.Publish > b.Publish;
    }

    private static long KeyOf(int consumer, int scope) => (long)consumer << 32 | (uint)scope;
}
