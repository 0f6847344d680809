using System.Diagnostics;
using Verified.Reference;

namespace Verified.Tests.Cli;

/// <summary>A store with a fault in it.</summary>
internal abstract class BrokenStore(IEventStore inner) : ForwardingEventStore(inner)
{
    private int _appends;

    /// <summary>The store with the fault of this name.</summary>
    public static IEventStore Of(string fault, IEventStore inner) => fault switch
    {
        nameof(ForgetsIds) => new ForgetsIds(inner),
        nameof(IgnoresExpectedVersion) => new IgnoresExpectedVersion(inner),
        nameof(AcknowledgesWithoutAppending) => new AcknowledgesWithoutAppending(inner),
        nameof(HidesAnEvent) => new HidesAnEvent(inner),
        nameof(TearsBatches) => new TearsBatches(inner),
        nameof(RevivesStreams) => new RevivesStreams(inner),
        nameof(ForgetsDecisions) => new ForgetsDecisions(inner),
        _ => throw new UnreachableException(),
    };

    /// <summary>True once in so many appends.</summary>
    protected bool Every(int appends) => Interlocked.Increment(ref _appends) % appends == 0;

    /// <summary>What the stock decides is stored under ids that it will not look for: it decides again.</summary>
    public sealed class ForgetsDecisions(IEventStore inner) : BrokenStore(inner)
    {
        private int _ids;

        public override ValueTask<AppendResult> AppendAsync(
            StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default) =>
            base.AppendAsync(
                stream,
                expected,
                stream.Value.StartsWith("stock-", StringComparison.Ordinal)
                    ? [.. events.Select(e => e with { Id = new($"{e.Id}~{Interlocked.Increment(ref _ids)}") })]
                    : events,
                cancellationToken);
    }

    /// <summary>A retry is another append: the ids it looks for are not those it stores.</summary>
    public sealed class ForgetsIds(IEventStore inner) : BrokenStore(inner)
    {
        public override async ValueTask<AppendResult> AppendAsync(
            StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
        {
            var result = await base.AppendAsync(stream, expected, events, cancellationToken);
            return result is AppendResult.Idempotent(var first, var last, var position)
                ? new AppendResult.Appended(first + 1, last + 1, position + 1)
                : result;
        }
    }

    /// <summary>Last writer wins.</summary>
    public sealed class IgnoresExpectedVersion(IEventStore inner) : BrokenStore(inner)
    {
        public override ValueTask<AppendResult> AppendAsync(
            StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default) =>
            base.AppendAsync(stream, new ExpectedVersion.Any(), events, cancellationToken);
    }

    /// <summary>Now and then an acknowledgement comes before the append, and the append never.</summary>
    public sealed class AcknowledgesWithoutAppending(IEventStore inner) : BrokenStore(inner)
    {
        public override async ValueTask<AppendResult> AppendAsync(
            StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
        {
            if (!Every(50)) return await base.AppendAsync(stream, expected, events, cancellationToken);
            long version = -1, position = 0;
            await foreach (var e in Inner.ReadStreamAsync(stream, ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
                version = e.Version;
            await foreach (var e in Inner.ReadAllAsync(ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
                position = e.Position;
            return new AppendResult.Appended(version + 1, version + events.Count, position + events.Count);
        }
    }

    /// <summary>One event of the log is never read.</summary>
    public sealed class HidesAnEvent(IEventStore inner) : BrokenStore(inner)
    {
        private const long Hidden = 50;

        public override async IAsyncEnumerable<RecordedEvent> ReadAllAsync(
            ReadDirection direction, long fromPosition, int maxCount = int.MaxValue,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var e in base.ReadAllAsync(direction, fromPosition, maxCount, cancellationToken))
                if (e.Position != Hidden)
                    yield return e;
        }
    }

    /// <summary>Now and then the end of a batch is left out, and acknowledged all the same.</summary>
    public sealed class TearsBatches(IEventStore inner) : BrokenStore(inner)
    {
        public override async ValueTask<AppendResult> AppendAsync(
            StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
        {
            if (!Every(20)) return await base.AppendAsync(stream, expected, events, cancellationToken);
            var result = await base.AppendAsync(stream, expected, [events[0]], cancellationToken);
            var missing = events.Count - 1;
            return result switch
            {
                AppendResult.Appended(var first, var last, var position) =>
                    new AppendResult.Appended(first, last + missing, position + missing),
                AppendResult.Idempotent(var first, var last, var position) =>
                    new AppendResult.Idempotent(first, last + missing, position + missing),
                _ => result,
            };
        }
    }

    /// <summary>A deleted stream takes events.</summary>
    public sealed class RevivesStreams(IEventStore inner) : BrokenStore(inner)
    {
        public override ValueTask<DeleteResult> DeleteAsync(
            StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<DeleteResult>(new DeleteResult.Deleted());
    }
}
