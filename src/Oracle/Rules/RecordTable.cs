namespace Verified.Oracle.Rules;

/// <summary>Records by dense number; they never move, but for the first few: most histories are short.</summary>
/// <remarks>O(1); no allocation per record.</remarks>
/// <param name="budget">Pays for them.</param>
/// <param name="recordBytes">What one takes.</param>
internal sealed class RecordTable<T>(MemoryBudget budget, int recordBytes)
    where T : struct
{
    private const int ChunkBits = 12;
    private T[][] chunks = [];
    private int capacity;

    public int Count { get; private set; }

    public ref T this[int number] => ref chunks[number >> ChunkBits][number & ((1 << ChunkBits) - 1)];

    /// <summary>Adds an empty record; returns its number.</summary>
    public int Add()
    {
        if (Count == capacity) Grow();
        return Count++;
    }

    private void Grow()
    {
        var size = Math.Clamp(capacity, 64, 1 << ChunkBits);
        budget.Take((long)recordBytes * size);
        if (capacity == 0 || capacity >= 1 << ChunkBits) chunks = [.. chunks, new T[size]];
        else Array.Resize(ref chunks[0], capacity + size);
        capacity += size;
    }
}
