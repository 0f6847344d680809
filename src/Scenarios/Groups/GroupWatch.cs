using System.Text.Json;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Sees when the mirror does not allow a step, when a record is handed out though the one before it never was, and when
/// one is committed that never was; and has the story end there, since the members go on for ever.</summary>
internal sealed class GroupWatch(Signal moved)
{
    /// <summary>By stream, the version behind the last record that was handed out.</summary>
    private readonly Dictionary<StreamId, long> _next = [];

    private string? _broken;

    public void Follow(GroupMirror mirror, ConsumerGroupAction action)
    {
        try
        {
            mirror.Take(action);
        }
        catch (BrokenClaimException broken)
        {
            _broken ??= broken.Message;
        }

        moved.Pulse();
    }

    public MessageHandler Over(MessageHandler handler) => (message, cancellationToken) =>
    {
        var (stream, version) = (message.Recorded.Stream, message.Recorded.Version);
        var next = _next.GetValueOrDefault(stream);
        if (version > next)
            Break($"{message.Id} is handed out, and the record before it never was");
        _next[stream] = Math.Max(next, version + 1);
        return handler(message, cancellationToken);
    };

    /// <summary>Somebody says that so many records of a stream are dealt with.</summary>
    public void Commits(StreamId stream, long offset)
    {
        var next = _next.GetValueOrDefault(stream);
        if (offset > next)
            Break($"{offset} records of {stream} are committed, and only {next} were handed out");
    }

    public void Check() => Claim.Holds(_broken is null, _broken ?? "");

    private void Break(string claim)
    {
        _broken ??= claim;
        moved.Pulse();
    }
}

/// <summary>Tells what a group commits, as it is written.</summary>
internal sealed class CommitWatch(IEventStore inner, PartitionedTopic topic, Action<StreamId, long> commits)
    : ForwardingEventStore(inner)
{
    public override ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        foreach (var sent in events)
            if (sent.Type == GroupRecord.Committed
                && JsonSerializer.Deserialize(sent.Data.Span, GroupJson.Default.GroupRecord) is { Partition: { } partition, Offset: var offset }
                && partition != GroupCoordinator.Replays.Value)
                commits(topic.StreamOf(new(partition)), offset);
        return Inner.AppendAsync(stream, expected, events, cancellationToken);
    }
}
