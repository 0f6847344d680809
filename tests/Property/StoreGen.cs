using FsCheck;
using FsCheck.Fluent;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>Requests to an event store over few names, so that they meet.</summary>
internal static class StoreGen
{
    public static readonly EventStoreModel Model = new(
        Streams: [new("s1"), new("s2"), new("s3")],
        Ids: [new("e1"), new("e2"), new("e3"), new("e4"), new("e5"), new("e6"), new("e7")],
        MaxBatch: 3,
        MaxAcked: int.MaxValue,
        EventStoreVariant.Correct);

    public static Gen<StreamId> Stream { get; } = Gen.Elements(Model.Streams.AsEnumerable());

    public static Gen<ExpectedVersion> Expected { get; } = Gen.Frequency(
        (3, Gen.Constant<ExpectedVersion>(new ExpectedVersion.Any())),
        (2, Gen.Constant<ExpectedVersion>(new ExpectedVersion.NoStream())),
        (1, Gen.Constant<ExpectedVersion>(new ExpectedVersion.StreamExists())),
        (4, Gen.Choose(0, 4).Select(ExpectedVersion (version) => new ExpectedVersion.Exact(version))));

    public static Gen<EquatableArray<EventId>> Ids { get; } =
        from shuffled in Gen.Shuffle(Model.Ids.AsEnumerable())
        from count in Gen.Choose(1, Model.MaxBatch)
        select EquatableArray.From(shuffled.Take(count));

    public static Gen<EventStoreAction> Append { get; } =
        from stream in Stream
        from expected in Expected
        from ids in Ids
        select (EventStoreAction)new EventStoreAction.AppendEvents(stream, expected, ids);

    public static Gen<EventStoreAction> Delete { get; } =
        from stream in Stream
        from expected in Expected
        select (EventStoreAction)new EventStoreAction.DeleteStream(stream, expected);

    /// <summary>What clients ask for; the same append comes twice now and then.</summary>
    public static Gen<EventStoreAction[]> Requests { get; } =
        from requests in Gen.Frequency((12, Append), (1, Delete)).ArrayOf()
        from retries in Gen.SubListOf(requests)
        from shuffled in Gen.Shuffle<EventStoreAction>([.. requests, .. retries])
        select shuffled;

    /// <summary>Requests, with flushes, acknowledgements, crashes and recoveries in between.</summary>
    public static Gen<EventStoreAction[]> Walk { get; } =
        Gen.Frequency(
            (12, Append),
            (1, Delete),
            (4, Gen.Constant<EventStoreAction>(new EventStoreAction.Flush())),
            (8, Acknowledge()),
            (2, Stream.Select(EventStoreAction (stream) => new EventStoreAction.AcknowledgeDelete(stream))),
            (1, Gen.Constant<EventStoreAction>(new EventStoreAction.Crash())),
            (4, Gen.Constant<EventStoreAction>(new EventStoreAction.Recover()))).ArrayOf();

    /// <summary>The state after all actions that were enabled when their turn came.</summary>
    public static EventStoreState Run(IEnumerable<EventStoreAction> actions, EventStoreState? from = null) =>
        actions.Aggregate(
            from ?? EventStore.Init(Model),
            (state, action) => EventStore.Step(Model, state, action) ?? state);

    /// <summary>Acknowledgements of single events and of the batches most likely to stand.</summary>
    private static Gen<EventStoreAction> Acknowledge() =>
        from append in Append
        let a = (EventStoreAction.AppendEvents)append
        from count in Gen.Choose(1, 2)
        select (EventStoreAction)new EventStoreAction.AcknowledgeAppend(
            a.Stream, a.Expected, EquatableArray.From(a.Ids.Take(count)));
}
