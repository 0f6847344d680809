using Verified.Oracle.History;

namespace Verified.Oracle.Rules;

/// <summary>An event, or message, that was delivered, and never dealt with.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Invoke">The invocation of its last delivery.</param>
/// <param name="Ended">That delivery's completion, or 0.</param>
/// <param name="Ahead">The acknowledgement of the first checkpoint that was saved past it while it was open, or 0.</param>
/// <param name="NotFailed">Its deliveries that did not end with <c>fail</c>.</param>
internal readonly record struct Handed(long Position, uint Invoke, uint Ended, uint Ahead, int NotFailed);

/// <summary>The incarnations of one subscriber: what was handed to it, what it saved, where it started again.</summary>
/// <remarks>O(log n) per delivery; about 100 bytes per event.</remarks>
internal sealed class Incarnations
{
    public readonly Dictionary<int, Handed> Pending = [];

    // Where each event lies that was dealt with.
    private readonly Dictionary<int, (long Position, uint Line)> _done = [];

    // Deliveries of this incarnation, lowest position first; those that ended are dropped as they come up.
    private readonly PriorityQueue<(int Slot, uint Invoke), long> _open = new();

    // In the order of lines; Prepare adds the highest position from each on.
    private readonly List<(uint Line, long Position)> _starts = [];
    private long[] _highest = [];

    public bool HasDeliveries => Pending.Count + _done.Count > 0;

    /// <summary>Events dealt with, at or below which the subscription started later.</summary>
    private long DealtWithBeforeAStart
    {
        get
        {
            var count = 0L;
            foreach (var (position, line) in _done.Values)
                if (HighestAfter(line) >= position)
                    count++;
            return count;
        }
    }

    public void Deliver(int slot, long position, uint line)
    {
        if (position < 0 || _done.ContainsKey(slot)) return;
        Pending.TryGetValue(slot, out var before);
        Pending[slot] = new Handed(position, line, 0, 0, before.NotFailed + 1);
        _open.Enqueue((slot, line), position);
    }

    public void End(int slot, uint invoke, LineType outcome, uint line)
    {
        if (!Pending.TryGetValue(slot, out var handed)) return;
        if (outcome == LineType.Ok)
        {
            Pending.Remove(slot);
            _done[slot] = (handed.Position, line);
            return;
        }

        Pending[slot] = new Handed(
            handed.Position,
            handed.Invoke,
            handed.Invoke == invoke ? line : handed.Ended,
            handed.Ahead,
            handed.NotFailed - (outcome == LineType.Fail ? 1 : 0));
    }

    /// <summary>A checkpoint was saved: what is open at or below it has been passed.</summary>
    public void Save(long position, uint line)
    {
        while (_open.TryPeek(out var delivery, out var at) && at <= position)
        {
            _open.Dequeue();
            if (!Pending.TryGetValue(delivery.Slot, out var handed)) continue;
            if (handed.Invoke != delivery.Invoke || handed.Ended != 0) continue;
            Pending[delivery.Slot] = new Handed(handed.Position, handed.Invoke, 0, line, handed.NotFailed);
        }
    }

    /// <summary>It starts, or starts again: what was open belongs to an incarnation that is over.</summary>
    public void Start(long position, uint line)
    {
        _starts.Add((line, position));
        _open.Clear();
    }

    public void Prepare()
    {
        _highest = new long[_starts.Count + 1];
        _highest[^1] = -1;
        for (var i = _starts.Count - 1; i >= 0; i--) _highest[i] = Math.Max(_starts[i].Position, _highest[i + 1]);
    }

    /// <summary>
    /// The lowest that is lost to the subscriber, or −1: it started again behind it, and either a checkpoint past it had been
    /// saved while it was open, or every delivery of it had failed.
    /// </summary>
    /// <param name="counts">Whether one counts.</param>
    /// <param name="judged">How many were put to the test.</param>
    public int FirstLost(Func<int, bool> counts, out long judged)
    {
        judged = DealtWithBeforeAStart;
        var lost = -1;
        foreach (var (slot, handed) in Pending)
        {
            if (!StartsAbove(handed)) continue;
            judged++;
            if ((handed.Ahead == 0 && handed.NotFailed > 0) || !counts(slot)) continue;
            if (lost < 0 || handed.Position < Pending[lost].Position) lost = slot;
        }

        return lost;
    }

    /// <summary>Whether it started at this position or above after the event's delivery, and after it was passed.</summary>
    private bool StartsAbove(in Handed handed) => HighestAfter(Settled(handed)) >= handed.Position;

    public uint FirstStartAbove(in Handed handed)
    {
        var i = FirstAfter(Settled(handed));
        while (_starts[i].Position < handed.Position) i++;
        return _starts[i].Line;
    }

    /// <summary>The line from which on nothing was going to be done about the event.</summary>
    private static uint Settled(in Handed handed) =>
        handed.Ahead != 0 ? handed.Ahead : Math.Max(handed.Invoke, handed.Ended);

    private long HighestAfter(uint line) => _highest[FirstAfter(line)];

    private int FirstAfter(uint line)
    {
        int low = 0, high = _starts.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_starts[middle].Line <= line) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
