namespace Verified.Reference;

/// <summary>What a reader of the log holds: how far it read, what it has yet to process, how far all is processed.</summary>
/// <remarks>
/// Messages of different keys end in any order; <see cref="Processed"/> passes one only when all before it ended, so
/// that it may be saved as a checkpoint. For one reader and any number of those who process; nobody takes a lock. Source:
/// <c>Subscription</c>, VARIABLES <c>cursor</c>, <c>ahead</c>, <c>processed</c>.
/// </remarks>
internal sealed class ReaderProgress
{
    private readonly int _maxAhead;

    /// <summary>Where the next event is noted; the reader's own.</summary>
    private Page _page = new(0, Page.Smallest);

    /// <summary>How many events were read, which is the number of the next; the reader's own.</summary>
    private long _read;

    /// <summary>How many of them are processed; counted by who passes.</summary>
    private long _ended;

    /// <summary>And how many more, by those who found another one passing.</summary>
    private long _endedBeside;

    /// <summary>Where the oldest event is noted that was not passed; belongs to who passes.</summary>
    private Page _oldestPage;

    /// <summary>Its number.</summary>
    private long _oldest;

    /// <summary>1 while somebody passes what is processed. Who finds it so leaves that to him: he looks again at the end.</summary>
    private int _isPassing;

    /// <summary>1 while the reader waits for room, since it was refused.</summary>
    private int _isFull;

    private long _cursor;
    private long _processed;

    /// <param name="start">The checkpoint.</param>
    /// <param name="maxAhead">How many events may be read and not processed.</param>
    public ReaderProgress(long start, int maxAhead)
    {
        _maxAhead = maxAhead;
        _cursor = _processed = start;
        _oldestPage = _page;
    }

    /// <summary>All up to here is processed.</summary>
    public long Processed => Volatile.Read(ref _processed);

    /// <summary>All up to here was read.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>Notes on events, in the order in which they were read.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="length">How many there is room for.</param>
    private sealed class Page(long first, int length)
    {
        public const int Smallest = 16;
        private const int Largest = 128;

        /// <summary>0: none was read; p: the event at position p was; −p: it is processed.</summary>
        private readonly long[] _notes = new long[length];

        private Page? _next;

        /// <summary>The page behind it; null while there is none.</summary>
        public Page? Next => Volatile.Read(ref _next);

        /// <summary>The note on the event of this number, which is on this page.</summary>
        public long this[long number]
        {
            get => Volatile.Read(ref _notes[number - first]);
            set => Volatile.Write(ref _notes[number - first], value);
        }

        /// <summary>The note on the event of this number is on a later page.</summary>
        public bool IsBefore(long number) => number - first >= _notes.Length;

        /// <summary>For the reader, who has filled this one.</summary>
        public Page Turn()
        {
            var next = new Page(first + _notes.Length, Math.Min(Largest, _notes.Length * 2));
            Volatile.Write(ref _next, next);
            return next;
        }

        /// <summary>What is noted on this page about the event at a position; 0 where that is nothing.</summary>
        public long Find(long position)
        {
            for (var i = 0; i < _notes.Length; i++)
                if (Math.Abs(Volatile.Read(ref _notes[i])) == position)
                    return Volatile.Read(ref _notes[i]);
            return 0;
        }
    }

    /// <summary>The reader has the event at this position. Source: <c>Subscription!Read</c>.</summary>
    /// <param name="position">Where it is in the log.</param>
    /// <param name="number">How many were read before it.</param>
    /// <returns>False: too many are ahead. <see cref="Process"/> will say when there is room again.</returns>
    /// <exception cref="InvalidOperationException">It goes backwards: the store broke its promise.</exception>
    public bool TryRead(long position, out long number)
    {
        if (position <= _cursor)
            throw new InvalidOperationException($"The log went from position {_cursor} to {position}.");
        number = _read;
        if (!MayRead(position) && !MayReadAfterAll(position))
            return false;
        Volatile.Write(ref _cursor, position);
        _page[_read++] = position;
        if (_page.IsBefore(_read))
            _page = _page.Turn();
        return true;
    }

    /// <summary>The event at this position was read and is processed. O(events ahead).</summary>
    public bool IsProcessed(long position)
    {
        if (position <= Processed)
            return true;
        for (var page = Volatile.Read(ref _oldestPage); page is not null; page = page.Next)
            if (page.Find(position) is not 0 and var note)
                return note < 0;
        return position <= Processed; // where the search began behind it, it was passed meanwhile
    }

    /// <summary>The event is processed. Source: <c>Subscription!Process</c>, for each event that is passed.</summary>
    /// <param name="number">What <see cref="TryRead"/> said.</param>
    /// <returns>Whether <see cref="Processed"/> grew, and whether a reader that waits for room has it now.</returns>
    public (bool Passed, bool HasRoom) Process(long number)
    {
        var page = Volatile.Read(ref _oldestPage); // at or before the one that is looked for: this event was not passed
        while (page.IsBefore(number))
            page = page.Next!;
        page[number] = -page[number];
        var passed = Pass(); // with a fence: either a reader that is refused counts this, or he is seen here
        return (passed, Volatile.Read(ref _isFull) == 1 && Interlocked.Exchange(ref _isFull, 0) == 1);
    }

    /// <summary>Counts an event that was processed, and passes what is, as far as there is no gap. Whoever finds another
    /// at it leaves word, and goes.</summary>
    private bool Pass()
    {
        if (Interlocked.CompareExchange(ref _isPassing, 1, 0) == 0)
            Volatile.Write(ref _ended, _ended + 1);
        else
        {
            Interlocked.Increment(ref _endedBeside); // before it looks again: the other one looks behind the fence that frees him
            if (Interlocked.CompareExchange(ref _isPassing, 1, 0) != 0)
                return false;
        }

        return PassAll();
    }

    /// <summary>For the one who passes.</summary>
    private bool PassAll()
    {
        var passed = false;
        while (true)
        {
            var beside = Volatile.Read(ref _endedBeside);
            for (; _oldestPage[_oldest] is < 0 and var note; passed = true) // OrderInv
                Pass(-note);
            Interlocked.Exchange(ref _isPassing, 0);
            if (beside == Volatile.Read(ref _endedBeside) || Interlocked.CompareExchange(ref _isPassing, 1, 0) != 0)
                return passed;
        }
    }

    private void Pass(long position)
    {
        Volatile.Write(ref _processed, position);
        if (_oldestPage.IsBefore(++_oldest))
            Volatile.Write(ref _oldestPage, _oldestPage.Next!); // the reader turned the page when he filled it
    }

    private bool MayRead(long position) => Subscription.MayRead(position, _cursor, Ahead, _maxAhead);

    private int Ahead => (int)(_read - Volatile.Read(ref _ended) - Volatile.Read(ref _endedBeside));

    /// <summary>Looks again when his refusal can be seen, so that whoever is next finds the reader waiting.</summary>
    private bool MayReadAfterAll(long position)
    {
        Interlocked.Exchange(ref _isFull, 1);
        if (!MayRead(position))
            return false;
        Volatile.Write(ref _isFull, 0);
        return true;
    }
}
