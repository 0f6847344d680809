using System.Text.Json;
using System.Text.Json.Serialization;

namespace Verified.Reference;

/// <summary>What the coordinator of a group knows: who is in it, who has what, how far the group got.</summary>
/// <param name="Membership">The members and the current deal.</param>
/// <param name="Committed">How many records of each partition were committed.</param>
public sealed record GroupState(GroupMembership Membership, EquatableMap<PartitionId, long> Committed)
{
    /// <summary>A group that nobody ever joined.</summary>
    public static GroupState New(EquatableSet<PartitionId> partitions) =>
        new(GroupMembership.Empty, EquatableMap.From(partitions, _ => 0L));

    /// <summary>The state after what is recorded next. Pure; the rules were asked before it was recorded.</summary>
    internal GroupState Apply(GroupRecord recorded, EquatableSet<PartitionId> partitions) => recorded switch
    {
        { Kind: GroupRecord.Joined, Member: { } member, Deal: not null } => this with
        {
            Membership = Membership.Join(partitions, new(member), recorded.ToDeal()) ?? throw Broken(recorded),
        },
        { Kind: GroupRecord.Expired, Member: { } member, Deal: not null } => this with
        {
            Membership = Membership.Expire(partitions, new(member), recorded.ToDeal()) ?? throw Broken(recorded),
        },
        { Kind: GroupRecord.Committed, Partition: { } partition } when Committed.Keys.Contains(new(partition)) => this with
        {
            Committed = Committed.SetItem(new(partition), recorded.Offset),
        },
        _ => throw Broken(recorded),
    };

    private static EventStoreException.Corrupt Broken(GroupRecord recorded) =>
        new($"The record of the group does not follow from those before it, or the topic has other partitions: {recorded}.");
}

/// <summary>What the coordinator of a group records.</summary>
internal sealed record GroupRecord(
    string Kind,
    string? Member = null,
    SortedDictionary<string, string[]>? Deal = null,
    string? Partition = null,
    long Offset = 0)
{
    public const string Joined = "$joined";
    public const string Expired = "$expired";
    public const string Committed = "$committed";

    public static GroupRecord Of(
        string kind, MemberId member, EquatableMap<MemberId, EquatableSet<PartitionId>> deal) =>
        new(kind, member.Value, new(deal.ToDictionary(
            share => share.Key.Value, share => share.Value.Select(partition => partition.Value).ToArray())));

    public static GroupRecord Commit(MemberId member, PartitionId partition, long offset) =>
        new(Committed, member.Value, Partition: partition.Value, Offset: offset);

    public EquatableMap<MemberId, EquatableSet<PartitionId>> ToDeal() => EquatableMap.From(
        EquatableSet.From(Deal!.Keys.Select(member => new MemberId(member))),
        member => EquatableSet.From(Deal[member.Value].Select(partition => new PartitionId(partition))));

    /// <exception cref="EventStoreException.Corrupt">It cannot be read.</exception>
    public static GroupRecord Read(RecordedEvent recorded)
    {
        try
        {
            return JsonSerializer.Deserialize(recorded.Event.Data.Span, GroupJson.Default.GroupRecord)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException malformed)
        {
            throw new EventStoreException.Corrupt(
                $"The record of a group at position {recorded.Position} cannot be read: {malformed.Message}", malformed);
        }
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, GroupJson.Default.GroupRecord);
}

/// <summary>How what a group stores is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GroupRecord))]
internal sealed partial class GroupJson : JsonSerializerContext;
