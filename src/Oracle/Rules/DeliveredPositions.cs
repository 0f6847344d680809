namespace Verified.Oracle.Rules;

/// <summary>What was delivered of one log, and what was said to be dealt with, by position.</summary>
/// <remarks>16 bytes per delivery and per checkpoint.</remarks>
/// <param name="first">The first line about it.</param>
internal sealed class DeliveredPositions(uint first)
{
    public readonly uint First = first;
    public readonly List<(long Position, uint Line)> Deliveries = [];
    public readonly List<(long Position, uint Line)> Checkpoints = [];
    public long Start = -1;

    /// <summary>Sorts deliveries and checkpoints by position; each checkpoint then bears the earliest line of those at or above it.</summary>
    public void Prepare()
    {
        Deliveries.Sort();
        Checkpoints.Sort();
        for (var i = Checkpoints.Count - 2; i >= 0; i--)
            if (Checkpoints[i + 1].Line < Checkpoints[i].Line)
                Checkpoints[i] = (Checkpoints[i].Position, Checkpoints[i + 1].Line);
    }

    /// <summary>The earliest checkpoint at or above this position, or 0.</summary>
    public uint FirstCheckpointAt(long position)
    {
        var i = FirstAtLeast(Checkpoints, position);
        return i < Checkpoints.Count ? Checkpoints[i].Line : 0;
    }

    /// <summary>The earliest delivery of this position, or the highest line there is.</summary>
    public uint FirstDeliveryOf(long position)
    {
        var i = FirstAtLeast(Deliveries, position);
        return i < Deliveries.Count && Deliveries[i].Position == position ? Deliveries[i].Line : uint.MaxValue;
    }

    private static int FirstAtLeast(List<(long Position, uint Line)> sorted, long position)
    {
        int low = 0, high = sorted.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle].Position < position) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
