using System.Runtime.CompilerServices;
using Verified.Oracle;
using Verified.Oracle.History;
using Verified.Oracle.Rules;
using Verified.Reference;

namespace Verified.Tests.Conformance.History;

/// <summary>What the recorder writes is a history the oracle reads, whatever the store does.</summary>
public sealed class RecordingEventStoreTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Recording_EveryOutcome_WritesTheseLines()
    {
        var fake = new FakeStore();
        using (var recorder = Create())
        {
            var store = new RecordingEventStore(fake, recorder);
            fake.Next = new AppendResult.Appended(0, 1, 7);
            await store.AppendAsync(new StreamId("s"), new ExpectedVersion.NoStream(), [Event("a"), Event("b")]);
            fake.Next = new AppendResult.Idempotent(0, 1, 7);
            await store.AppendAsync(new StreamId("s"), new ExpectedVersion.Exact(3), [Event("a"), Event("b")]);
            fake.Next = new AppendResult.WrongExpectedVersion(1);
            await store.AppendAsync(new StreamId("s"), new ExpectedVersion.StreamExists(), [Event("c")]);
            fake.Throws = new ArgumentException("empty");
            await Assert.ThrowsAsync<ArgumentException>(async () =>
                await store.AppendAsync(new StreamId("s"), new ExpectedVersion.Any(), [Event("d")]));
            fake.Throws = new OperationCanceledException();
            await Assert.ThrowsAsync<OperationCanceledException>(async () =>
                await store.AppendAsync(new StreamId("s"), new ExpectedVersion.Any(), [Event("e")]));
            fake.Throws = null;
            await store.DeleteAsync(new StreamId("s"), new ExpectedVersion.Any());
            fake.Events = [Recorded("a", 0, 6), Recorded("b", 1, 7)];
            await foreach (var _ in store.ReadStreamAsync(new StreamId("s"), ReadDirection.Forwards, 0)) { }
            await foreach (var _ in store.ReadAllAsync(ReadDirection.Forwards, 1, 10)) break;
        }

        const string hash = "\"hash\":\"5962a5af813f0420\"";
        string[] expected =
        [
            """{"history":"eda/1","spec":"eventstore","clock":"shared","complete":{"finalReads":true,"sampled":false},"config":{"contiguous":true,"deleteHides":false}}""",
            $$"""{"index":0,"time":0,"process":0,"type":"invoke","f":"append","stream":"s","expected":"no-stream","events":[{"id":"a",{{hash}}},{"id":"b",{{hash}}}]}""",
            """{"index":1,"time":0,"process":0,"type":"ok","f":"append","version":1,"position":7}""",
            $$"""{"index":2,"time":0,"process":0,"type":"invoke","f":"append","stream":"s","expected":3,"events":[{"id":"a",{{hash}}},{"id":"b",{{hash}}}]}""",
            """{"index":3,"time":0,"process":0,"type":"ok","f":"append","version":1,"position":7,"idempotent":true}""",
            $$"""{"index":4,"time":0,"process":0,"type":"invoke","f":"append","stream":"s","expected":"stream-exists","events":[{"id":"c",{{hash}}}]}""",
            """{"index":5,"time":0,"process":0,"type":"fail","f":"append","error":"wrong-expected-version"}""",
            $$"""{"index":6,"time":0,"process":0,"type":"invoke","f":"append","stream":"s","expected":"any","events":[{"id":"d",{{hash}}}]}""",
            """{"index":7,"time":0,"process":0,"type":"fail","f":"append","error":"ArgumentException"}""",
            $$"""{"index":8,"time":0,"process":0,"type":"invoke","f":"append","stream":"s","expected":"any","events":[{"id":"e",{{hash}}}]}""",
            """{"index":9,"time":0,"process":0,"type":"info","f":"append","error":"OperationCanceledException"}""",
            """{"index":10,"time":0,"process":1,"type":"invoke","f":"delete","stream":"s","expected":"any"}""",
            """{"index":11,"time":0,"process":1,"type":"ok","f":"delete"}""",
            """{"index":12,"time":0,"process":1,"type":"invoke","f":"read","stream":"s"}""",
            $$"""{"index":13,"time":0,"process":1,"type":"ok","f":"read","events":[{"id":"a",{{hash}},"version":0,"position":6},{"id":"b",{{hash}},"version":1,"position":7}]}""",
            """{"index":14,"time":0,"process":1,"type":"invoke","f":"read-all","count":10}""",
            $$"""{"index":15,"time":0,"process":1,"type":"ok","f":"read-all","events":[{"id":"a",{{hash}},"stream":"s","version":0,"position":6}],"partial":true}""",
        ];
        Assert.Equal(expected, await File.ReadAllLinesAsync(_path));
        Assert.Equal(Verdict.Conforms, TestHistories.Report(HistoryJudge.Judge(_path)).Verdict);
    }

    [Fact]
    public async Task Recording_ReadThatThrows_FailsAndFreesItsProcess()
    {
        var fake = new FakeStore { Throws = new IOException("gone") };
        using var recorder = Create();
        var store = new RecordingEventStore(fake, recorder);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var _ in store.ReadStreamAsync(new StreamId("s"), ReadDirection.Backwards, long.MaxValue)) { }
        });
        Assert.Equal(0, recorder.Begin(LineFunction.Read).Process);
    }

    [Fact]
    public async Task Recording_Subscription_IsDeliveredAndJudged()
    {
        var fake = new FakeStore { Events = [Recorded("a", 0, 1), Recorded("b", 1, 2)] };
        using (var recorder = Create())
        {
            var store = new RecordingEventStore(fake, recorder);
            await store.SubscribeAsync("x", 0, _ => ValueTask.CompletedTask, e => recorder.CheckpointAsync("x", e.Position, () => ValueTask.CompletedTask));
            fake.Events = [];
            await store.SubscribeAsync("x", 2, _ => ValueTask.CompletedTask);
        }

        const string hash = "\"hash\":\"5962a5af813f0420\"";
        string[] expected =
        [
            """{"index":0,"time":0,"process":0,"type":"invoke","f":"checkpoint","subscription":"x","position":0,"start":true}""",
            """{"index":1,"time":0,"process":0,"type":"ok","f":"checkpoint"}""",
            $$"""{"index":2,"time":0,"process":0,"type":"invoke","f":"deliver","subscription":"x","events":[{"id":"a",{{hash}},"stream":"s","version":0,"position":1}]}""",
            """{"index":3,"time":0,"process":0,"type":"ok","f":"deliver"}""",
            """{"index":4,"time":0,"process":0,"type":"invoke","f":"checkpoint","subscription":"x","position":1}""",
            """{"index":5,"time":0,"process":0,"type":"ok","f":"checkpoint"}""",
        ];
        Assert.Equal(expected, (await File.ReadAllLinesAsync(_path))[1..7]);
        var report = TestHistories.Report(HistoryJudge.Judge(_path));
        Assert.Equal(3, Assert.Single(report.Properties, p => p.Id == "checkpoint-without-gap").Checked);
        Assert.Equal(Verdict.Conforms, Assert.Single(report.Properties, p => p.Id == "checkpoint-behind-processing").Verdict);
    }

    [Fact]
    public async Task Recording_HandlerThatSavesAheadAndDies_IsConvicted()
    {
        var fake = new FakeStore { Events = [Recorded("a", 0, 1)] };
        using (var recorder = Create())
        {
            var store = new RecordingEventStore(fake, recorder);
            await Assert.ThrowsAsync<IOException>(() => store.SubscribeAsync("x", 0, async e =>
            {
                await recorder.CheckpointAsync("x", e.Position, () => ValueTask.CompletedTask);
                throw new IOException("died over it");
            }));
            fake.Events = [];
            await store.SubscribeAsync("x", 1, _ => ValueTask.CompletedTask);
        }

        var report = TestHistories.Report(HistoryJudge.Judge(_path));
        var property = Assert.Single(report.Properties, p => p.Id == "checkpoint-behind-processing");
        Assert.Equal(
            "Event 'a' of stream 's', at position 1, was delivered (index 2) but never dealt with: a checkpoint past it was saved (index 4) while the subscriber was still at it, and the subscription started again behind it (index 6): the event is lost to it.",
            property.Explanation);
    }

    /// <summary>A store that lies is convicted, not its history refused.</summary>
    [Theory]
    [InlineData(0, 1, "contiguous-versions", "Index 1 puts event 'a' of stream 's' at version -1, but the first version of a stream is 0.")]
    [InlineData(-1, 1, "contiguous-versions", "Index 1 puts event 'b' of stream 's' at version -1, but the first version of a stream is 0.")]
    [InlineData(long.MinValue, 1, "contiguous-versions", "Index 1 puts event 'b' of stream 's' at version -9223372036854775808, but the first version of a stream is 0.")]
    [InlineData(long.MaxValue, 1, "contiguous-versions", "Index 1 puts event 'a' of stream 's' at version 9223372036854775806, but no stream has so many events.")]
    [InlineData(1, -7, "unique-positions", "Index 1 puts event 'b' of stream 's' at position -7 of the log, but there is none below 0.")]
    public async Task Recording_StoreThatLiesAboutAPlace_IsConvicted(long version, long position, string rule, string explanation)
    {
        using (var recorder = Create())
        {
            var store = new RecordingEventStore(new FakeStore { Next = new AppendResult.Appended(0, version, position) }, recorder);
            await store.AppendAsync(new StreamId("s"), new ExpectedVersion.Any(), [Event("a"), Event("b")]);
        }

        var property = Assert.Single(TestHistories.Report(HistoryJudge.Judge(_path)).Properties, p => p.Verdict == Verdict.Violates);
        Assert.Equal((rule, explanation), (property.Id, property.Explanation));
        Assert.Equal<long>([0, 1], property.Witness);
    }

    [Fact]
    public async Task Recording_MisuseAndAStoreThatAnswersNull_LeavesAWellFormedHistory()
    {
        using (var recorder = Create())
        {
            var store = new RecordingEventStore(new FakeStore { Events = [null!] }, recorder);
            await store.AppendAsync(new StreamId("s"), new ExpectedVersion.Any(), []);
            await store.AppendAsync(new StreamId("s"), new ExpectedVersion.Exact(-7), [Event("a")]);
            await Assert.ThrowsAsync<NullReferenceException>(async () =>
            {
                await foreach (var _ in store.ReadAllAsync(ReadDirection.Forwards, 1)) { }
            });
            recorder.Fault("the store answered null");
        }

        Assert.Equal(2, TestHistories.Report(HistoryJudge.Judge(_path)).Operations);
    }

    [Fact]
    public void Resume_KilledRecorder_DropsTheCutLineAndUsesNewProcesses()
    {
        using (var recorder = Create())
        {
            recorder.End(recorder.Begin(LineFunction.ReadAll), LineType.Ok, json => EventsOfNone(json));
            recorder.Begin(LineFunction.ReadAll);
        }

        File.AppendAllText(_path, "{\"index\":3,\"ti");
        using (var recorder = HistoryRecorder.Resume(_path, TimeProvider.System))
        {
            var operation = recorder.Begin(LineFunction.ReadAll);
            Assert.Equal(1, operation.Process);
            recorder.End(operation, LineType.Ok, json => EventsOfNone(json));
        }

        var report = TestHistories.Report(HistoryJudge.Judge(_path));
        Assert.Equal(3, report.Operations);
        Assert.Empty(report.Notes);
    }

    [Fact]
    public void Resume_NoHistory_SaysWhy()
    {
        File.WriteAllText(_path, "hello\n");
        var e = Assert.Throws<InvalidDataException>(() => HistoryRecorder.Resume(_path, TimeProvider.System).Dispose());
        Assert.StartsWith($"{_path}:1:1: VOR0108: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_ManyThreads_WritesAWellFormedHistory()
    {
        using (var recorder = HistoryRecorder.Create(_path, new HistoryHeader(HistorySpec.EventStore), TimeProvider.System))
        {
            await Parallel.ForAsync(0, 200, (i, _) =>
            {
                var operation = recorder.Begin(LineFunction.ReadAll);
                recorder.End(operation, i % 10 == 0 ? LineType.Info : LineType.Ok, json => EventsOfNone(json));
                return ValueTask.CompletedTask;
            });
        }

        Assert.Equal(200, TestHistories.Report(HistoryJudge.Judge(_path)).Operations);
    }

    private static void EventsOfNone(System.Text.Json.Utf8JsonWriter json)
    {
        json.WriteStartArray("events");
        json.WriteEndArray();
    }

    private HistoryRecorder Create() =>
        HistoryRecorder.Create(_path, new HistoryHeader(HistorySpec.EventStore, FinalReads: true), new StoppedClock());

    private static EventData Event(string id) => new(new EventId(id), "t", new byte[] { 1 }, default);

    private static RecordedEvent Recorded(string id, long version, long position) =>
        new(new StreamId("s"), version, position, Event(id), DateTimeOffset.UnixEpoch);

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    private sealed class FakeStore : IEventStore
    {
        public AppendResult Next { get; set; } = new AppendResult.StreamDeleted();

        public Exception? Throws { get; set; }

        public RecordedEvent[] Events { get; set; } = [];

        public ValueTask<AppendResult> AppendAsync(StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default) =>
            Throws is null ? ValueTask.FromResult(Next) : throw Throws;

        public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamId stream, ReadDirection direction, long fromVersion, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
            All(cancellationToken);

        public IAsyncEnumerable<RecordedEvent> ReadAllAsync(ReadDirection direction, long fromPosition, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
            All(cancellationToken);

        public ValueTask<RecordedEvent?> FindAsync(EventId id, CancellationToken cancellationToken = default) => ValueTask.FromResult<RecordedEvent?>(null);

        public ValueTask<DeleteResult> DeleteAsync(StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<DeleteResult>(new DeleteResult.Deleted());

        public IAsyncEnumerable<RecordedEvent> SubscribeAsync(long afterPosition, CancellationToken cancellationToken = default) => All(cancellationToken);

        private async IAsyncEnumerable<RecordedEvent> All([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (Throws is not null) throw Throws;
            foreach (var e in Events) yield return e;
        }
    }
}
