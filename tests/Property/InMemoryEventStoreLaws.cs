using System.Text;
using FsCheck.Fluent;
using Verified.Reference;
using static Verified.Tests.Property.StoreGen;

namespace Verified.Tests.Property;

/// <summary>The store in memory gives the mirror's answers, one by one, and holds the mirror's log.</summary>
public sealed class InMemoryEventStoreLaws
{
    [Fact]
    public void Store_EqualsTheMirror() => Law.Holds(Requests, requests =>
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var mirror = EventStore.Init(Model);
        foreach (var request in requests)
            mirror = request switch
            {
                EventStoreAction.AppendEvents append => Answer(mirror, append, Send(store, append)),
                EventStoreAction.DeleteStream delete => Answer(mirror, delete, Send(store, delete)),
                _ => throw new InvalidOperationException(),
            };

        AssertHolds(store, mirror.Log);
    }, Law.Shorter);

    [Fact]
    public void Retry_IsIdempotent() => Law.Holds(Requests, requests =>
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var appended = requests.OfType<EventStoreAction.AppendEvents>()
            .Select(append => (append, Result: Send(store, append) as AppendResult.Appended))
            .Where(sent => sent.Result is not null).ToList();
        foreach (var delete in requests.OfType<EventStoreAction.DeleteStream>())
            Send(store, delete);

        foreach (var (append, result) in appended)
            Assert.Equal(
                new AppendResult.Idempotent(result!.FirstVersion, result.LastVersion, result.LastPosition),
                Send(store, append));
    }, Law.Shorter);

    [Fact]
    public void Retry_WithOtherContent_IsADuplicateId() => Law.Holds(
        Append.Zip(Gen.Choose(0, 2).Zip(Gen.Choose(0, 2))), drawn =>
    {
        var (action, (which, part)) = drawn;
        var append = (EventStoreAction.AppendEvents)action with { Expected = new ExpectedVersion.Any() };
        var store = new InMemoryEventStore(TimeProvider.System);
        Send(store, append);
        var changed = append.Ids[which % append.Ids.Count];
        EventData[] batch = [.. append.Ids.Select(id => id == changed ? Changed(Event(id), part) : Event(id))];

        var answer = Now(store.AppendAsync(append.Stream, append.Expected, batch));

        Assert.Equal(new AppendResult.DuplicateEventId(changed), answer);
    });

    /// <summary>The mirror answers a request as the store did; the state behind it.</summary>
    private static EventStoreState Answer(
        EventStoreState mirror, EventStoreAction.AppendEvents append, AppendResult answer)
    {
        var (stream, expected, ids) = append;
        var acknowledge = new EventStoreAction.AcknowledgeAppend(stream, expected, ids);
        switch (answer)
        {
            case AppendResult.Appended(var first, var last, var position):
                mirror = Take(Take(Take(mirror, append), new EventStoreAction.Flush()), acknowledge);
                Assert.Contains(new AckedAppend(stream, expected, ids, first), mirror.Acked);
                Assert.Equal((first + ids.Count - 1, mirror.Log.Count), (last, position));
                return mirror;
            case AppendResult.Idempotent(var first, var last, var position):
                mirror = EventStore.Step(Model, mirror, acknowledge) ?? mirror; // acknowledged before, else now
                Assert.Contains(new AckedAppend(stream, expected, ids, first), mirror.Acked);
                Assert.Equal(new LogEvent(stream, last, ids[^1]), mirror.Log[(int)position - 1]);
                Assert.Equal(first + ids.Count - 1, last);
                return mirror;
            case AppendResult.WrongExpectedVersion(var last):
                Assert.Equal(EventStore.LastVersion(mirror, stream), last);
                return Reject(new AppendDecision.WrongExpectedVersion());
            case AppendResult.DuplicateEventId(var id):
                return Reject(new AppendDecision.DuplicateEventId(ids.ToList().IndexOf(id)));
            case AppendResult.StreamDeleted:
                return Reject(new AppendDecision.StreamDeleted());
            default:
                throw new InvalidOperationException();
        }

        EventStoreState Reject(AppendDecision why) =>
            Take(mirror, new EventStoreAction.RejectAppend(stream, expected, ids, why));
    }

    private static EventStoreState Answer(
        EventStoreState mirror, EventStoreAction.DeleteStream delete, DeleteResult answer)
    {
        switch (answer)
        {
            case DeleteResult.Deleted:
                return Take(
                    Take(Take(mirror, delete), new EventStoreAction.Flush()),
                    new EventStoreAction.AcknowledgeDelete(delete.Stream));
            case DeleteResult.AlreadyDeleted:
                Assert.Contains(delete.Stream, mirror.AckedDeletes);
                return mirror;
            case DeleteResult.WrongExpectedVersion(var last):
                Assert.Equal(EventStore.LastVersion(mirror, delete.Stream), last);
                return Take(mirror, new EventStoreAction.RejectDelete(delete.Stream, delete.Expected));
            default:
                throw new InvalidOperationException();
        }
    }

    private static EventStoreState Take(EventStoreState mirror, EventStoreAction action)
    {
        var next = EventStore.Step(Model, mirror, action);
        Assert.True(next is not null, $"The mirror does not take {action} at {mirror}.");
        return next;
    }

    private static void AssertHolds(InMemoryEventStore store, EquatableArray<LogEvent> log)
    {
        var all = store.ReadAllAsync(ReadDirection.Forwards, 1).ToBlockingEnumerable().ToList();
        Assert.Equal(log, EquatableArray.From(all.Select(e => new LogEvent(e.Stream, e.Version, e.Event.Id))));
        Assert.Equal(Enumerable.Range(1, log.Count), all.Select(e => (int)e.Position));
        foreach (var stream in Model.Streams)
            Assert.Equal(
                all.Where(e => e.Stream == stream).Reverse(),
                store.ReadStreamAsync(stream, ReadDirection.Backwards, long.MaxValue).ToBlockingEnumerable());
        foreach (var id in Model.Ids)
            Assert.Equal(all.SingleOrDefault(e => e.Event.Id == id), Now(store.FindAsync(id)));
    }

    private static AppendResult Send(InMemoryEventStore store, EventStoreAction.AppendEvents append) =>
        Now(store.AppendAsync(append.Stream, append.Expected, [.. append.Ids.Select(Event)]));

    private static DeleteResult Send(InMemoryEventStore store, EventStoreAction.DeleteStream delete) =>
        Now(store.DeleteAsync(delete.Stream, delete.Expected));

    private static EventData Event(EventId id) =>
        new(id, "type", Encoding.UTF8.GetBytes("data of " + id), Encoding.UTF8.GetBytes("metadata of " + id));

    private static EventData Changed(EventData e, int part) => part switch
    {
        0 => e with { Type = "other" },
        1 => e with { Data = "other"u8.ToArray() },
        _ => e with { Metadata = ReadOnlyMemory<byte>.Empty },
    };

    /// <summary>Memory answers at once: a task that is not complete is a failure.</summary>
    private static T Now<T>(ValueTask<T> answer)
    {
        Assert.True(answer.IsCompleted);
        return answer.GetAwaiter().GetResult();
    }
}
