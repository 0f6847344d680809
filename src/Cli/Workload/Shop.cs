using System.Collections.Concurrent;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>What the clients of one process share: how much is left to do, and what they believe of the streams.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class Shop(WorkloadPlan plan, IEventStore store, HistoryScan before, Action appended)
{
    /// <summary>So many streams are in use at a time; few, so that clients meet.</summary>
    private const int OpenOrders = 6;

    /// <summary>After so many appends the next stream comes into use.</summary>
    private const int AppendsPerOrder = 15;

    private readonly ConcurrentDictionary<StreamId, long> _versions = new();
    private readonly ConcurrentQueue<AppendAttempt> _unknown = new(before.Unknown);
    private readonly ConcurrentQueue<AppendAttempt> _acknowledged = new();
    private int _appends;

    public IEventStore Store { get; } = store;

    public WorkloadPlan Plan { get; } = plan;

    /// <summary>Whether there is something left to do. A part that is going to be killed does not end by itself.</summary>
    public bool HasMore => !Plan.IsLast || Volatile.Read(ref _appends) < Plan.SegmentAppends;

    /// <summary>Somebody begins an append.</summary>
    public void CountAppend() => Interlocked.Increment(ref _appends);

    /// <summary>A stream that is in use now.</summary>
    public StreamId PickStream(Random random) =>
        Basket.Stream(((before.Appends + Volatile.Read(ref _appends)) / AppendsPerOrder) + random.Next(OpenOrders));

    /// <summary>The last version of a stream as somebody saw it, which may be long ago; −1 for none.</summary>
    public long BelievedVersion(StreamId stream) => _versions.GetValueOrDefault(stream, -1);

    public void Believe(StreamId stream, long version) => _versions[stream] = version;

    /// <summary>An append of unknown outcome that nobody has repeated yet.</summary>
    public bool TryTakeUnknown(out AppendAttempt? attempt) => _unknown.TryDequeue(out attempt);

    public void KeepUnknown(AppendAttempt attempt) => _unknown.Enqueue(attempt);

    /// <summary>An append that was acknowledged lately, or null.</summary>
    public AppendAttempt? PickAcknowledged(Random random)
    {
        var recent = _acknowledged.ToArray();
        return recent.Length == 0 ? null : recent[random.Next(recent.Length)];
    }

    public void KeepAcknowledged(AppendAttempt attempt)
    {
        _acknowledged.Enqueue(attempt);
        if (_acknowledged.Count > 64) _acknowledged.TryDequeue(out _);
    }

    /// <summary>Somebody learnt the outcome of an append.</summary>
    public void Report() => appended();
}
