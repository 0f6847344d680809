namespace Verified.Reference;

/// <summary>What a reader of the log holds: how far it read, what it has yet to process, how far all is processed.</summary>
/// <remarks>
/// Messages of different keys end in any order; <see cref="Processed"/> passes one only when all before it ended, so
/// that it may be saved as a checkpoint. Thread-safe. Source: <c>Subscription</c>, VARIABLES <c>cursor</c>,
/// <c>ahead</c>, <c>processed</c>.
/// </remarks>
/// <param name="start">The checkpoint.</param>
/// <param name="maxAhead">How many events may be read and not processed.</param>
internal sealed class ReaderProgress(long start, int maxAhead)
{
    private readonly Lock _gate = new();

    /// <summary>What was read and not passed, in order of positions.</summary>
    private readonly Queue<Entry> _ahead = new();

    /// <summary>How many of them are not processed.</summary>
    private int _open;

    /// <summary>The reader was refused, and waits for room.</summary>
    private bool _isFull;

    private long _cursor = start;
    private long _processed = start;

    /// <summary>All up to here is processed.</summary>
    public long Processed => Volatile.Read(ref _processed);

    /// <summary>All up to here was read.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>An event that was read.</summary>
    public class Entry(long position)
    {
        public long Position { get; } = position;

        internal bool IsProcessed { get; set; }
    }

    /// <summary>The reader has the event at this position. Source: <c>Subscription!Read</c>.</summary>
    /// <returns>False: too many are ahead. <see cref="Process"/> will say when there is room again.</returns>
    /// <exception cref="InvalidOperationException">It goes backwards: the store broke its promise.</exception>
    public bool TryRead(Entry entry)
    {
        lock (_gate)
        {
            if (entry.Position <= _cursor)
                throw new InvalidOperationException($"The log went from position {_cursor} to {entry.Position}.");
            _isFull = !Subscription.MayRead(entry.Position, _cursor, _open, maxAhead);
            if (_isFull)
                return false;
            Volatile.Write(ref _cursor, entry.Position);
            _ahead.Enqueue(entry);
            _open++;
            return true;
        }
    }

    /// <summary>The event at this position was read and is processed.</summary>
    public bool IsProcessed(long position)
    {
        lock (_gate)
            return position <= _processed || _ahead.Any(entry => entry.Position == position && entry.IsProcessed);
    }

    /// <summary>The event is processed. Source: <c>Subscription!Process</c>, for each event that is passed.</summary>
    /// <returns>Whether <see cref="Processed"/> grew, and whether a reader that waits for room has it now.</returns>
    public (bool Passed, bool HasRoom) Process(Entry entry)
    {
        lock (_gate)
        {
            entry.IsProcessed = true;
            _open--;
            var hasRoom = _isFull;
            _isFull = false;
            var passed = false;
            for (; _ahead.TryPeek(out var oldest) && oldest.IsProcessed; passed = true) // OrderInv
                Volatile.Write(ref _processed, _ahead.Dequeue().Position);
            return (passed, hasRoom);
        }
    }
}
