namespace Verified.Reference;

/// <summary>What a reader of the log holds: how far it read, what it has yet to process, how far all is processed.</summary>
/// <remarks>
/// Messages of different keys end in any order; <see cref="Processed"/> passes one only when all before it ended, so
/// that it may be saved as a checkpoint. For one reader and any number of those who process; the reader takes a lock
/// only where it is refused. Source: <c>Subscription</c>, VARIABLES <c>cursor</c>, <c>ahead</c>, <c>processed</c>.
/// </remarks>
internal sealed class ReaderProgress
{
    private readonly int _maxAhead;

    /// <summary>Held by who processes, and by a reader that is refused.</summary>
    private readonly Lock _gate = new();

    /// <summary>What was passed last. Behind it comes what was read and not passed, in order of positions.</summary>
    private Entry _passed;

    /// <summary>What was read last; the reader's own.</summary>
    private Entry _last;

    /// <summary>How many events were read; the reader's own.</summary>
    private long _read;

    /// <summary>How many of them are processed.</summary>
    private long _ended;

    /// <summary>The reader was refused, and waits for room.</summary>
    private bool _isFull;

    private long _cursor;
    private long _processed;

    /// <param name="start">The checkpoint.</param>
    /// <param name="maxAhead">How many events may be read and not processed.</param>
    public ReaderProgress(long start, int maxAhead)
    {
        _maxAhead = maxAhead;
        _cursor = _processed = start;
        _passed = _last = new Entry(start);
    }

    /// <summary>All up to here is processed.</summary>
    public long Processed => Volatile.Read(ref _processed);

    /// <summary>All up to here was read.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>An event that was read.</summary>
    public class Entry(long position)
    {
        private Entry? _next;

        public long Position { get; } = position;

        internal bool IsProcessed { get; set; }

        /// <summary>What was read behind it; null where that is nothing yet, and once it was passed.</summary>
        internal Entry? Next
        {
            get => Volatile.Read(ref _next);
            set => Volatile.Write(ref _next, value);
        }
    }

    /// <summary>The reader has the event at this position. Source: <c>Subscription!Read</c>.</summary>
    /// <returns>False: too many are ahead. <see cref="Process"/> will say when there is room again.</returns>
    /// <exception cref="InvalidOperationException">It goes backwards: the store broke its promise.</exception>
    public bool TryRead(Entry entry)
    {
        if (entry.Position <= _cursor)
            throw new InvalidOperationException($"The log went from position {_cursor} to {entry.Position}.");
        if (!MayRead(entry) && !MayReadAfterAll(entry))
            return false;
        Volatile.Write(ref _cursor, entry.Position);
        _read++;
        _last = _last.Next = entry;
        return true;
    }

    /// <summary>The event at this position was read and is processed.</summary>
    public bool IsProcessed(long position)
    {
        lock (_gate)
        {
            if (position <= _processed)
                return true;
            for (var entry = _passed.Next; entry is not null; entry = entry.Next)
                if (entry.Position == position)
                    return entry.IsProcessed;
            return false;
        }
    }

    /// <summary>The event is processed. Source: <c>Subscription!Process</c>, for each event that is passed.</summary>
    /// <returns>Whether <see cref="Processed"/> grew, and whether a reader that waits for room has it now.</returns>
    public (bool Passed, bool HasRoom) Process(Entry entry)
    {
        lock (_gate)
        {
            entry.IsProcessed = true;
            Volatile.Write(ref _ended, _ended + 1);
            var hasRoom = _isFull;
            _isFull = false;
            var passed = false;
            for (; _passed.Next is { IsProcessed: true } oldest; passed = true) // OrderInv
                Pass(oldest);
            return (passed, hasRoom);
        }
    }

    private void Pass(Entry oldest)
    {
        _passed.Next = null; // or what is collected long ago would keep alive all that came after it
        _passed = oldest;
        Volatile.Write(ref _processed, oldest.Position);
    }

    private bool MayRead(Entry entry) =>
        Subscription.MayRead(entry.Position, _cursor, (int)(_read - Volatile.Read(ref _ended)), _maxAhead);

    /// <summary>Looks again where nothing is processed meanwhile, so that whoever is next finds the reader waiting.</summary>
    private bool MayReadAfterAll(Entry entry)
    {
        lock (_gate)
        {
            _isFull = !MayRead(entry);
            return !_isFull;
        }
    }
}
