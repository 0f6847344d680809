using Verified.Oracle;
using Verified.Oracle.History;
using Verified.Reference;
using Verified.Scenarios;
using OracleVerdict = Verified.Oracle.Rules.Verdict;

namespace Verified.Tests.Systematic;

/// <summary>The history of one run of the scenario of a name, as an outsider can record it.</summary>
internal sealed class RecordedRun : IDisposable
{
    private readonly MemoryStream _history = new();
    private readonly TimeProvider _time;
    private readonly HistoryHeader _header;
    private readonly HistoryRecorder _recorder;

    /// <summary>The store, as it was last put to use.</summary>
    private IEventStore? _store;

    /// <param name="scenario">The first word of its name says what is recorded.</param>
    /// <param name="time">When it happens.</param>
    /// <param name="sagaSteps">How many steps its sagas have, if it has any of its own.</param>
    public RecordedRun(string scenario, TimeProvider time, int sagaSteps = 2)
    {
        _time = time;
        _header = HeaderOf(scenario);
        _recorder = new HistoryRecorder(_history, _header, time);
        var bus = new RecordingBusObserver(_recorder);
        var kind = KindOf(scenario);
        if (kind == "saga")
            SagaDefinitions.Subscribe(bus, sagaSteps);
        Onlookers = new()
        {
            Around = store => AroundOf(kind, _store = store, sagaSteps),
            Bus = bus,
            Projections = new RecordingProjectionObserver(_recorder),
        };
    }

    public Onlookers Onlookers { get; }

    /// <summary>Reads all back, as the header says.</summary>
    public async Task ReadBackAsync()
    {
        if (_store is null)
            return;
        await foreach (var _ in new RecordingEventStore(_store, _recorder).ReadAllAsync(ReadDirection.Forwards, 1))
        {
        }
    }

    /// <summary>The run has ended and all was read back: its history conforms.</summary>
    /// <param name="orIsVacuous">Or there was nothing in it to judge.</param>
    /// <returns>Which of the two.</returns>
    /// <exception cref="BrokenClaimException">It does not; the message has the report and the history.</exception>
    public OracleVerdict EnsureConforms(bool orIsVacuous = false)
    {
        var report = Judge(hasEnded: true);
        if (report.Verdict == OracleVerdict.Conforms || (orIsVacuous && report.Verdict == OracleVerdict.Vacuous))
            return report.Verdict;
        using var text = new StringWriter();
        ReportText.Write(text, report);
        throw new BrokenClaimException($"The history does not conform:\n{text}\n{Text()}");
    }

    /// <summary>What the oracle says.</summary>
    /// <param name="hasEnded">Whether the run came to its end, so that nothing was left to do and all was read back.</param>
    public Report Judge(bool hasEnded)
    {
        using var history = hasEnded ? new MemoryStream(_history.ToArray()) : WithoutClaims();
        return HistoryJudge.Judge(history, "run") is JudgeResult.Judged { Report: var report }
            ? report
            : throw new InvalidOperationException($"The history cannot be judged:\n{Text()}");
    }

    /// <summary>The history itself.</summary>
    public string Text() => System.Text.Encoding.UTF8.GetString(_history.ToArray());

    public void Dispose() => _recorder.Dispose();

    /// <summary>The same lines under a header that claims nothing of the end.</summary>
    private MemoryStream WithoutClaims()
    {
        using var header = new MemoryStream();
        using (new HistoryRecorder(header, _header with { FinalReads = false, Drained = false }, _time))
        {
            var lines = _history.ToArray();
            var first = Array.IndexOf(lines, (byte)'\n') + 1;
            return new MemoryStream([.. header.ToArray(), .. lines[first..]]);
        }
    }

    private IEventStore AroundOf(string kind, IEventStore store, int sagaSteps) => kind switch
    {
        "store" => new RecordingEventStore(store, _recorder),
        "saga" => SagaDefinitions.Observe(store, _recorder, SagaDefinitions.Of(sagaSteps)),
        "shop" => SagaDefinitions.Observe(store, _recorder, OrderSagas.Orchestrated, OrderSagas.Choreographed),
        _ => new AppendRecordingStore(
            store, _recorder, outbox: sent => Billing.MailOf(sent) is { } mail ? [mail] : []),
    };

    private static string KindOf(string scenario) => scenario.Split('-')[0];

    private static HistoryHeader HeaderOf(string scenario)
    {
        var bus = new HistoryHeader(
            HistorySpec.EventStore | HistorySpec.Bus, FinalReads: true, Drained: true, IdempotentPublish: true);
        return KindOf(scenario) switch
        {
            "store" => new(HistorySpec.EventStore, FinalReads: true),
            "projection" => new(HistorySpec.EventStore | HistorySpec.Projection, FinalReads: true),
            "delivery" or "group" => bus with { OrderScope = OrderScope.Key, OrderOf = OrderOf.Effects },
            "bus" => bus,
            "queue" => new(HistorySpec.Bus, FinalReads: true, Drained: true) { OrderScope = OrderScope.Topic, OrderOf = OrderOf.Effects },
            "saga" or "shop" => bus with { Spec = bus.Spec | HistorySpec.Saga },
            _ => throw new ArgumentException($"Nobody looks on at '{scenario}'.", nameof(scenario)),
        };
    }
}
