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
/// exception out of it is <c>fail</c>. Look-ups by id are passed on unrecorded.
/// </remarks>
public sealed class RecordingEventStore(
    IEventStore inner, HistoryRecorder recorder, Func<Exception, bool>? isCertainFailure = null) : IEventStore
{
    public async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        var operation = recorder.Begin(LineFunction.Append, json => EventJson.Append(json, stream, expected, events));
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

    /// <summary>Subscribes under a name of its own; see the overload.</summary>
    public IAsyncEnumerable<RecordedEvent> SubscribeAsync(long afterPosition, CancellationToken cancellationToken = default) =>
        SubscribeAsync(recorder.NewName("subscription"), afterPosition, cancellationToken);

    /// <summary>
    /// Subscribes, and records each event as delivered when it is handed out and as dealt with when the next is asked for. Where
    /// the subscription begins is recorded as its first checkpoint; under a name that was used before, as a
    /// restart from a checkpoint.
    /// </summary>
    public async IAsyncEnumerable<RecordedEvent> SubscribeAsync(
        string subscription, long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await recorder.CheckpointAsync(subscription, Math.Max(afterPosition, 0), () => ValueTask.CompletedTask);
        await foreach (var e in inner.SubscribeAsync(afterPosition, cancellationToken))
        {
            var operation = recorder.Begin(LineFunction.Deliver, json =>
            {
                json.WriteString("subscription", subscription);
                EventJson.Events(json, [e], withStream: true);
            });
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
