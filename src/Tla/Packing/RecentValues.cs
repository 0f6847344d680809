using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>Values that were unpacked of late: neighbours in a search have most parts in common.</summary>
/// <remarks>A few, each in the slot of its words' hash. Safe for several threads, without a lock; each has slots of its
/// own, or they would take them from each other's caches.</remarks>
internal sealed class RecentValues
{
    private const int Slots = 128;
    private const int Threads = 16;

    private readonly Entry?[]?[] _entries = new Entry?[Threads][];

    /// <summary>The value of these words, if it is among them.</summary>
    public Value? Find(ReadOnlySpan<int> words) =>
        Volatile.Read(ref Own[SlotOf(words)]) is { } entry && words.SequenceEqual(entry.Words) ? entry.Value : null;

    /// <summary>Remembers the value of words.</summary>
    public Value Add(ReadOnlySpan<int> words, Value value)
    {
        Volatile.Write(ref Own[SlotOf(words)], new Entry(words.ToArray(), value));
        return value;
    }

    private Entry?[] Own => _entries[Environment.CurrentManagedThreadId % Threads] ??= new Entry?[Slots];

    private static int SlotOf(ReadOnlySpan<int> words)
    {
        uint hash = 0;
        foreach (var word in words) hash = unchecked((hash ^ (uint)word) * 0x9E3779B1U);
        return (int)(hash >> 25);
    }

    private sealed record Entry(int[] Words, Value Value);
}
