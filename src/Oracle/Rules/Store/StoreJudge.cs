using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>Judges the history of an event store: reads lines into the <see cref="StoreLog"/> and tells the rules.</summary>
/// <remarks>Linear in the history, one pass; not thread-safe.</remarks>
internal sealed class StoreJudge : Part
{
    private readonly Observation _observation = new();
    private readonly Claims _claims;
    private readonly IPlacementRule[] _placementRules;
    private readonly IReadRule[] _readRules;
    private readonly ISubscriptionRule[] _subscriptionRules;

    public StoreJudge(HistoryHeader header, MemoryBudget budget)
    {
        Log = new StoreLog(header, budget);
        Rules = StoreRules.For(Log, budget);
        _claims = new Claims(Log, [.. Rules.OfType<IClaimRule>()]);
        _placementRules = [.. Rules.OfType<IPlacementRule>()];
        _readRules = [.. Rules.OfType<IReadRule>()];
        _subscriptionRules = [.. Rules.OfType<ISubscriptionRule>()];
    }

    public StoreLog Log { get; }

    public override IReadOnlyList<Rule> Rules { get; }

    public override void Conclude()
    {
        IEventRule[] eventRules = [.. Rules.OfType<IEventRule>()];
        for (var slot = 0; slot < Log.Events.Count; slot++)
        {
            ref var e = ref Log.Events[slot];
            foreach (var rule in eventRules) rule.AtEnd(slot, ref e);
        }

        foreach (var rule in Rules)
            if (rule is IEndRule end)
                end.AtEnd();
    }

    /// <summary>Acknowledged, observed and unknown events so far. O(events).</summary>
    public override Counts Count()
    {
        long acknowledged = 0, observed = 0, unknown = 0, resolved = 0;
        for (var slot = 0; slot < Log.Events.Count; slot++)
        {
            ref var e = ref Log.Events[slot];
            if (e.Has(EventFlags.Acknowledged))
            {
                acknowledged++;
                if (e.Has(EventFlags.Observed)) observed++;
            }
            else if (e.Has(EventFlags.Unknown))
            {
                unknown++;
                if (e.Has(EventFlags.Observed)) resolved++;
            }
        }

        return new Counts(acknowledged, observed, unknown, resolved);
    }

    public override void Invoke(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        operation.From = line.From;
        operation.Count = line.Count;
        operation.Backwards = line.Backwards;
        operation.Position = line.Position;
        operation.Subscription = line.Subscription;
        operation.Starts = line.Start;
        operation.KnownVersion = -1;
        operation.KnownPosition = Log.KnownPosition;
        if (line.Has(Fields.Stream))
        {
            operation.Stream = Log.Streams.FindOrAdd(line.Stream, line.Number);
            operation.KnownVersion = Log.Streams[operation.Stream].Known;
        }

        switch (line.Function)
        {
            case LineFunction.Append:
                Log.Invoke(operation, line);
                break;
            case LineFunction.Delete:
                var stream = Log.Streams[operation.Stream];
                if (stream.DeleteInvoked == 0) stream.DeleteInvoked = line.Number;
                break;
            case LineFunction.Deliver:
                Deliver(operation, reader);
                break;
            case LineFunction.Checkpoint:
                foreach (var rule in _subscriptionRules) rule.CheckpointInvoked(operation, line.Number);
                break;
        }
    }

    public override void Succeed(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        switch (operation.Function)
        {
            case LineFunction.Append:
                Acknowledge(operation, reader);
                break;
            case LineFunction.Read:
                ReadStream(operation, reader);
                break;
            case LineFunction.ReadAll:
                ReadLog(operation, reader);
                break;
            case LineFunction.Delete:
                var stream = Log.Streams[operation.Stream];
                if (stream.Deleted == 0) stream.Deleted = line.Number;
                break;
            case LineFunction.Deliver:
                EndDelivery(operation, LineType.Ok, line.Number);
                break;
            case LineFunction.Checkpoint:
                foreach (var rule in _subscriptionRules) rule.CheckpointSaved(operation, line.Number);
                break;
        }
    }

    private void Acknowledge(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        var last = operation.SlotCount - 1;
        if (_claims.IsBeyondTheFormat(line.Version, reader)) return;
        for (var i = 0; i <= last; i++)
        {
            ref var e = ref Log.Events[operation.Slots[i]];
            e.Flags = (e.Flags | EventFlags.Acknowledged) & ~EventFlags.Open;
            if (e.Ack == 0) e.Ack = line.Number;
            var named = (operation.Stream, line.Number, operation.Invoke, i);
            var version = !line.Has(Fields.Version) || (i < last && (line.Version < 0 || !Log.Header.Contiguous))
                ? -1
                : _claims.Possible(line.Version - (i < last ? last - i : 0), isPosition: false, named);
            var position = i == last && line.Has(Fields.Position) ? _claims.Possible(line.Position, isPosition: true, named) : -1;
            Place(operation.Slots[i], operation.Stream, version, position, PlacementSource.Acknowledgement, line.Number);
        }

        if (line.Version < LineParser.HighestNumber) Know(operation.Stream, line.Version, line.Position);
    }

    private void ReadStream(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        if (!_claims.Tell(operation.Stream, reader)) return;
        Begin(operation, line, all: false);
        var stream = Log.Streams[operation.Stream];
        for (var i = 0; i < line.EventCount; i++)
        {
            var at = operation.Backwards ? line.EventCount - 1 - i : i;
            ref var shown = ref line.Events[at];
            var version = shown.Version >= 0 || (shown.Present & Fields.Version) != 0 || operation.Backwards || !Log.Header.Contiguous
                ? shown.Version
                : Math.Max(operation.From, 0) + i;
            var slot = See(stream, operation.Stream, version, ref shown, at, PlacementSource.Read, line.Number);
            _observation.Add(slot, version, Log.Events[slot].Flags);
        }

        Cover(operation, line);
        stream.Coverage.Add(_observation.CoveredFrom, _observation.CoveredTo, operation.Invoke);
        foreach (var rule in _readRules) rule.Read(operation, _observation);
        Know(operation.Stream, _observation.Highest, -1);
    }

    private void ReadLog(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        if (!_claims.Tell(-1, reader)) return;
        Begin(operation, line, all: true);
        for (var i = 0; i < line.EventCount; i++)
        {
            var at = operation.Backwards ? line.EventCount - 1 - i : i;
            ref var shown = ref line.Events[at];
            var stream = Log.Streams.FindOrAdd(shown.Stream, line.Number);
            var slot = See(Log.Streams[stream], stream, shown.Version, ref shown, at, PlacementSource.Read, line.Number);
            _observation.Add(slot, shown.Position, Log.Events[slot].Flags);
        }

        Cover(operation, line);
        Log.LogCoverage.Add(_observation.CoveredFrom, _observation.CoveredTo, operation.Invoke);
        foreach (var rule in _readRules) rule.Read(operation, _observation);
        for (var i = 0; i < line.EventCount; i++)
            Know(Log.Events[_observation.Slots[i]].Stream, Log.Events[_observation.Slots[i]].Version, _observation.Numbers[i]);
    }

    private void Deliver(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        if (!_claims.Tell(-1, reader)) return;
        for (var i = 0; i < line.EventCount; i++)
        {
            ref var shown = ref line.Events[i];
            var stream = Log.Streams.FindOrAdd(shown.Stream, line.Number);
            operation.AddSlot(See(
                Log.Streams[stream], stream, shown.Version, ref shown, i, PlacementSource.Delivery, line.Number));
            Know(stream, shown.Version, shown.Position);
        }

        foreach (var rule in _subscriptionRules) rule.DeliveryInvoked(operation, line.Number);
    }

    private void Begin(Operation operation, HistoryLine line, bool all)
    {
        _observation.All = all;
        _observation.Line = line.Number;
        _observation.Count = 0;
        if (line.Has(Fields.Count)) operation.Count = line.Count;
    }

    /// <summary>What the read would have shown, had it been there.</summary>
    private void Cover(Operation operation, HistoryLine line)
    {
        var cut = line.Partial || (operation.Count >= 0 && line.EventCount >= operation.Count);
        var low = _observation.Count == 0 ? long.MaxValue : _observation.Numbers[0];
        var high = _observation.Highest;
        if (cut && (low < 0 || (high < 0 && _observation.Count > 0)))
        {
            // The read was cut at a place it does not tell.
            (_observation.CoveredFrom, _observation.CoveredTo) = (long.MaxValue, -1);
            return;
        }

        if (operation.Backwards)
        {
            _observation.CoveredFrom = cut ? Math.Max(low, 0) : 0;
            _observation.CoveredTo = operation.From is < 0 or LineParser.HighestNumber ? long.MaxValue : operation.From;
        }
        else
        {
            _observation.CoveredFrom = Math.Max(operation.From, 0);
            _observation.CoveredTo = cut ? high : long.MaxValue;
        }
    }

    /// <summary>Takes in that a line shows an event; returns its slot. Most events are where they were seen before.</summary>
    private int See(
        StreamState stream, int number, long version, ref EventRef shown, int ordinal, PlacementSource source, uint line)
    {
        var at = version >= 0 ? stream.Versions.Find(version) : -1;
        if (at >= 0)
        {
            ref var there = ref Log.Events[at];
            if (there.Id == shown.Id && there.Version == version && there.Stream == number
                && (shown.Position < 0 || shown.Position == there.Position)
                && (shown.Content == 0 || shown.Content == there.Content))
            {
                there.Flags |= EventFlags.Observed;
                there.SeenBy = line;
                return at;
            }
        }

        return SeeElsewhere(number, version, ref shown, ordinal, source, line);
    }

    private int SeeElsewhere(
        int stream, long version, ref EventRef shown, int ordinal, PlacementSource source, uint line)
    {
        var slot = Log.Events.FindOrAdd(shown.Id, out var added);
        ref var e = ref Log.Events[slot];
        if (added)
        {
            e.Stream = stream;
            e.Ordinal = ordinal;
            e.Content = shown.Content;
        }
        else if (shown.Content != 0 && e.Content != shown.Content && !e.Has(EventFlags.Ambiguous))
        {
            if (e.Content == 0 && e.Invoke == 0) e.Content = shown.Content;
            else if (e.Content != 0) Log.Altered(slot, line);
        }

        Place(slot, stream, version, shown.Position, source, line);
        e.Flags |= EventFlags.Observed;
        e.SeenBy = line;
        return slot;
    }

    private void Place(int slot, int stream, long version, long position, PlacementSource source, uint line)
    {
        if (Log.Examine(slot, stream, version, position, source, line, out var placement))
        {
            foreach (var rule in _placementRules) rule.Placed(in placement);
            Log.Apply(in placement);
        }

        if (source == PlacementSource.Acknowledgement && version >= 0 && Log.Events[slot].Version == version)
            Log.Events[slot].Flags |= EventFlags.PlacedByAck;
    }

    private void Know(int stream, long version, long position)
    {
        if (stream >= 0 && version > Log.Streams[stream].Known) Log.Streams[stream].Known = version;
        if (position > Log.KnownPosition) Log.KnownPosition = position;
    }

    public override void Unknown(Operation operation, uint line)
    {
        if (operation.Function == LineFunction.Append) AppendUnknown(operation);
        else if (operation.Function == LineFunction.Deliver && line != 0) EndDelivery(operation, LineType.Info, line);
    }

    private void EndDelivery(Operation operation, LineType outcome, uint line)
    {
        foreach (var rule in _subscriptionRules) rule.DeliveryEnded(operation, outcome, line);
    }

    private void AppendUnknown(Operation operation)
    {
        for (var i = 0; i < operation.SlotCount; i++) Log.Events[operation.Slots[i]].Flags |= EventFlags.Unknown;
    }

    public override void Fail(Operation operation, HistoryLine line)
    {
        if (operation.Function == LineFunction.Deliver) EndDelivery(operation, LineType.Fail, line.Number);
        if (operation.Function != LineFunction.Append) return;
        for (var i = 0; i < operation.SlotCount; i++)
        {
            ref var e = ref Log.Events[operation.Slots[i]];
            e.Flags = (e.Flags | EventFlags.Failed) & ~EventFlags.Open;
        }
    }
}
