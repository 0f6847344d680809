using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>The system said that an event is where no event can be.</summary>
/// <param name="Number">The version, or the position.</param>
/// <param name="IsPosition">Which of the two.</param>
/// <param name="Stream">The event's stream.</param>
/// <param name="Line">The line that says so.</param>
/// <param name="NamedBy">A line that names the event.</param>
/// <param name="Ordinal">Its place in that line's list.</param>
internal readonly record struct ImpossibleClaim(
    long Number, bool IsPosition, int Stream, uint Line, uint NamedBy, int Ordinal)
{
    /// <summary>Stands for the id of the event.</summary>
    public string EventName => FormattableString.Invariant($"{{id@{NamedBy}/{Ordinal}}}");
}

/// <summary>Hears of versions and positions that no event can have; nothing else is told of them.</summary>
internal interface IClaimRule
{
    void Impossible(in ImpossibleClaim claim);
}

/// <summary>
/// Takes versions and positions that no event can have out of what the system says: they convict it, and are then as if it
/// had not told any. They are no fault of the file.
/// </summary>
internal sealed class Claims(StoreLog log, IClaimRule[] rules)
{
    /// <summary>Takes them out of a line that shows events of this stream (−1: of any); false where it cannot be judged.</summary>
    public bool Tell(int stream, HistoryReader reader)
    {
        var line = reader.Line;
        for (var i = 0; i < line.EventCount; i++)
        {
            ref var shown = ref line.Events[i];
            if (shown is { Version: >= 0 and < LineParser.HighestNumber, Position: >= 0 }) continue;
            if (IsBeyondTheFormat(shown.Version, reader)) return false;
            var hasVersion = (shown.Present & Fields.Version) != 0;
            if (hasVersion && !IsPossible(shown.Version)) Convict(ref shown.Version, isPosition: false, i);
            var hasPosition = (shown.Present & Fields.Position) != 0;
            if (hasPosition && !IsPossible(shown.Position)) Convict(ref shown.Position, isPosition: true, i);
        }

        return true;

        void Convict(ref long number, bool isPosition, int i)
        {
            var own = stream >= 0 ? stream : log.Streams.FindOrAdd(line.Events[i].Stream, line.Number);
            number = Possible(number, isPosition, (own, line.Number, line.Number, i));
        }
    }

    /// <summary>The number, or −1 (not told) if no event can have it.</summary>
    public long Possible(long number, bool isPosition, (int Stream, uint Line, uint NamedBy, int Ordinal) named)
    {
        if (IsPossible(number)) return number;
        var claim = new ImpossibleClaim(number, isPosition, named.Stream, named.Line, named.NamedBy, named.Ordinal);
        foreach (var rule in rules) rule.Impossible(in claim);
        return -1;
    }

    /// <summary>A version of 2^62 can only be a lie where all below it exist; elsewhere the oracle has no room for it.</summary>
    public bool IsBeyondTheFormat(long version, HistoryReader reader)
    {
        if (version < LineParser.HighestNumber || log.Header.Contiguous) return false;
        reader.Refuse(Codes.NumberTooLarge, "a version of 2^62 or above", "an integer below 2^62");
        return true;
    }

    private static bool IsPossible(long number) => number is >= 0 and < LineParser.HighestNumber;
}
