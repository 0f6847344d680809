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
    private Page _page = new(Page.Smallest);

    private int _index;

    /// <summary>How many events were read; the reader's own.</summary>
    private long _read;

    /// <summary>How many of them are processed; counted by who passes.</summary>
    private long _ended;

    /// <summary>And how many more, by those who found another one passing.</summary>
    private long _endedBeside;

    /// <summary>Where the oldest event is noted that was not passed; belongs to who passes.</summary>
    private Page _oldestPage;

    private int _oldest;

    /// <summary>1 while somebody passes what is processed. Who finds it so leaves that to him: he looks again at the end.</summary>
    private int _isPassing;

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
        _oldestPage = _page;
    }

    /// <summary>All up to here is processed.</summary>
    public long Processed => Volatile.Read(ref _processed);

    /// <summary>All up to here was read.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>Where it is noted what became of an event that was read.</summary>
    internal readonly record struct Entry(Page Page, int Index);

    /// <summary>Notes on events, in the order in which they were read.</summary>
    internal sealed class Page(int length)
    {
        public const int Smallest = 16;
        private const int Largest = 128;

        /// <summary>0: none was read; p: the event at position p was; −p: it is processed.</summary>
        private readonly long[] _notes = new long[length];

        private Page? _next;

        public int Length => _notes.Length;

        /// <summary>The page behind it; null while there is none.</summary>
        public Page? Next => Volatile.Read(ref _next);

        public long this[int index]
        {
            get => Volatile.Read(ref _notes[index]);
            set => Volatile.Write(ref _notes[index], value);
        }

        /// <summary>For the reader, who has filled this one.</summary>
        public Page Turn()
        {
            var next = new Page(Math.Min(Largest, Length * 2));
            Volatile.Write(ref _next, next);
            return next;
        }

        /// <summary>What is noted on this page about the event at a position; 0 where that is nothing.</summary>
        public long Find(long position)
        {
            for (var i = 0; i < Length; i++)
                if (Math.Abs(this[i]) == position)
                    return this[i];
            return 0;
        }
    }

    /// <summary>The reader has the event at this position. Source: <c>Subscription!Read</c>.</summary>
    /// <returns>False: too many are ahead. <see cref="Process"/> will say when there is room again.</returns>
    /// <exception cref="InvalidOperationException">It goes backwards: the store broke its promise.</exception>
    public bool TryRead(long position, out Entry entry)
    {
        if (position <= _cursor)
            throw new InvalidOperationException($"The log went from position {_cursor} to {position}.");
        entry = new Entry(_page, _index);
        if (!MayRead(position) && !MayReadAfterAll(position))
            return false;
        Volatile.Write(ref _cursor, position);
        _read++;
        Note(position);
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
    /// <returns>Whether <see cref="Processed"/> grew, and whether a reader that waits for room has it now.</returns>
    public (bool Passed, bool HasRoom) Process(Entry entry)
    {
        entry.Page[entry.Index] = -entry.Page[entry.Index];
        var passed = Pass(); // with a fence: either a reader that is refused counts this, or he is seen here
        return (passed, Volatile.Read(ref _isFull) && Interlocked.Exchange(ref _isFull, false));
    }

    private void Note(long position)
    {
        _page[_index] = position;
        if (++_index == _page.Length)
            (_page, _index) = (_page.Turn(), 0);
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
        if (++_oldest < _oldestPage.Length)
            return;
        _oldest = 0;
        Volatile.Write(ref _oldestPage, _oldestPage.Next!); // the reader turned the page when he filled it
    }

    private bool MayRead(long position) => Subscription.MayRead(position, _cursor, Ahead, _maxAhead);

    private int Ahead => (int)(_read - Volatile.Read(ref _ended) - Volatile.Read(ref _endedBeside));

    /// <summary>Looks again when his refusal can be seen, so that whoever is next finds the reader waiting.</summary>
    private bool MayReadAfterAll(long position)
    {
        Interlocked.Exchange(ref _isFull, true);
        if (!MayRead(position))
            return false;
        Volatile.Write(ref _isFull, false);
        return true;
    }
}
