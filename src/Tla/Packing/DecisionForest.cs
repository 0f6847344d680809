using System.Runtime.CompilerServices;

namespace Verified.Tla.Packing;

/// <summary>What is known of results by the words that decide them: a tree for each question.</summary>
/// <remarks>
/// A node names the word to look at; an edge, its value; a leaf, the result. A walk costs a look-up for each word that
/// the evaluation would read, and no evaluation. Flat arrays; not safe for two threads at once.
/// Source: the transition cache of Blom, van de Pol, Weber, <i>LTSmin: Distributed and Symbolic Reachability</i> (2010).
/// </remarks>
internal sealed class DecisionForest
{
    private const int Unknown = -1;
    private const int Leaf = -2;
    private const int MaxNodes = 4_000_000;

    private Node[] _nodes = new Node[1024];
    private ulong[] _keys = new ulong[4096];
    private int[] _children = new int[4096];
    private int _edges;

    /// <summary>How many nodes there are: 16 bytes each, and about 24 for the edge to it.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>Whether it is so large that what is met from now on should be evaluated each time.</summary>
    public bool IsFull => Count > MaxNodes;

    /// <summary>A tree in which nothing is known yet.</summary>
    public int NewRoot()
    {
        if (Count == _nodes.Length) Array.Resize(ref _nodes, Count * 2);
        _nodes[Count] = new Node { Word = Unknown, LastChild = -1 };
        return Count++;
    }

    /// <summary>The result for a state, or negative where it is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Walk(int root, PackedWords words)
    {
        ref var node = ref _nodes[root];
        while (node.Word >= 0)
        {
            // This may grow the forest; the node stays as it is.
            if (!words.TryGet(node.Word, out var value)) return -1;
            node = ref _nodes[root];
            if (node.LastChild < 0 || node.LastValue != value)
            {
                var child = Find(root, value);
                if (child < 0) return -1;
                (node.LastValue, node.LastChild) = (value, child);
            }

            root = node.LastChild;
            node = ref _nodes[root];
        }

        return node.Word == Leaf ? node.Result : -1;
    }

    /// <summary>Grows the tree by the path of words that were read; the result that is known at its end, if any.</summary>
    /// <returns>The end's node; negative where the reads contradict those of other states.</returns>
    public int Extend(int root, List<int> reads, PackedWords words)
    {
        foreach (var word in reads)
        {
            if (!words.TryGet(word, out var value)) return -1;
            // Elements that were not known before turn out not to matter: what was remembered without them stays true.
            if (_nodes[root].Word == Unknown || words.IsPartOf(word, _nodes[root].Word)) _nodes[root].Word = word;
            if (_nodes[root].Word != word) return -1;
            var child = Find(root, value);
            root = child >= 0 ? child : AddEdge(root, value);
        }

        return _nodes[root].Word is Unknown or Leaf ? root : -1;
    }

    /// <summary>The result at an end; negative if there is none yet.</summary>
    public int ResultAt(int node) => _nodes[node].Word == Leaf ? _nodes[node].Result : -1;

    public void SetResult(int node, int result)
    {
        _nodes[node].Word = Leaf;
        _nodes[node].Result = result;
    }

    private int AddEdge(int node, int value)
    {
        if (_edges * 2 >= _keys.Length) Grow();
        var child = NewRoot();
        Put(Key(node, value), child);
        _edges++;
        return child;
    }

    private int Find(int node, int value)
    {
        var key = Key(node, value);
        var mask = _keys.Length - 1;
        for (var slot = Slot(key, mask); ; slot = (slot + 1) & mask)
        {
            if (_keys[slot] == key) return _children[slot];
            if (_keys[slot] == 0) return -1;
        }
    }

    private void Put(ulong key, int child)
    {
        var mask = _keys.Length - 1;
        var slot = Slot(key, mask);
        while (_keys[slot] != 0) slot = (slot + 1) & mask;
        (_keys[slot], _children[slot]) = (key, child);
    }

    private void Grow()
    {
        var (keys, children) = (_keys, _children);
        _keys = new ulong[keys.Length * 2];
        _children = new int[keys.Length * 2];
        for (var i = 0; i < keys.Length; i++)
            if (keys[i] != 0)
                Put(keys[i], children[i]);
    }

    // Never 0, since nodes count from 1.
    private static ulong Key(int node, int value) => unchecked(((ulong)(uint)node << 32) | (uint)value);

    private static int Slot(ulong key, int mask) => unchecked((int)((key * 0x9E3779B97F4A7C15UL) >> 33) & mask);

    private struct Node
    {
        public int Word;
        public int Result;
        public int LastValue;
        public int LastChild;
    }
}
