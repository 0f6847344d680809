namespace Verified.Checking.Liveness;

/// <summary>Finds what was recorded of a state.</summary>
internal sealed class RecordedRows
{
    private readonly BehaviourRecord _record;

    // For each state whose recorder wrote it, in which block, and where.
    private readonly (int Recorder, int Block, int Start)[] _places;

    // For each recorder the number of its first set among all.
    private readonly List<int> _firstSets = [];

    /// <param name="record">The record of a search that has ended.</param>
    /// <param name="sets">Takes the sets of all recorders.</param>
    public RecordedRows(BehaviourRecord record, List<UInt128> sets)
    {
        _record = record;
        var count = 0;
        foreach (var (_, _, row) in Rows()) count = Math.Max(count, row[0] + 1);
        _places = new (int, int, int)[count];
        foreach (var recorder in record.Recorders)
        {
            _firstSets.Add(sets.Count);
            sets.AddRange(recorder.Sets);
        }

        foreach (var (recorder, block, row) in Rows()) _places[row[0]] = (recorder, block, row.Offset);
    }

    /// <summary>How many states there are.</summary>
    public int Count => _places.Length;

    /// <summary>What was recorded of a state, and the number of the first set that its recorder knows.</summary>
    public (ArraySegment<int> Row, int FirstSet) Of(int state)
    {
        var (recorder, block, start) = _places[state];
        var row = RowAt(_record.Recorders[recorder].Blocks[block], start);
        return row[0] == state
            ? (row, _firstSets[recorder])
            : throw new InvalidOperationException("the steps of a state were not recorded");
    }

    private IEnumerable<(int Recorder, int Block, ArraySegment<int> Row)> Rows()
    {
        for (var recorder = 0; recorder < _record.Recorders.Count; recorder++)
        {
            var blocks = _record.Recorders[recorder].Blocks;
            for (var block = 0; block < blocks.Count; block++)
                for (var start = 0; start < blocks[block].Length && blocks[block][start] >= 0;)
                {
                    var row = RowAt(blocks[block], start);
                    yield return (recorder, block, row);
                    start += row.Count;
                }
        }
    }

    private static ArraySegment<int> RowAt(int[] block, int start) => new(block, start, 3 + (2 * block[start + 2]));
}
