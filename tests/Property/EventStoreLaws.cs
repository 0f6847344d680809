using FsCheck.Fluent;
using Verified.Reference;
using static Verified.Tests.Property.StoreGen;

namespace Verified.Tests.Property;

/// <summary>Laws of the mirror, on walks far beyond the bounds of the models.</summary>
public sealed class EventStoreLaws
{
    [Fact]
    public void Walks_ReachWhatTheLawsSpeakAbout()
    {
        Reaches("many acknowledgements", state => state.Acked.Count > 2 && state.Running);
        Reaches("an acknowledged deletion", state => state.AckedDeletes.Count > 0);
        Reaches("events that are not durable yet", state =>
            state.Disk.Log.Count is > 0 and var durable && durable < state.Log.Count);
        Reaches("a crash with a long log", state => !state.Running && state.Disk.Log.Count > 3);

        // Some ends are rare, so one sample may lack them.
        static void Reaches(string what, Predicate<EventStoreState> wanted)
        {
            for (var batch = 0; batch < 20; batch++)
                if (Walk.Sample(1_000).Any(walk => wanted(Run(walk))))
                    return;
            Assert.Fail($"none of 20,000 walks ends in {what}");
        }
    }

    [Fact]
    public void EveryStep_KeepsTheInvariants() => Law.Holds(Walk, walk =>
    {
        var state = EventStore.Init(Model);
        foreach (var action in walk)
        {
            if (EventStore.Step(Model, state, action) is not { } next)
                continue;
            Assert.True(EventStore.OneWinnerInv(next), nameof(EventStore.OneWinnerInv));
            Assert.True(EventStore.AckedDurableInv(next), nameof(EventStore.AckedDurableInv));
            Assert.True(EventStore.RetrySafeInv(next), nameof(EventStore.RetrySafeInv));
            Assert.True(EventStore.UniqueIdInv(next), nameof(EventStore.UniqueIdInv));
            Assert.True(EventStore.VersionsContiguousInv(next), nameof(EventStore.VersionsContiguousInv));
            Assert.True(EventStore.DiskIsPrefixInv(next), nameof(EventStore.DiskIsPrefixInv));
            Assert.True(EventStore.AppendOnlyProp(state, next), nameof(EventStore.AppendOnlyProp));
            Assert.True(EventStore.ClosedForEverProp(state, next), nameof(EventStore.ClosedForEverProp));
            state = next;
        }
    }, Law.Shorter);

    [Fact]
    public void AppendEvents_PreservesPrefix() => Law.Holds(Walk.Zip(Append), drawn =>
    {
        var (walk, action) = drawn;
        var append = (EventStoreAction.AppendEvents)action;
        var state = Run(walk);
        if (EventStore.Step(Model, state, action) is not { } next)
            return;

        var first = EventStore.LastVersion(state, append.Stream) + 1;
        Assert.Equal(state.Log.Concat(EventStore.Batch(append.Stream, first, append.Ids)), next.Log);
        Assert.Equal(state, next with { Log = state.Log, Index = state.Index });
    });

    [Fact]
    public void Retry_IsIdempotent() => Law.Holds(Walk.Zip(Append).Zip(Walk), drawn =>
    {
        var ((before, action), after) = drawn;
        var append = (EventStoreAction.AppendEvents)action;
        if (EventStore.Step(Model, Run(before), action) is not { } appended)
            return;
        var first = appended.Log.First(e => e.Id == append.Ids[0]).Version;

        var later = Run([.. after, new EventStoreAction.Recover()], Run([new EventStoreAction.Flush()], appended));

        Assert.Null(EventStore.Step(Model, later, action));
        Assert.Equal(
            new AppendDecision.Idempotent(first),
            EventStore.Outcome(later, append.Stream, append.Expected, append.Ids));
    });

    [Fact]
    public void Step_AnswersEveryAppendInExactlyOneWay() => Law.Holds(Walk.Zip(Append), drawn =>
    {
        var (walk, action) = drawn;
        var (stream, expected, ids) = (EventStoreAction.AppendEvents)action;
        var state = Run([.. walk, new EventStoreAction.Recover()]);

        var answers = EventStore.Rejections(Model)
            .Select(EventStoreAction (why) => new EventStoreAction.RejectAppend(stream, expected, ids, why))
            .Append(action)
            .Count(answer => EventStore.Step(Model, state, answer) is not null);

        var stands = EventStore.Outcome(state, stream, expected, ids) is AppendDecision.Idempotent;
        Assert.Equal(stands ? 0 : 1, answers);
    });

    [Fact]
    public void Crash_LeavesTheDiskAndWhatClientsWereTold() => Law.Holds(Walk.Zip(Ids), drawn =>
    {
        var (walk, ids) = drawn;
        var state = Run([.. walk, new EventStoreAction.Recover()]) with
        {
            Checked = [new CheckedAppend(new StreamId("s1"), ids, 0)],
        };

        var crashed = EventStore.Step(Model, state, new EventStoreAction.Crash());

        Assert.Equal(
            EventStore.Init(Model) with
            {
                Running = false,
                Disk = state.Disk,
                Acked = state.Acked,
                AckedDeletes = state.AckedDeletes,
            },
            crashed);
    });

    [Fact]
    public void Recover_AfterFlush_RebuildsTheStateBeforeTheCrash() => Law.Holds(Walk, walk =>
    {
        var flushed = Run([.. walk, new EventStoreAction.Recover(), new EventStoreAction.Flush()]);

        var recovered = Run([new EventStoreAction.Crash(), new EventStoreAction.Recover()], flushed);

        Assert.Equal(flushed, recovered);
    }, Law.Shorter);

    [Fact]
    public void Replay_OfTheLog_IsTheLog() => Law.Holds(Walk, walk =>
    {
        var log = Run(walk).Disk.Log;

        var replayed = Run(log.Select(EventStoreAction (e) => new EventStoreAction.AppendEvents(
            e.Stream,
            e.Version == 0 ? new ExpectedVersion.NoStream() : new ExpectedVersion.Exact(e.Version - 1),
            [e.Id])));

        Assert.Equal(log, replayed.Log);
    }, Law.Shorter);
}
