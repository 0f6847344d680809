using System.Runtime.CompilerServices;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>Follows the log: what is in the file first, then each commit, of this process or of another.</summary>
/// <remarks>
/// There is one source, the file, read by position; a signal only says when to look again. So there is no seam
/// between catching up and following where an event could be lost or seen twice.
/// </remarks>
internal sealed class Subscription(string path, RequestQueue<LogReader> reads, Signal committed)
{
    public async IAsyncEnumerable<RecordedEvent> RunAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = afterPosition;
        while (true)
        {
            var grown = committed.Next; // before the read: a commit the read misses completes it
            var page = await reads.AskAsync(NextPage(position), cancellationToken);
            foreach (var next in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                RequireContiguous(position, next);
                yield return next;
                position = next.Position;
            }

            if (page.Count == 0)
                await grown.WaitAsync(cancellationToken);
        }
    }

    private static Func<LogReader, List<RecordedEvent>> NextPage(long position) =>
        position == long.MaxValue
            ? _ => []
            : log => log.Page(
                new ReadRange(null, ReadDirection.Forwards, position + 1, long.MaxValue),
                ReadRange.PageEvents);

    /// <summary>Positions are contiguous by construction; a gap means the file was changed by other hands.</summary>
    private void RequireContiguous(long position, RecordedEvent next)
    {
        if (next.Position != position + 1)
            throw new EventStoreException.Corrupt(
                $"{path}: the log has no event at position {position + 1}, and one at {next.Position}. "
                + "Restore it from a backup.");
    }
}
