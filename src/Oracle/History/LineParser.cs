using System.Text;

namespace Verified.Oracle.History;

/// <summary>Reads one line of an <c>eda/1</c> history into a <see cref="HistoryLine"/>.</summary>
internal static partial class LineParser
{
    /// <summary>Versions and positions are below; a read from here is a read from the end.</summary>
    public const long HighestNumber = 1L << 62;

    /// <summary>Highest number of a saga's step.</summary>
    public const int HighestStep = 10_000;

    /// <summary>Parses a line; null, or why it cannot be read. O(length); allocates for faults and escapes only.</summary>
    /// <param name="bytes">The line.</param>
    /// <param name="specs">What the history is of; what other systems' lines say is skipped.</param>
    /// <param name="line">Takes what the line says.</param>
    public static ScanFault? Parse(ReadOnlySpan<byte> bytes, HistorySpec specs, HistoryLine line)
    {
        var known = specs == HistorySpec.EventStore ? Fields.OfStores : ~Fields.None;
        if (known == Fields.OfStores) line.Clear();
        else line.ClearWhole();
        var json = new JsonScanner(bytes);
        if (json.Expect((byte)'{'))
        {
            do
            {
                if (!json.Name(out var name) || !Member(ref json, name, known, line)) return json.Fault;
            }
            while (json.Continues((byte)'}'));
        }

        if (json.Fault is not null || !json.AtEnd()) return json.Fault;
        return LineRequirements.Check(line, specs, bytes.Length);
    }

    private static bool Member(ref JsonScanner json, ReadOnlySpan<byte> name, Fields known, HistoryLine line)
    {
        var field = FieldOf(name) & known;
        if (field == Fields.None) return json.Skip();
        if (!Once(ref json, name, field, ref line.Present)) return false;
        switch (field)
        {
            case Fields.Index: return Natural(ref json, out line.Index);
            case Fields.Time: return json.Int64(out line.Time);
            case Fields.Process: return json.Int64(out line.Process);
            case Fields.Op: return json.Int64(out _);
            case Fields.Type: return Type(ref json, out line.Type);
            case Fields.Function: return Function(ref json, out line.Function);
            case Fields.Stream: return Name(ref json, out line.Stream);
            case Fields.Subscription: return Name(ref json, out line.Subscription);
            case Fields.Expected: return Expected(ref json, line);
            case Fields.Events: return Events(ref json, known, line);
            case Fields.Version: return json.Int64(out line.Version);
            case Fields.Position: return Position(ref json, out line.Position);
            case Fields.From: return From(ref json, out line.From);
            case Fields.Count: return Natural(ref json, out line.Count);
            case Fields.Direction: return Direction(ref json, out line.Backwards);
            case Fields.Idempotent: return json.Boolean(out line.Idempotent);
            case Fields.Partial: return json.Boolean(out line.Partial);
            case Fields.Start: return json.Boolean(out line.Start);
            case Fields.Error: return json.Skip();
            default: return MemberOfOthers(ref json, field, line);
        }
    }

    /// <summary>What lines of buses, projections and sagas carry.</summary>
    private static bool MemberOfOthers(ref JsonScanner json, Fields field, HistoryLine line)
    {
        switch (field)
        {
            case Fields.Consumer: return Name(ref json, out line.Consumer);
            case Fields.Topic: return Name(ref json, out line.Topic);
            case Fields.Partition: return Name(ref json, out line.Partition);
            case Fields.Generation: return Natural(ref json, out line.Generation);
            case Fields.Effect: return Promise(ref json, out line.Effect);
            case Fields.Duplicate: return json.Boolean(out line.Duplicate);
            case Fields.Veto: return json.Boolean(out line.Veto);
            case Fields.Member: return Name(ref json, out _);
            case Fields.Projection: return Name(ref json, out line.Projection);
            case Fields.Replica: return Name(ref json, out line.Replica);
            case Fields.State: return Content(ref json, out line.State);
            case Fields.Token: return Natural(ref json, out line.Token);
            case Fields.Rebuild: return json.Boolean(out line.Rebuild);
            case Fields.Saga: return Name(ref json, out line.Saga);
            case Fields.Correlation: return Name(ref json, out line.Correlation);
            case Fields.Step: return Step(ref json, out line.Step);
            case Fields.Steps: return Step(ref json, out line.Steps);
            case Fields.Revision: return Natural(ref json, out line.Revision);
            case Fields.Outcome: return Outcome(ref json, out line.Outcome);
            case Fields.Outbox or Fields.Outcomes or Fields.Reads or Fields.Writes: return Items(ref json, field, line);
            default:
                // `id`, `hash`, `key` and `cause` belong to events; on a line they mean nothing.
                line.Present &= ~field;
                return json.Skip();
        }
    }

    /// <summary>Members whose names this version does not know are skipped, so that recorders may add their own.</summary>
    private static Fields FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => name[0] == 'f' ? Fields.Function : Fields.None,
        2 => name.SequenceEqual("op"u8) ? Fields.Op : name.SequenceEqual("id"u8) ? Fields.Id
            : name.SequenceEqual("ok"u8) ? Fields.Ok : Fields.None,
        3 => name.SequenceEqual("key"u8) ? Fields.Key : Fields.None,
        4 => name.SequenceEqual("time"u8) ? Fields.Time
            : name.SequenceEqual("type"u8) ? Fields.Type
            : name.SequenceEqual("hash"u8) ? Fields.Hash
            : name.SequenceEqual("from"u8) ? Fields.From
            : name.SequenceEqual("saga"u8) ? Fields.Saga
            : name.SequenceEqual("step"u8) ? Fields.Step
            : name.SequenceEqual("veto"u8) ? Fields.Veto : Fields.None,
        5 => name.SequenceEqual("index"u8) ? Fields.Index
            : name.SequenceEqual("count"u8) ? Fields.Count
            : name.SequenceEqual("start"u8) ? Fields.Start
            : name.SequenceEqual("error"u8) ? Fields.Error
            : name.SequenceEqual("topic"u8) ? Fields.Topic
            : name.SequenceEqual("cause"u8) ? Fields.Cause
            : name.SequenceEqual("state"u8) ? Fields.State
            : name.SequenceEqual("token"u8) ? Fields.Token
            : name.SequenceEqual("steps"u8) ? Fields.Steps
            : name.SequenceEqual("reads"u8) ? Fields.Reads : Fields.None,
        6 => name.SequenceEqual("stream"u8) ? Fields.Stream
            : name.SequenceEqual("events"u8) ? Fields.Events
            : name.SequenceEqual("member"u8) ? Fields.Member
            : name.SequenceEqual("effect"u8) ? Fields.Effect
            : name.SequenceEqual("outbox"u8) ? Fields.Outbox
            : name.SequenceEqual("writes"u8) ? Fields.Writes : Fields.None,
        7 => name.SequenceEqual("process"u8) ? Fields.Process
            : name.SequenceEqual("version"u8) ? Fields.Version
            : name.SequenceEqual("partial"u8) ? Fields.Partial
            : name.SequenceEqual("replica"u8) ? Fields.Replica
            : name.SequenceEqual("rebuild"u8) ? Fields.Rebuild
            : name.SequenceEqual("outcome"u8) ? Fields.Outcome : Fields.None,
        8 => name.SequenceEqual("expected"u8) ? Fields.Expected
            : name.SequenceEqual("position"u8) ? Fields.Position
            : name.SequenceEqual("consumer"u8) ? Fields.Consumer
            : name.SequenceEqual("outcomes"u8) ? Fields.Outcomes
            : name.SequenceEqual("revision"u8) ? Fields.Revision : Fields.None,
        9 => name.SequenceEqual("direction"u8) ? Fields.Direction
            : name.SequenceEqual("partition"u8) ? Fields.Partition
            : name.SequenceEqual("duplicate"u8) ? Fields.Duplicate : Fields.None,
        10 => name.SequenceEqual("idempotent"u8) ? Fields.Idempotent
            : name.SequenceEqual("generation"u8) ? Fields.Generation
            : name.SequenceEqual("projection"u8) ? Fields.Projection : Fields.None,
        11 => name.SequenceEqual("correlation"u8) ? Fields.Correlation : Fields.None,
        12 => name.SequenceEqual("subscription"u8) ? Fields.Subscription : Fields.None,
        _ => Fields.None,
    };

    private static bool Once(ref JsonScanner json, ReadOnlySpan<byte> name, Fields field, ref Fields present)
    {
        if ((present & field) != 0)
        {
            return json.Fail(
                Codes.DuplicateField,
                json.Offset,
                $"the field \"{Encoding.UTF8.GetString(name)}\" is here twice",
                "each field once");
        }

        present |= field;
        return true;
    }
}
