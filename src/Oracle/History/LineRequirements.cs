namespace Verified.Oracle.History;

/// <summary>Which members a line must have.</summary>
internal static class LineRequirements
{
    /// <summary>Null, or what is missing. Lines of systems that the history is not of need only what every line needs.</summary>
    public static ScanFault? Check(HistoryLine line, HistorySpec specs, int end)
    {
        const Fields always = Fields.Index | Fields.Process | Fields.Type | Fields.Function;
        var missing = always & ~line.Present;
        if (missing != Fields.None) return Missing(FirstOf(missing), line, end);
        if (IsWithoutOwner(line, specs) is { } owners) return Missing(owners, line, end);
        missing = NeededBy(line, specs) & ~line.Present;
        if (missing != Fields.None) return Missing(FirstOf(missing), line, end);
        return NeedsEvents(line, specs) && line.EventCount == 0
            ? new ScanFault(
                Codes.MissingField, 0, $"{Article(line)} {FunctionNames.Of(line.Function)} of no events", "at least one event in \"events\"")
            : EachEvent(line);
    }

    public static Fields FirstOf(Fields fields) => (Fields)((long)fields & -(long)fields);

    public static string NameOf(Fields field) =>
        field == Fields.Function ? "f" : field.ToString().ToLowerInvariant();

    private static Fields NeededBy(HistoryLine line, HistorySpec specs)
    {
        var needed = OfStores(line);
        if (specs == HistorySpec.EventStore) return needed;
        if ((specs & HistorySpec.EventStore) == 0) needed = Fields.None;
        if ((specs & HistorySpec.Bus) != 0) needed |= OfBuses(line);
        if ((specs & HistorySpec.Projection) != 0) needed |= OfProjections(line);
        if ((specs & HistorySpec.Saga) != 0) needed |= OfSagas(line);
        return needed;
    }

    private static Fields OfStores(HistoryLine line) => (line.Function, line.Type) switch
    {
        (LineFunction.Append, LineType.Invoke) => Fields.Stream | Fields.Events,
        (LineFunction.Read, LineType.Invoke) when !line.Has(Fields.Projection) => Fields.Stream,
        (LineFunction.Delete, LineType.Invoke) => Fields.Stream,
        (LineFunction.Read, LineType.Ok) when !line.Has(Fields.Position) => Fields.Events,
        (LineFunction.ReadAll, LineType.Ok) => Fields.Events,
        (LineFunction.Deliver, LineType.Invoke) when !line.Has(Fields.Consumer) => Fields.Subscription | Fields.Events,
        (LineFunction.Checkpoint, LineType.Invoke) when !line.Has(Fields.Consumer | Fields.Saga) =>
            Fields.Subscription | Fields.Position,
        _ => Fields.None,
    };

    private static Fields OfBuses(HistoryLine line) => (line.Function, line.Type) switch
    {
        (LineFunction.Subscribe or LineFunction.Unsubscribe, LineType.Invoke) => Fields.Consumer,
        (LineFunction.Publish, LineType.Invoke) => Fields.Events,
        (LineFunction.Ack or LineFunction.Nack or LineFunction.DeadLetter or LineFunction.Replay, LineType.Invoke) =>
            Fields.Consumer | Fields.Events,
        (LineFunction.Deliver, LineType.Invoke) when line.Has(Fields.Consumer) => Fields.Events,
        (LineFunction.Checkpoint, LineType.Invoke) when line.Has(Fields.Consumer) => Fields.Position,
        _ => Fields.None,
    };

    private static Fields OfProjections(HistoryLine line) => (line.Function, line.Type) switch
    {
        (LineFunction.Project, LineType.Invoke) when line.Rebuild => Fields.Projection | Fields.Position,
        (LineFunction.Project, LineType.Invoke) => Fields.Projection | Fields.Events,
        _ => Fields.None,
    };

    private static Fields OfSagas(HistoryLine line) => (line.Function, line.Type) switch
    {
        (LineFunction.SagaStart, LineType.Invoke) => Fields.Saga,
        (LineFunction.SagaStep or LineFunction.SagaCompensate, LineType.Invoke) => Fields.Saga | Fields.Step,
        (LineFunction.SagaEnd, LineType.Invoke) => Fields.Saga | Fields.Outcome,
        (LineFunction.Checkpoint, LineType.Invoke) when line.Has(Fields.Saga) => Fields.Revision,
        _ => Fields.None,
    };

    /// <summary>The members one of which says whose a delivery, a checkpoint or a read is, where none does.</summary>
    private static Fields? IsWithoutOwner(HistoryLine line, HistorySpec specs)
    {
        if (specs == HistorySpec.EventStore || line.Type != LineType.Invoke) return null;
        var owners = Fields.None;
        if (line.Function is LineFunction.Deliver or LineFunction.Checkpoint)
        {
            if ((specs & HistorySpec.EventStore) != 0) owners |= Fields.Subscription;
            if ((specs & HistorySpec.Bus) != 0) owners |= Fields.Consumer;
            if ((specs & HistorySpec.Saga) != 0 && line.Function == LineFunction.Checkpoint) owners |= Fields.Saga;
        }
        else if (line.Function == LineFunction.Read)
        {
            if ((specs & HistorySpec.EventStore) != 0) owners |= Fields.Stream;
            if ((specs & HistorySpec.Projection) != 0) owners |= Fields.Projection;
        }

        return owners == Fields.None || (owners & line.Present) != 0 ? null : owners;
    }

    private static bool NeedsEvents(HistoryLine line, HistorySpec specs) => line.Type == LineType.Invoke && line.Function switch
    {
        LineFunction.Append => (specs & HistorySpec.EventStore) != 0,
        LineFunction.Publish or LineFunction.Ack or LineFunction.Nack or LineFunction.DeadLetter or LineFunction.Replay =>
            (specs & HistorySpec.Bus) != 0,
        LineFunction.Deliver => (specs & HistorySpec.Bus) != 0 && line.Has(Fields.Consumer),
        LineFunction.Project => (specs & HistorySpec.Projection) != 0 && !line.Rebuild,
        _ => false,
    };

    private static ScanFault? EachEvent(HistoryLine line) => (line.Function, line.Type) switch
    {
        (LineFunction.ReadAll, LineType.Ok) => EachEvent(line, Fields.Stream | Fields.Position),
        (LineFunction.Deliver, LineType.Invoke) when line.Has(Fields.Subscription) =>
            EachEvent(line, Fields.Stream | Fields.Position),
        (LineFunction.Project, LineType.Invoke) when line.Has(Fields.Projection) => EachEvent(line, Fields.Position),
        _ => null,
    };

    private static ScanFault? EachEvent(HistoryLine line, Fields needed)
    {
        for (var i = 0; i < line.EventCount; i++)
        {
            var missing = needed & ~line.Events[i].Present;
            if (missing == Fields.None) continue;
            var name = NameOf(FirstOf(missing));
            return new ScanFault(
                Codes.MissingField, 0, $"event {i + 1} of the line has no \"{name}\"", $"\"{name}\" in every event");
        }

        return null;
    }

    /// <summary>One of these members is missing.</summary>
    private static ScanFault Missing(Fields fields, HistoryLine line, int end)
    {
        var names = new List<string>();
        for (; fields != Fields.None; fields &= ~FirstOf(fields)) names.Add($"\"{NameOf(FirstOf(fields))}\"");
        var all = string.Join(" or ", names);
        var what = line.Has(Fields.Type) && line.Has(Fields.Function)
            ? $"{FunctionNames.Of(line.Function)} of type {TypeName(line.Type)}"
            : "line";
        return new ScanFault(Codes.MissingField, Math.Max(0, end - 1), $"{all} is missing", $"{all} on every {what}");
    }

    private static string Article(HistoryLine line) => line.Function is LineFunction.Append or LineFunction.Ack ? "an" : "a";

    private static string TypeName(LineType type) => type switch
    {
        LineType.Invoke => "invoke",
        LineType.Ok => "ok",
        LineType.Fail => "fail",
        _ => "info",
    };
}
