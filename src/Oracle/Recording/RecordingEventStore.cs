using System.Runtime.CompilerServices;
using System.Text.Json;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle;

/// <summary>An event store that records what is asked of another one, and what it answers.</summary>
/// <remarks>
/// As thread-safe as the store it wraps. Contents are recorded as hashes. Outcomes: what the store returns is
/// certain; an exception leaves an append or a deletion unknown (<c>info</c>), cancellation included, except for
/// <see cref="ArgumentException"/> and what <c>isCertainFailure</c> names. A read has no effect, so an
/// exception out of it is <c>fail</c>. Look-ups by id, and appends of no events, are passed on unrecorded.
/// </remarks>
/// <param name="inner">The store.</param>
/// <param name="recorder">Takes the history.</param>
/// <param name="isCertainFailure">Whether an exception out of a write says that nothing was written.</param>
/// <param name="outbox">Ids of the messages that an event commits to publish; null: of none is known.</param>
public sealed class RecordingEventStore(
    IEventStore inner,
    HistoryRecorder recorder,
    Func<Exception, bool>? isCertainFailure = null,
    Func<EventData, IEnumerable<string>>? outbox = null) : IEventStore
{
    public async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        if (events is { Count: 0 }) return await inner.AppendAsync(stream, expected, events, cancellationToken);
        var operation = recorder.Begin(LineFunction.Append, json =>
        {
            EventJson.Append(json, stream, expected, events);
            if (outbox is not null) EventJson.Outbox(json, [.. events.SelectMany(outbox)]);
        });
        try
        {
            var result = await inner.AppendAsync(stream, expected, events, cancellationToken);
            switch (result)
            {
                case AppendResult.Appended(_, var version, var position):
                    recorder.End(operation, LineType.Ok, json => EventJson.Place(json, version, position));
                    break;
                case AppendResult.Idempotent(_, var version, var position):
                    recorder.End(operation, LineType.Ok, json =>
                    {
                        EventJson.Place(json, version, position);
                        json.WriteBoolean("idempotent", true);
                    });
                    break;
                case AppendResult.WrongExpectedVersion:
                    Fail(operation, "wrong-expected-version");
                    break;
                case AppendResult.DuplicateEventId:
                    Fail(operation, "duplicate-event-id");
                    break;
                case AppendResult.StreamDeleted:
                    Fail(operation, "stream-deleted");
                    break;
            }

            return result;
        }
        catch (Exception e)
        {
            EndBy(e, operation);
            throw;
        }
    }

    public async ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default)
    {
        var operation = recorder.Begin(LineFunction.Delete, json =>
        {
            json.WriteString("stream", stream.Value);
            EventJson.Expected(json, expected);
        });
        try
        {
            var result = await inner.DeleteAsync(stream, expected, cancellationToken);
            if (result is DeleteResult.WrongExpectedVersion) Fail(operation, "wrong-expected-version");
            else recorder.End(operation, LineType.Ok);
            return result;
        }
        catch (Exception e)
        {
            EndBy(e, operation);
            throw;
        }
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, ReadDirection direction, long fromVersion, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
        Record(
            LineFunction.Read,
            json =>
            {
                json.WriteString("stream", stream.Value);
                EventJson.Range(json, direction, fromVersion, maxCount, first: 0);
            },
            inner.ReadStreamAsync(stream, direction, fromVersion, maxCount, cancellationToken),
            cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        ReadDirection direction, long fromPosition, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
        Record(
            LineFunction.ReadAll,
            json => EventJson.Range(json, direction, fromPosition, maxCount, first: 1),
            inner.ReadAllAsync(direction, fromPosition, maxCount, cancellationToken),
            cancellationToken);

    public ValueTask<RecordedEvent?> FindAsync(EventId id, CancellationToken cancellationToken = default) =>
        inner.FindAsync(id, cancellationToken);

    /// <summary>
    /// Subscribes under a name of its own, and records each event as delivered when it is handed out, and as dealt with when the
    /// next is asked for. Such a subscription has no checkpoints: to start again from one, it needs a name.
    /// </summary>
    public async IAsyncEnumerable<RecordedEvent> SubscribeAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var subscription = recorder.NewName("subscription");
        recorder.Start(subscription, Math.Max(afterPosition, 0));
        await foreach (var e in inner.SubscribeAsync(afterPosition, cancellationToken))
        {
            var operation = BeginDelivery(subscription, e);
            var dealtWith = false;
            try
            {
                yield return e;
                dealtWith = true;
            }
            finally
            {
                recorder.End(operation, dealtWith ? LineType.Ok : LineType.Info);
            }
        }
    }

    /// <summary>
    /// Subscribes under a name, until cancelled or an exception ends it. An event is recorded as delivered before
    /// <paramref name="handle"/>, and as dealt with when that returns; if it throws, nobody knows. Where the subscription
    /// begins is recorded; under a name that was used before, that is a start from a checkpoint.
    /// </summary>
    /// <param name="subscription">The name; one subscriber at a time.</param>
    /// <param name="afterPosition">The position behind which it begins; 0: at the beginning.</param>
    /// <param name="handle">Deals with an event. A checkpoint it saves that covers the event is ahead of processing.</param>
    /// <param name="handled">Called with each event that was dealt with: the place to save a checkpoint that covers it.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public async Task SubscribeAsync(
        string subscription,
        long afterPosition,
        Func<RecordedEvent, ValueTask> handle,
        Func<RecordedEvent, ValueTask>? handled = null,
        CancellationToken cancellationToken = default)
    {
        recorder.Start(subscription, Math.Max(afterPosition, 0));
        await foreach (var e in inner.SubscribeAsync(afterPosition, cancellationToken))
        {
            await HandleAsync(BeginDelivery(subscription, e), e, handle);
            if (handled is not null) await handled(e);
        }
    }

    private OpenRecord BeginDelivery(string subscription, RecordedEvent e) => recorder.Begin(LineFunction.Deliver, json =>
    {
        json.WriteString("subscription", subscription);
        EventJson.Events(json, [e], withStream: true);
    });

    private async ValueTask HandleAsync(OpenRecord delivery, RecordedEvent e, Func<RecordedEvent, ValueTask> handle)
    {
        try
        {
            await handle(e);
        }
        catch (Exception failure)
        {
            recorder.End(delivery, LineType.Info, json => json.WriteString("error", failure.GetType().Name));
            throw;
        }

        recorder.End(delivery, LineType.Ok);
    }

    private async IAsyncEnumerable<RecordedEvent> Record(
        LineFunction function, Action<Utf8JsonWriter> fields, IAsyncEnumerable<RecordedEvent> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var shown = new List<RecordedEvent>();
        var operation = recorder.Begin(function, fields);
        var ended = false;
        var enumerator = read.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await Next())
            {
                shown.Add(enumerator.Current);
                yield return enumerator.Current;
            }

            ended = true;
            recorder.End(operation, LineType.Ok, json => EventJson.Events(json, shown, function == LineFunction.ReadAll));
        }
        finally
        {
            if (!ended) Stop();
            await enumerator.DisposeAsync();
        }

        async ValueTask<bool> Next()
        {
            try
            {
                return await enumerator.MoveNextAsync();
            }
            catch (Exception e)
            {
                ended = true;
                Fail(operation, e.GetType().Name);
                throw;
            }
        }

        // The reader had enough: what it was shown is all it knows.
        void Stop() => recorder.End(operation, LineType.Ok, json =>
        {
            EventJson.Events(json, shown, function == LineFunction.ReadAll);
            json.WriteBoolean("partial", true);
        });
    }

    private void EndBy(Exception e, OpenRecord operation)
    {
        var certain = e is not OperationCanceledException
            && (e is ArgumentException || (isCertainFailure?.Invoke(e) ?? false));
        recorder.End(operation, certain ? LineType.Fail : LineType.Info, json => json.WriteString("error", e.GetType().Name));
    }

    private void Fail(OpenRecord operation, string error) =>
        recorder.End(operation, LineType.Fail, json => json.WriteString("error", error));
}
