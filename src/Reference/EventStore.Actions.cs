namespace Verified.Reference;

public static partial class EventStore
{
    /// <summary>Every action with every argument, in the order of <c>EventStore!Next</c>.</summary>
    public static IEnumerable<EventStoreAction> Actions(EventStoreModel model)
    {
        var appends = Appends(model).ToList();
        var deletions = Deletions(model).ToList();
        var rejections = Rejections(model).ToList();
        return
        [
            .. appends.Select(a => new EventStoreAction.AppendEvents(a.Stream, a.Expected, a.Ids)),
            .. appends.SelectMany(a => rejections.Select(
                why => new EventStoreAction.RejectAppend(a.Stream, a.Expected, a.Ids, why))),
            .. appends.Select(a => new EventStoreAction.AcknowledgeAppend(a.Stream, a.Expected, a.Ids)),
            .. deletions.Select(d => new EventStoreAction.DeleteStream(d.Stream, d.Expected)),
            .. deletions.Select(d => new EventStoreAction.RejectDelete(d.Stream, d.Expected)),
            .. model.Streams.Select(stream => new EventStoreAction.AcknowledgeDelete(stream)),
            new EventStoreAction.Flush(),
            new EventStoreAction.Crash(),
            new EventStoreAction.Recover(),
            .. appends.Select(a => new EventStoreAction.CheckAppend(a.Stream, a.Expected, a.Ids)),
            new EventStoreAction.WriteChecked(),
        ];
    }

    /// <summary>What a writer may believe. Source: <c>EventStore!Expectations</c>.</summary>
    public static IEnumerable<ExpectedVersion> Expectations(EventStoreModel model)
    {
        yield return new ExpectedVersion.Any();
        yield return new ExpectedVersion.NoStream();
        yield return new ExpectedVersion.StreamExists();
        for (var version = 0; version < model.Ids.Count; version++)
            yield return new ExpectedVersion.Exact(version);
    }

    /// <summary>One or more ids, none twice. Source: <c>EventStore!Batches</c>.</summary>
    public static IEnumerable<EquatableArray<EventId>> Batches(EventStoreModel model) =>
        EventLog.Sequences(model.Ids, model.MaxBatch, (a, b) => a == b);

    /// <summary>Why an append is turned down. Source: <c>EventStore!Rejections</c>.</summary>
    public static IEnumerable<AppendDecision> Rejections(EventStoreModel model)
    {
        yield return new AppendDecision.WrongExpectedVersion();
        yield return new AppendDecision.StreamDeleted();
        for (var index = 0; index < model.MaxBatch; index++)
            yield return new AppendDecision.DuplicateEventId(index);
    }

    private static IEnumerable<(StreamId Stream, ExpectedVersion Expected)> Deletions(EventStoreModel model) =>
        from stream in model.Streams
        from expected in Expectations(model)
        select (stream, expected);

    private static IEnumerable<(StreamId Stream, ExpectedVersion Expected, EquatableArray<EventId> Ids)>
        Appends(EventStoreModel model) =>
        from stream in model.Streams
        from expected in Expectations(model)
        from ids in Batches(model)
        select (stream, expected, ids);
}
