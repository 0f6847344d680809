using System.Globalization;
using System.Text;

namespace Verified.Reference;

/// <summary>A topic that is cut into partitions by key; each partition is a stream of the store.</summary>
/// <remarks>
/// A key stays in its partition for ever, so what has one key is in one order. Offsets are the versions of the stream:
/// from 0, contiguous. The number of partitions cannot change later without taking keys elsewhere. Source:
/// <c>ConsumerGroup</c>, CONSTANT <c>Partitions</c>.
/// </remarks>
public sealed record PartitionedTopic
{
    /// <exception cref="ArgumentException">The name is null or empty, begins with a dollar sign or holds a slash, or
    /// there is no partition.</exception>
    public PartitionedTopic(string name, int count)
    {
        ConsumerId.Check(new ConsumerId(name));
        if (name[0] == '$')
            throw new ArgumentException($"Names that begin with a dollar sign belong to the system: '{name}'.", nameof(name));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (Name, Count) = (name, count);
        Partitions = EquatableSet.From(Enumerable.Range(0, count).Select(Partition));
    }

    public string Name { get; }

    public int Count { get; }

    public EquatableSet<PartitionId> Partitions { get; }

    /// <summary>Where a key belongs; the same in every process and version.</summary>
    /// <remarks>Source: FNV-1a, 64 bits (Fowler, Noll, Vo), over UTF-8; the finalizer of MurmurHash3 (Appleby), since the
    /// last octets have hardly reached the high bits; Lemire's reduction (2019).</remarks>
    public PartitionId PartitionOf(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(key))
            hash = unchecked((hash ^ octet) * 1099511628211UL);
        return Partition((int)(((Finish(hash) >> 32) * (ulong)Count) >> 32));
    }

    public StreamId StreamOf(PartitionId partition) => new($"{Name}/{partition}");

    /// <summary>Appends to the partition of a key. On <see cref="AppendResult.Appended"/> it is durable: a confirm.</summary>
    public ValueTask<AppendResult> AppendAsync(
        IEventStore store, string key, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default) =>
        store.AppendAsync(StreamOf(PartitionOf(key)), new ExpectedVersion.Any(), events, cancellationToken);

    private static ulong Finish(ulong hash)
    {
        hash = unchecked((hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL);
        hash = unchecked((hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL);
        return hash ^ (hash >> 33);
    }

    private static PartitionId Partition(int index) => new(index.ToString(CultureInfo.InvariantCulture));
}
