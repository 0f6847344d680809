namespace Verified.Oracle.History;

/// <content>Reads arrays: events, and what a line lists beside them.</content>
internal static partial class LineParser
{
    private const Fields OfEvents = Fields.Id | Fields.Hash | Fields.Stream | Fields.Version | Fields.Position
        | Fields.Topic | Fields.Key | Fields.Partition | Fields.Cause;

    private static bool Events(ref JsonScanner json, Fields known, HistoryLine line)
    {
        if (json.Peek() != '[') return json.Mistyped("an array of events");
        json.Offset++;
        if (json.Peek() == ']')
        {
            json.Offset++;
            return true;
        }

        do
        {
            if (!Event(ref json, known, ref line.AddEvent())) return false;
        }
        while (json.Continues((byte)']'));
        return json.Fault is null;
    }

    private static bool Event(ref JsonScanner json, Fields known, ref EventRef e)
    {
        if (json.Peek() != '{') return json.Mistyped("an event: an object with an \"id\"");
        var start = json.Offset++;
        do
        {
            if (!json.Name(out var name)) return false;
            var field = FieldOf(name) & known & OfEvents;
            if (field != Fields.None && !Once(ref json, name, field, ref e.Present)) return false;
            var read = field switch
            {
                Fields.Id => Name(ref json, out e.Id),
                Fields.Hash => Content(ref json, out e.Content),
                Fields.Stream => Name(ref json, out e.Stream),
                Fields.Version => json.Int64(out e.Version),
                Fields.Position => Position(ref json, out e.Position),
                Fields.Topic => Name(ref json, out e.Topic),
                Fields.Key => Name(ref json, out e.Key),
                Fields.Partition => Name(ref json, out e.Partition),
                Fields.Cause => Name(ref json, out e.Cause),
                _ => json.Skip(),
            };
            if (!read) return false;
        }
        while (json.Continues((byte)'}'));
        if (json.Fault is not null) return false;
        return (e.Present & Fields.Id) != 0
            || json.Fail(Codes.MissingField, start, "an event without \"id\"", "\"id\", the event's identity");
    }

    /// <summary>A list beside the events: messages by id, handlers by consumer, or what was read or written by key.</summary>
    private static bool Items(ref JsonScanner json, Fields list, HistoryLine line)
    {
        if (json.Peek() != '[') return json.Mistyped("an array of objects");
        json.Offset++;
        if (json.Peek() == ']')
        {
            json.Offset++;
            return true;
        }

        var ordinal = 0;
        do
        {
            if (!Item(ref json, list, ordinal++, line)) return false;
        }
        while (json.Continues((byte)']'));
        return json.Fault is null;
    }

    private static bool Item(ref JsonScanner json, Fields list, int ordinal, HistoryLine line)
    {
        var (nameField, more) = list switch
        {
            Fields.Outbox => (Fields.Id, Fields.None),
            Fields.Outcomes => (Fields.Consumer, Fields.Ok),
            _ => (Fields.Key, Fields.Version),
        };
        if (json.Peek() != '{') return json.Mistyped($"an object with \"{LineRequirements.NameOf(nameField)}\"");
        var start = json.Offset++;
        var (present, name, version, ok) = (Fields.None, default(Hash128), 0L, false);
        do
        {
            if (!json.Name(out var utf8)) return false;
            var field = FieldOf(utf8) & (nameField | more);
            if (field != Fields.None && !Once(ref json, utf8, field, ref present)) return false;
            var read = field switch
            {
                Fields.None => json.Skip(),
                Fields.Ok => json.Boolean(out ok),
                Fields.Version => ExpectedVersion(ref json, out version),
                _ => Name(ref json, out name),
            };
            if (!read) return false;
        }
        while (json.Continues((byte)'}'));
        if (json.Fault is not null) return false;
        var missing = (nameField | more) & ~present;
        if (missing != Fields.None) return MissingIn(ref json, list, missing, start);
        line.AddItem(new ListedItem(list, ordinal, name, version, ok));
        return true;
    }

    private static bool MissingIn(ref JsonScanner json, Fields list, Fields missing, int start)
    {
        var name = LineRequirements.NameOf(LineRequirements.FirstOf(missing));
        var of = LineRequirements.NameOf(list);
        return json.Fail(Codes.MissingField, start, $"\"{name}\" is missing", $"\"{name}\" in everything under \"{of}\"");
    }
}
