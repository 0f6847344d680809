namespace Verified.Oracle.Rules;

/// <summary>Records by dense number; they never move, but for the first few: most histories are short.</summary>
/// <remarks>O(1); no allocation per record.</remarks>
/// <param name="budget">Pays for them.</param>
/// <param name="recordBytes">What one takes.</param>
internal sealed class RecordTable<T>(MemoryBudget budget, int recordBytes)
    where T : struct
{
    private const int ChunkBits = 12;
    private T[][] _chunks = [];
    private int _capacity;

    public int Count { get; private set; }

    public ref T this[int number] => ref _chunks[number >> ChunkBits][number & ((1 << ChunkBits) - 1)];

    /// <summary>Adds an empty record; returns its number.</summary>
    public int Add()
    {
        if (Count == _capacity) Grow();
        return Count++;
    }

    private void Grow()
    {
        var size = Math.Clamp(_capacity, 64, 1 << ChunkBits);
        budget.Take((long)recordBytes * size);
        if (_capacity == 0 || _capacity >= 1 << ChunkBits) _chunks = [.. _chunks, new T[size]];
        else Array.Resize(ref _chunks[0], _capacity + size);
        _capacity += size;
    }
}
