using Verified.Tla.Packing;

namespace Verified.Checking.Exploration;

/// <summary>Hands on the successors of a state some at a time: where they may stand among the visited states is fetched for
/// all of them at once, so that the caches miss once, not once for each.</summary>
internal sealed class SuccessorBatch(
    PackedEvaluator evaluator, VisitedStates visited, PackedSink sink, FollowedSteps? steps) : PackedSink
{
    private const int Size = 16;

    private readonly int _width = evaluator.Buffer.Length / 3;
    private readonly int[] _words = new int[Size * (evaluator.Buffer.Length / 3)];
    private readonly ulong[] _sums = new ulong[Size];
    private readonly ulong[] _changes = new ulong[Size];
    private readonly UInt128[] _candidates = new UInt128[Size];
    private int _count;

    public override bool OnSuccessor(ulong sum, ulong changed)
    {
        Next.CopyTo(Words(_count));
        (_sums[_count], _changes[_count]) = (sum, changed);
        if (steps is not null) _candidates[_count] = steps.Candidates;
        return ++_count == Size && Flush();
    }

    /// <summary>Hands on those that are left; true to stop the enumeration.</summary>
    public bool Flush()
    {
        var count = _count;
        _count = 0;
        if (count > 1) visited.Fetch(_sums.AsSpan(0, count));
        var underWay = steps?.Candidates ?? 0;
        for (var i = 0; i < count; i++)
        {
            Words(i).CopyTo(Next);
            if (steps is not null) steps.Candidates = _candidates[i];
            if (sink.OnSuccessor(_sums[i], _changes[i])) return true;
        }

        if (steps is not null) steps.Candidates = underWay;
        return false;
    }

    private Span<int> Next => evaluator.Buffer.AsSpan(_width, _width);

    private Span<int> Words(int place) => _words.AsSpan(place * _width, _width);
}
