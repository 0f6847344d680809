using Verified.Tla.Evaluation;

namespace Verified.Tla.Packing;

/// <summary>A piece of a formula that is decided on its own: one disjunct of an action, one conjunct of a predicate.</summary>
/// <param name="key">Names the piece among those of its formula, for all threads.</param>
/// <param name="bindings">The slots that quantifiers around it have bound.</param>
internal sealed class Part(string key, (int Slot, object? Content)[] bindings, int root)
{
    private const int Window = 1024;

    // The first states are all new; after some windows what does not come again never will.
    private const int WarmWindows = 1;
    private const int LongWindows = 16;

    // Nodes are memory: a result that comes again is worth this many.
    private const int WarmNodes = 8 * Window;
    private const int LongNodes = 2 * Window;

    /// <summary>How often a tree is begun anew.</summary>
    public const int MaxContradictions = 16;

    private int _contradictions;
    private int _visits;
    private int _misses;
    private int _nodes;
    private int _windows;

    public string Key { get; } = key;

    public ActionCode? Action { get; init; }

    public Code? Condition { get; init; }

    /// <summary>Its tree in the forest.</summary>
    public int Root { get; private set; } = root;

    /// <summary>For <c>\E x \in S</c> or <c>\A x \in S</c> over a set in the state: what it splits into for each bit.</summary>
    public ForEach? Elements { get; init; }

    /// <summary>The steps of temporal formulas that it is a disjunct of, a bit each.</summary>
    public UInt128 Steps { get; set; }

    /// <summary>Evaluated each time: its results hardly ever come again, or depend on more than the state.</summary>
    public bool IsDirect { get; private set; }

    /// <summary>For a condition that decides how an action goes on: the parts that are run if it is true, and if not.</summary>
    public Branches? Branches { get; init; }

    /// <summary>For <c>A \cdot B</c>: the parts of A and of B.</summary>
    public Composition? Composition { get; init; }

    /// <summary>Whether it is not made of other parts.</summary>
    public bool IsSimple => Elements is null && Branches is null && Composition is null;

    /// <summary>The words that its truth has ever depended on, modulo 64; shared by all threads.</summary>
    public SharedMask? Mask { get; init; }

    /// <summary>The slots that are bound.</summary>
    public IEnumerable<int> Slots => bindings.Select(b => b.Slot);

    public void BindTo(Frame frame)
    {
        foreach (var (slot, content) in bindings) frame.Slots[slot] = content;
    }

    /// <summary>Another tree, after reads that contradict those of other states: another thread has found an element that
    /// was not known before. That ends.</summary>
    public void StartOver(DecisionForest forest)
    {
        if (_contradictions++ < MaxContradictions) Root = forest.NewRoot();
        else GiveUp();
    }

    /// <summary>From now on without a tree.</summary>
    public void GiveUp()
    {
        IsDirect = true;
        Mask?.Add(ulong.MaxValue);
    }

    /// <summary>Counts a result that had to be evaluated, and the nodes that it took to keep it.</summary>
    public void CountMiss(int nodes)
    {
        _misses++;
        _nodes += nodes;
    }

    /// <summary>Counts a look-up; where most of many were in vain, no more are made.</summary>
    public void CountVisit()
    {
        if (++_visits < Window) return;
        var (misses, nodes) = _windows < LongWindows ? (Window * 3 / 4, WarmNodes) : (Window / 3, LongNodes);
        if (_windows >= WarmWindows && (_misses > misses || _nodes > nodes)) GiveUp();
        _windows++;
        (_visits, _misses, _nodes) = (0, 0, 0);
    }
}

/// <summary>The parts of an action after a condition.</summary>
internal sealed record Branches(List<Part> Then, List<Part> Otherwise);

/// <summary>The parts of two actions, the second of which begins where the first ends.</summary>
internal sealed record Composition(List<Part> First, List<Part> Second);

/// <summary>The parts that a quantifier over a set in the state splits into, made when an element is first seen.</summary>
internal sealed class ForEach(Place.Members place, Func<int, List<Part>> split)
{
    private readonly List<List<Part>> _parts = [];

    public Place.Members Place { get; } = place;

    public List<Part> this[int bit]
    {
        get
        {
            while (_parts.Count <= bit) _parts.Add(split(_parts.Count));
            return _parts[bit];
        }
    }
}

/// <summary>Words, modulo 64, that all threads add to.</summary>
internal sealed class SharedMask
{
    private ulong _bits;

    public ulong Bits => _bits;

    public void Add(ulong bits)
    {
        if ((_bits & bits) != bits) Interlocked.Or(ref _bits, bits);
    }
}
