using System.Text;
using Verified.Oracle;
using Verified.Oracle.History;
using Verified.Oracle.Rules;
using Verified.Reference;

namespace Verified.Tests.Conformance.History;

/// <summary>What the observers of a running system write down is what the oracle reads.</summary>
public sealed class RecordingObserverTests : IDisposable
{
    private readonly MemoryStream _written = new();
    private readonly HistoryRecorder _recorder;

    public RecordingObserverTests() => _recorder = new HistoryRecorder(
        _written,
        new HistoryHeader(
            HistorySpec.Bus | HistorySpec.Projection | HistorySpec.Saga,
            Drained: true,
            Effect: EffectPromise.ExactlyOnce,
            DedupeWindowMs: 5,
            OrderScope: OrderScope.Key,
            OrderOf: OrderOf.Effects,
            IdempotentPublish: true,
            ParallelSteps: true,
            Countermeasures: Countermeasures.DirtyRead | Countermeasures.LostUpdate),
        TimeProvider.System);

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public void Header_OfSeveralSystems_SaysWhatTheyPromise()
    {
        Assert.Equal(
            "{\"history\":\"eda/1\",\"spec\":[\"bus\",\"projection\",\"saga\"],\"clock\":\"shared\","
                + "\"complete\":{\"finalReads\":false,\"sampled\":false,\"drained\":true},"
                + "\"config\":{\"contiguous\":true,\"deleteHides\":false,\"effect\":\"exactly-once\",\"dedupeWindowMs\":5,"
                + "\"orderScope\":\"key\",\"orderOf\":\"effects\",\"idempotentPublish\":true,\"parallelSteps\":true,"
                + "\"countermeasures\":[\"lost-update\",\"dirty-read\"]}}\n",
            Encoding.UTF8.GetString(_written.ToArray()));
        AssertReadable();
    }

    [Fact]
    public void BusObserver_WholeLifeOfAMessage_IsRecordedLineByLine()
    {
        var bus = new RecordingBusObserver(_recorder);
        bus.Joined(bus.Joining("g", "w1", "t", EffectPromise.ExactlyOnce), 3);
        bus.Ended(bus.Subscribing("c", null, EffectPromise.AtMostOnce, isFiltered: true), ObservedOutcome.Succeeded, null);
        var message = new ObservedMessage("m1", "t", "k", "p0", 7, "e1", "s1", Encoding.UTF8.GetBytes("x"));
        bus.Published(bus.Publishing(message), isDuplicate: true, "p0", 7, [new ObservedHandlerOutcome("c", true)]);
        bus.Vetoed(bus.Publishing(new ObservedMessage("m2")));
        bus.Handled(bus.Delivering("c", message), ["m3"]);
        bus.Ended(bus.Delivering("c", new ObservedMessage("m1")), ObservedOutcome.Duplicate, null);
        bus.Ended(bus.Acknowledging("c", "m1"), ObservedOutcome.Failed, "not-leased");
        bus.Ended(bus.Rejecting("c", "m1"), ObservedOutcome.Succeeded, null);
        bus.Ended(bus.DeadLettering("c", "m1"), ObservedOutcome.Succeeded, null);
        bus.Ended(bus.Replaying("c", "m1"), ObservedOutcome.Succeeded, null);
        bus.Ended(bus.Committing("g", "p0", 7, 3), ObservedOutcome.Succeeded, null);
        bus.Started("g", "p0", 7);
        bus.Ended(bus.Unsubscribing("c", null), ObservedOutcome.Unknown, "timeout");
        Assert.Equal(
            [
                "invoke subscribe \"consumer\":\"g\",\"topic\":\"t\",\"effect\":\"exactly-once\",\"member\":\"w1\"",
                "ok subscribe \"generation\":3",
                "invoke subscribe \"consumer\":\"c\",\"effect\":\"at-most-once\",\"partial\":true",
                "ok subscribe ",
                "invoke publish \"events\":[{\"id\":\"m1\",\"topic\":\"t\",\"key\":\"k\",\"cause\":\"e1\",\"partition\":\"p0\",\"position\":7,\"hash\":\"2d711642b726b044\"}]",
                "ok publish \"duplicate\":true,\"partition\":\"p0\",\"position\":7,\"outcomes\":[{\"consumer\":\"c\",\"ok\":true}]",
                "invoke publish \"events\":[{\"id\":\"m2\"}]",
                "fail publish \"veto\":true",
                "invoke deliver \"consumer\":\"c\",\"saga\":\"s1\",\"events\":[{\"id\":\"m1\",\"topic\":\"t\",\"key\":\"k\",\"cause\":\"e1\",\"partition\":\"p0\",\"position\":7,\"hash\":\"2d711642b726b044\"}]",
                "ok deliver \"outbox\":[{\"id\":\"m3\"}]",
                "invoke deliver \"consumer\":\"c\",\"events\":[{\"id\":\"m1\"}]",
                "ok deliver \"duplicate\":true",
                "invoke ack \"consumer\":\"c\",\"events\":[{\"id\":\"m1\"}]",
                "fail ack \"error\":\"not-leased\"",
                "invoke nack \"consumer\":\"c\",\"events\":[{\"id\":\"m1\"}]",
                "ok nack ",
                "invoke dead-letter \"consumer\":\"c\",\"events\":[{\"id\":\"m1\"}]",
                "ok dead-letter ",
                "invoke replay \"consumer\":\"c\",\"events\":[{\"id\":\"m1\"}]",
                "ok replay ",
                "invoke checkpoint \"consumer\":\"g\",\"partition\":\"p0\",\"position\":7,\"generation\":3",
                "ok checkpoint ",
                "invoke checkpoint \"consumer\":\"g\",\"partition\":\"p0\",\"position\":7,\"start\":true",
                "ok checkpoint ",
                "invoke unsubscribe \"consumer\":\"c\"",
                "info unsubscribe \"error\":\"timeout\"",
            ],
            Lines());
        AssertReadable();
    }

    [Fact]
    public void ProjectionObserver_ApplicationsRebuildsAndReads_AreRecordedLineByLine()
    {
        var projections = new RecordingProjectionObserver(_recorder);
        var applied = new RecordedEvent(new StreamId("s"), 0, 4, new EventData(new EventId("e1"), "t", default, default), default);
        projections.Applied(projections.Applying("p", "r", applied, skips: true), Encoding.UTF8.GetBytes("x"));
        projections.Ended(projections.Rebuilding("p", null, 0), ObservedOutcome.Succeeded, null);
        projections.Shown(projections.Reading("p", "r", 4), 4, Encoding.UTF8.GetBytes("x"));
        var lines = Lines();
        Assert.StartsWith("invoke project \"projection\":\"p\",\"replica\":\"r\",\"partial\":true,\"events\":[{\"id\":\"e1\",", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "ok project \"state\":\"2d711642b726b044\"",
                "invoke project \"projection\":\"p\",\"rebuild\":true,\"position\":0",
                "ok project ",
                "invoke read \"projection\":\"p\",\"replica\":\"r\",\"token\":4",
                "ok read \"position\":4,\"state\":\"2d711642b726b044\"",
            ],
            lines[1..]);
        AssertReadable();
    }

    [Fact]
    public void SagaObserver_WholeLifeOfASaga_IsRecordedLineByLine()
    {
        var sagas = new RecordingSagaObserver(_recorder);
        sagas.Ended(sagas.Starting("s1", "order-7", 2), ObservedOutcome.Succeeded, null);
        sagas.Touched(sagas.Stepping("s1", 1), [new ObservedItem("k", 1)], [new ObservedItem("k", 2)]);
        sagas.Ended(sagas.Stepping("s1", 2), ObservedOutcome.Failed, "refused");
        sagas.Ended(sagas.Saving("s1", 4, "r1", "r2"), ObservedOutcome.Succeeded, null);
        sagas.Ended(sagas.Compensating("s1", 1), ObservedOutcome.Succeeded, null);
        sagas.Ended(sagas.Ending("s1", SagaOutcome.Aborted), ObservedOutcome.Succeeded, null);
        Assert.Equal(
            [
                "invoke saga-start \"saga\":\"s1\",\"correlation\":\"order-7\",\"steps\":2",
                "ok saga-start ",
                "invoke saga-step \"saga\":\"s1\",\"step\":1",
                "ok saga-step \"reads\":[{\"key\":\"k\",\"version\":1}],\"writes\":[{\"key\":\"k\",\"version\":2}]",
                "invoke saga-step \"saga\":\"s1\",\"step\":2",
                "fail saga-step \"error\":\"refused\"",
                "invoke checkpoint \"saga\":\"s1\",\"revision\":4,\"events\":[{\"id\":\"r1\"},{\"id\":\"r2\"}]",
                "ok checkpoint ",
                "invoke saga-compensate \"saga\":\"s1\",\"step\":1",
                "ok saga-compensate ",
                "invoke saga-end \"saga\":\"s1\",\"outcome\":\"aborted\"",
                "ok saga-end ",
            ],
            Lines());
        Assert.Equal(Verdict.Conforms, AssertReadable().Verdict);
    }

    [Fact]
    public void Observers_ThatNobodyAskedFor_DoNothing()
    {
        var bus = IBusObserver.None;
        Assert.Equal(default, bus.Publishing(new ObservedMessage("m")));
        bus.Ended(bus.Delivering("c", new ObservedMessage("m")), ObservedOutcome.Succeeded);
        Assert.Equal(default, ISagaObserver.None.Starting("s"));
        Assert.Equal(default, IProjectionObserver.None.Rebuilding("p", null));
    }

    /// <summary>The lines behind the header, without index, time and process: they are the recorder's.</summary>
    private string[] Lines()
    {
        var lines = Encoding.UTF8.GetString(_written.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        return Array.ConvertAll(lines, line =>
        {
            var type = line.IndexOf("\"type\":\"", StringComparison.Ordinal) + 8;
            var function = line.IndexOf("\"f\":\"", type, StringComparison.Ordinal) + 5;
            var end = line.IndexOf('"', function);
            var fields = line[(end + 1)..^1].TrimStart(',');
            return $"{line[type..line.IndexOf('"', type)]} {line[function..end]} {fields}";
        });
    }

    private Report AssertReadable() => TestHistories.Report(TestHistories.Judge(_written.ToArray()));
}
