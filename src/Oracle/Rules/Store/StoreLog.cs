using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>
/// What a history says of the store's log, folded line by line: who is where, who said so first, what was seen
/// last. The rules share it, so each name is looked up once per line.
/// </summary>
/// <remarks>Memory grows with distinct events (about 110 bytes), versions and positions (4 bytes each), streams
/// (300 bytes) and processes; not with reads.</remarks>
internal sealed class StoreLog(HistoryHeader header, MemoryBudget budget)
{
    public HistoryHeader Header { get; } = header;

    public EventTable Events { get; } = new(budget);

    public StreamTable Streams { get; } = new(budget);

    /// <summary>From position to the slot of the event that was first said to be there.</summary>
    public NumberMap Positions { get; } = new(budget);

    /// <summary>Reads of the log that completed, by the positions they would have shown.</summary>
    public Coverage LogCoverage { get; } = new(budget);

    /// <summary>The highest position a completed operation has shown to exist; −1: none.</summary>
    public long KnownPosition { get; set; } = -1;

    /// <summary>The last line was cut off, so the recorder did not live to make its final reads.</summary>
    public bool Truncated { get; set; }

    /// <summary>The first event that was read with another content than it was appended with, and a line of that read.</summary>
    public (int Slot, uint Line)? FirstAltered { get; private set; }

    /// <summary>The first event that was read before it was appended, and a line of that read.</summary>
    public (int Slot, uint Line)? FirstForeseen { get; private set; }

    /// <summary>Whether an upper line happened before a lower one.</summary>
    public bool RealTime => Header.Clock == HistoryClock.Shared;

    public bool IsHidden(int stream) =>
        Header.DeleteHides && stream >= 0 && Streams[stream].DeleteInvoked != 0;

    /// <summary>Enters the events an append carries, with what is known to exist before it.</summary>
    public void Invoke(Operation operation, HistoryLine line)
    {
        var previous = -1;
        for (var i = 0; i < line.EventCount; i++)
        {
            var slot = Events.FindOrAdd(line.Events[i].Id, out var added);
            ref var e = ref Events[slot];
            if (e.Invoke == 0 || e.FailedOnly)
            {
                if (e.Invoke != 0) Forget(slot, ref e, line);
                First(slot, ref e, operation, line, i, added || e.Invoke != 0);
                if (i > 0 && previous == slot - 1 && Events[previous].Invoke == line.Number)
                {
                    Events[previous].Flags |= EventFlags.HasNext;
                    e.Flags |= EventFlags.HasPrevious;
                }
            }
            else
            {
                Again(slot, ref e, operation, line, i);
            }

            operation.AddSlot(slot);
            previous = slot;
        }
    }

    /// <summary>What follows from being told that an event is somewhere, before the tables take it in.</summary>
    /// <returns>Whether there is anything new in it.</returns>
    public bool Examine(
        int slot, int stream, long version, long position, PlacementSource source, uint line, out Placement placement)
    {
        ref var e = ref Events[slot];
        var fresh = version >= 0 && e.Version < 0;
        var moved = version >= 0 && !fresh && (e.Version != version || e.Stream != stream);
        var freshPosition = position >= 0 && e.Position < 0;
        var movedPosition = position >= 0 && !freshPosition && e.Position != position;
        placement = default;
        if (!(fresh | moved | freshPosition | movedPosition)) return false;
        var occupant = fresh || moved ? Other(Streams[stream].Versions.Find(version), slot) : -1;
        var positionOccupant = freshPosition || movedPosition ? Other(Positions.Find(position), slot) : -1;
        placement = new Placement(
            slot, stream, version, position, source, line, moved, occupant, movedPosition, positionOccupant);
        return true;
    }

    /// <summary>Takes a placement in. What was said first stays: later contradictions are the rules' business.</summary>
    public void Apply(in Placement placement)
    {
        ref var e = ref Events[placement.Slot];
        if (e.PlacedBy == 0) e.PlacedBy = placement.Line;
        if (placement.Version >= 0)
        {
            var versions = Streams[placement.Stream].Versions;
            if (versions.Find(placement.Version) < 0) versions.Add(placement.Version, placement.Slot);
            if (e.Version < 0)
            {
                e.Version = placement.Version;
                e.Stream = placement.Stream;
            }
        }

        if (placement.Position >= 0 && e.Position < 0)
        {
            e.PositionedBy = placement.Line;
            e.Position = placement.Position;
            if (placement.PositionOccupant < 0) Positions.Add(placement.Position, placement.Slot);
        }
    }

    /// <summary>Notes that a read showed an event with a content its append did not have.</summary>
    public void Altered(int slot, uint line)
    {
        Events[slot].Flags |= EventFlags.Altered;
        FirstAltered ??= (slot, line);
    }

    /// <summary>The invocation of the last read that would have shown an event, or 0.</summary>
    public uint Covered(ref EventRecord e)
    {
        var stream = Streams[e.Stream].Coverage;
        var byStream = e.Version >= 0 ? stream.At(e.Version) : stream.AllFrom(e.VersionFloor + 1);
        var byLog = e.Position >= 0 ? LogCoverage.At(e.Position) : LogCoverage.AllFrom(e.PositionFloor + 1);
        return Math.Max(byStream, byLog);
    }

    private static int Other(int occupant, int slot) => occupant == slot ? -1 : occupant;

    private void First(
        int slot, ref EventRecord e, Operation operation, HistoryLine line, int ordinal, bool added)
    {
        if (!added) Foreseen(slot, ref e, line.Events[ordinal].Content);
        else e.Stream = operation.Stream;
        e.Invoke = line.Number;
        e.Flags |= EventFlags.Open;
        e.Ordinal = ordinal;
        e.Content = line.Events[ordinal].Content;
        e.Demanded = Demand(line, ordinal);
        if (MustFollow(line, ordinal)) e.Flags |= EventFlags.MustFollow;
        if (!RealTime || Header.Sampled) return;
        e.VersionFloor = operation.KnownVersion;
        e.PositionFloor = operation.KnownPosition;
    }

    /// <summary>What failed attempts demanded no longer counts.</summary>
    private void Forget(int slot, ref EventRecord e, HistoryLine line)
    {
        e.Flags &= ~(EventFlags.Failed | EventFlags.MustFollow);
        Part(slot);
        if (slot > 0 && Events[slot - 1].Invoke != line.Number) Part(slot - 1);
    }

    /// <summary>It was read before: of another content, or, where lines are ordered, too early.</summary>
    private void Foreseen(int slot, ref EventRecord e, ulong content)
    {
        if (e.Content != 0 && content != 0 && e.Content != content) Altered(slot, e.SeenBy);
        if (!RealTime) return;
        e.Flags |= EventFlags.Foreseen;
        FirstForeseen ??= (slot, e.SeenBy);
    }

    private void Again(int slot, ref EventRecord e, Operation operation, HistoryLine line, int ordinal)
    {
        e.Flags |= EventFlags.Again;
        var content = line.Events[ordinal].Content;
        if ((e.Version < 0 && e.Stream != operation.Stream) || (content != 0 && content != e.Content))
            e.Flags |= EventFlags.Ambiguous;
        if (Demand(line, ordinal) != e.Demanded || MustFollow(line, ordinal) != e.Has(EventFlags.MustFollow))
            e.Flags |= EventFlags.AmbiguousDemand;
        KeepBatch(slot, ref e, line, ordinal);
    }

    /// <summary>Events stay a batch only as long as every append carries them as one.</summary>
    private void KeepBatch(int slot, ref EventRecord e, HistoryLine line, int ordinal)
    {
        var next = ordinal + 1 < line.EventCount;
        if (!next || slot + 1 >= Events.Count || Events[slot + 1].Id != line.Events[ordinal + 1].Id)
            Part(slot);
        if (ordinal == 0) Part(slot - 1);
    }

    /// <summary>This slot and the next are no batch any more.</summary>
    private void Part(int slot)
    {
        if (slot < 0 || !Events[slot].Has(EventFlags.HasNext)) return;
        Events[slot].Flags &= ~EventFlags.HasNext;
        Events[slot + 1].Flags &= ~EventFlags.HasPrevious;
    }

    private static bool MustFollow(HistoryLine line, int ordinal) =>
        line.Expected == Expectation.StreamExists && ordinal == 0;

    private static long Demand(HistoryLine line, int ordinal) => line.Expected switch
    {
        Expectation.Exact => line.ExpectedVersion + 1 + ordinal,
        Expectation.NoStream => ordinal,
        _ => -1,
    };
}
