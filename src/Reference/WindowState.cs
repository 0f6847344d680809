namespace Verified.Reference;

/// <summary>The constants of <c>Window</c>. Event time is counted in whole units from 0.</summary>
/// <param name="MaxTime">The last moment of event time.</param>
/// <param name="Size">How long a window is.</param>
/// <param name="Slide">How far one window begins after the one before; <paramref name="Size"/> at most.</param>
/// <param name="Disorder">How far behind the highest timestamp an event is waited for.</param>
/// <param name="MaxEvents">How many events arrive at most.</param>
/// <param name="MaxCrashes">How often the operator may crash.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record WindowModel(
    int MaxTime,
    int Size,
    int Slide,
    int Disorder,
    int MaxEvents,
    int MaxCrashes,
    WindowVariant Variant);

/// <summary>The design of windows, or a mistake in it. Source: <c>Window!Variants</c>.</summary>
public enum WindowVariant
{
    Correct,

    /// <summary>An event that is on time for one of its windows is on time for all of them.</summary>
    LatePerEvent,

    /// <summary>An event joins a closed window that has not fired.</summary>
    LateAfterFiring,

    /// <summary>The checkpoint says how far the operator is, and not what its open windows hold.</summary>
    CheckpointWithoutContents,
}

/// <summary>The variables of <c>Window</c>. An event is the number of its arrival, from 1; a window is
/// its beginning.</summary>
/// <param name="Input">The timestamp of each event, in the order of arrival.</param>
/// <param name="Taken">How many events the operator has taken.</param>
/// <param name="Watermark">No event below this is waited for.</param>
/// <param name="Contents">For each window the events that joined it and have not fired.</param>
/// <param name="Saved">The checkpoint.</param>
/// <param name="Crashes">How many crashes there were.</param>
/// <param name="Results">What fired.</param>
/// <param name="Late">The side output.</param>
public sealed record WindowState(
    EquatableArray<int> Input,
    int Taken,
    int Watermark,
    EquatableMap<int, EquatableSet<int>> Contents,
    WindowCheckpoint Saved,
    int Crashes,
    EquatableSet<WindowResult> Results,
    EquatableSet<LateEvent> Late);

/// <summary>What the operator held when it was saved. Source: <c>Window</c>, VARIABLE <c>saved</c>.</summary>
public sealed record WindowCheckpoint(
    int Taken, int Watermark, EquatableMap<int, EquatableSet<int>> Contents);

/// <summary>The events of a window that fired. Source: <c>Window</c>, VARIABLE <c>results</c>.</summary>
public sealed record WindowResult(int Window, EquatableSet<int> Events) : IComparable<WindowResult>
{
    /// <summary>By window, then by events, the lowest first.</summary>
    public int CompareTo(WindowResult? other) =>
        other is null ? 1
        : Window.CompareTo(other.Window) is var byWindow and not 0 ? byWindow
        : Events.ToArray().AsSpan().SequenceCompareTo(other.Events.ToArray());
}

/// <summary>An event and the window it missed. Source: <c>Window</c>, VARIABLE <c>late</c>.</summary>
public readonly record struct LateEvent(int Event, int Window) : IComparable<LateEvent>
{
    public int CompareTo(LateEvent other) => (Event, Window).CompareTo((other.Event, other.Window));
}

/// <summary>The actions of <c>Window</c>, with their arguments.</summary>
public abstract record WindowAction
{
    private WindowAction()
    {
    }

    /// <summary>An event arrives that happened at this time. Source: <c>Window!Arrive</c>.</summary>
    public sealed record Arrive(int Time) : WindowAction;

    /// <summary>Takes the next event: into those of its windows for which it is on time, to the side
    /// output for the others.</summary>
    /// <remarks>Source: <c>Window!Take</c>.</remarks>
    public sealed record Take : WindowAction;

    /// <summary>Puts out the content of a closed window and forgets it. Source: <c>Window!Fire</c>.</summary>
    public sealed record Fire(int Window) : WindowAction;

    /// <summary>Saves what the operator holds. Source: <c>Window!SaveCheckpoint</c>.</summary>
    public sealed record SaveCheckpoint : WindowAction;

    /// <summary>The operator dies and starts again from its checkpoint. Source: <c>Window!Crash</c>.</summary>
    public sealed record Crash : WindowAction;
}
