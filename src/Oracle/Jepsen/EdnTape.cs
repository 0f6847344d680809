namespace Verified.Oracle.Jepsen;

/// <summary>The kinds of EDN values.</summary>
internal enum EdnKind : byte
{
    Nil,
    Boolean,
    Integer,
    Float,
    String,
    Character,
    Keyword,
    Symbol,
    List,
    Vector,
    Map,
    Set,

    /// <summary>A tag and the value it is about, its only child.</summary>
    Tagged,
}

/// <summary>A value on the tape: its bytes are [Start, End) of the text, its children follow it, Next is behind them.</summary>
internal struct EdnNode
{
    public EdnKind Kind;
    public int Start;
    public int End;
    public int Next;

    /// <summary>How many children it has; a map has two per entry.</summary>
    public int Count;
}

/// <summary>One top-level EDN value, flat, in the order of the text. Reused from value to value: it allocates nothing.</summary>
internal sealed class EdnTape
{
    private EdnNode[] _nodes = new EdnNode[256];

    public int Count { get; private set; }

    public ref EdnNode this[int node] => ref _nodes[node];

    public void Clear() => Count = 0;

    public void Truncate(int count) => Count = count;

    public int Add(EdnKind kind, int start)
    {
        if (Count == _nodes.Length) Array.Resize(ref _nodes, Count * 2);
        _nodes[Count] = new EdnNode { Kind = kind, Start = start };
        return Count++;
    }

    public void Close(int node, int end, int children)
    {
        _nodes[node].End = end;
        _nodes[node].Next = Count;
        _nodes[node].Count = children;
    }
}
