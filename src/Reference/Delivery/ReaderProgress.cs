namespace Verified.Reference;

/// <summary>What a reader of the log holds: how far it read, what it has yet to process, how far all is processed.</summary>
/// <remarks>
/// Messages of different keys end in any order; <see cref="Processed"/> passes one only when all before it ended, so
/// that it may be saved as a checkpoint. Thread-safe. Source: <c>Subscription</c>, VARIABLES <c>cursor</c>,
/// <c>ahead</c>, <c>processed</c>.
/// </remarks>
/// <param name="start">The checkpoint.</param>
internal sealed class ReaderProgress(long start)
{
    private readonly Lock _gate = new();

    /// <summary>What was read and not passed, in order of positions.</summary>
    private readonly Queue<Entry> _ahead = new();

    private long _cursor = start;
    private long _processed = start;

    /// <summary>All up to here is processed.</summary>
    public long Processed => Volatile.Read(ref _processed);

    /// <summary>All up to here was read.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>An event that was read.</summary>
    public sealed class Entry(long position)
    {
        public long Position { get; } = position;

        internal bool IsProcessed { get; set; }
    }

    /// <summary>The reader has the event at this position. Source: <c>Subscription!Read</c>.</summary>
    /// <exception cref="InvalidOperationException">It goes backwards: the store broke its promise.</exception>
    public Entry Read(long position)
    {
        var entry = new Entry(position);
        lock (_gate)
        {
            if (!Subscription.MayRead(position, _cursor, _ahead.Count, int.MaxValue))
                throw new InvalidOperationException($"The log went from position {_cursor} to {position}.");
            Volatile.Write(ref _cursor, position);
            _ahead.Enqueue(entry);
        }

        return entry;
    }

    /// <summary>The event at this position was read and is processed.</summary>
    public bool IsProcessed(long position)
    {
        lock (_gate)
            return position <= _processed || _ahead.Any(entry => entry.Position == position && entry.IsProcessed);
    }

    /// <summary>The event is processed. Source: <c>Subscription!Process</c>, for each event that is passed.</summary>
    /// <returns>How many events were passed.</returns>
    public int Process(Entry entry)
    {
        var passed = 0;
        lock (_gate)
        {
            entry.IsProcessed = true;
            for (; _ahead.TryPeek(out var oldest) && oldest.IsProcessed; passed++) // OrderInv
                Volatile.Write(ref _processed, _ahead.Dequeue().Position);
        }

        return passed;
    }
}
