namespace Verified.Reference;

/// <summary>Runs that are due, first in first out, from one who adds to any number who take.</summary>
/// <remarks>Nobody takes a lock: to add is to write, to take is one interlocked operation.</remarks>
internal sealed class DueRuns
{
    private const int SmallestBlock = 16;
    private const int LargestBlock = 128;

    /// <summary>Where the next one is taken. All before it are empty.</summary>
    private Block _first = new(0, SmallestBlock);

    /// <summary>Where the next one is added; belongs to who adds.</summary>
    private Block _last;

    /// <summary>How many were ever added.</summary>
    private long _added;

    public DueRuns() => _last = _first;

    public bool IsEmpty => Count == 0;

    /// <summary>How many there are. For who adds, no more than that: some may have been taken meanwhile.</summary>
    public int Count
    {
        get
        {
            var first = Volatile.Read(ref _first); // before what was added, or there could be fewer than none
            var taken = first.Before + Volatile.Read(ref first.Taken);
            return (int)(Volatile.Read(ref _added) - taken);
        }
    }

    public void Add(EventContext run)
    {
        var index = (int)(_added - _last.Before);
        if (index == _last.Runs.Length)
        {
            _last = _last.Next = new Block(_added, Math.Min(LargestBlock, index * 2));
            index = 0;
        }

        _last.Runs[index] = run;
        Volatile.Write(ref _added, _added + 1);
    }

    /// <summary>Takes the one that was added first; null where there is none.</summary>
    public EventContext? TryTake()
    {
        while (true)
        {
            var first = Volatile.Read(ref _first);
            var index = Volatile.Read(ref first.Taken);
            if (first.Before + index >= Volatile.Read(ref _added))
                return null;
            if (index == first.Runs.Length)
                Interlocked.CompareExchange(ref _first, first.Next!, first); // its next was there before what is in it
            else if (Interlocked.CompareExchange(ref first.Taken, index + 1, index) == index)
                return first.Take(index);
        }
    }

    /// <summary>Some runs, one behind the other.</summary>
    /// <param name="before">How many were added before them.</param>
    /// <param name="length">How many there may be.</param>
    private sealed class Block(long before, int length)
    {
        /// <summary>How many of them were taken.</summary>
        public int Taken;

        public EventContext[] Runs { get; } = new EventContext[length];

        public long Before { get; } = before;

        /// <summary>Set before anything is added there.</summary>
        public Block? Next { get; set; }

        /// <summary>For the only one who took it. The block keeps nothing alive.</summary>
        public EventContext Take(int index)
        {
            var taken = Runs[index];
            Runs[index] = null!;
            return taken;
        }
    }
}
