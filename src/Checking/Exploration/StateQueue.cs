namespace Verified.Checking.Exploration;

/// <summary>Packed states that wait, in chunks that are used again.</summary>
/// <remarks>One thread adds; any takes chunks once it is full.</remarks>
internal sealed class StateQueue(int width)
{
    /// <summary>States in a chunk.</summary>
    public const int ChunkStates = 256;

    /// <summary>Words in which a chunk keeps the sum and the number of a state.</summary>
    public const int ExtraWords = 3;

    private readonly Stack<StateChunk> _free = new();

    /// <summary>The full chunks, and the one being filled.</summary>
    public List<StateChunk> Chunks { get; } = [];

    /// <summary>Adds a state with its sum, and its number where states are numbered.</summary>
    public void Add(ReadOnlySpan<int> state, ulong sum, int number)
    {
        if (Chunks.Count == 0 || Chunks[^1].Count == ChunkStates)
            Chunks.Add(_free.TryPop(out var used) ? used : new StateChunk(width + ExtraWords));
        Chunks[^1].Add(state, sum, number);
    }

    /// <summary>Takes the chunks that were worked off, for later use.</summary>
    public void Recycle(StateChunk chunk)
    {
        chunk.Clear();
        _free.Push(chunk);
    }
}

/// <summary>A few hundred packed states, each with its sum and its number.</summary>
internal sealed class StateChunk(int stride)
{
    private readonly int[] _words = new int[stride * StateQueue.ChunkStates];

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<int> state, ulong sum, int number)
    {
        var at = _words.AsSpan(Count * stride, stride);
        state.CopyTo(at);
        at[^3] = number;
        at[^2] = unchecked((int)sum);
        at[^1] = unchecked((int)(sum >> 32));
        Count++;
    }

    public void Clear() => Count = 0;

    public ReadOnlySpan<int> State(int index) => _words.AsSpan(index * stride, stride - 3);

    public int NumberOf(int index) => _words[(index * stride) + stride - 3];

    public ulong SumOf(int index)
    {
        var at = _words.AsSpan(index * stride, stride);
        return unchecked((uint)at[^2] | ((ulong)(uint)at[^1] << 32));
    }
}
