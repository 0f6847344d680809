namespace Verified.Reference;

/// <summary>A handler of a bus in this process: its name, and its code.</summary>
internal sealed class HandlerSlot(HandlerId id)
{
    private BusHandler? _code;

    public HandlerId Id { get; } = id;

    /// <summary>The outcomes of an event that this handler alone handled, with success: most are such.</summary>
    public EquatableArray<HandlerReport> Success { get; } = [new HandlerReport(id, HandlerOutcome.Succeeded, null)];

    /// <summary>The code that was given last; null where this process has none.</summary>
    public BusHandler? Code
    {
        get => Volatile.Read(ref _code);
        set => Volatile.Write(ref _code, value);
    }
}
