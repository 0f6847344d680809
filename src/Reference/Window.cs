using static Verified.Reference.WindowAction;

namespace Verified.Reference;

/// <summary>Windows over event time as a pure state machine: the mirror of <c>Window.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says.</remarks>
public static class Window
{
    public static WindowState Init(WindowModel model)
    {
        var contents = Empty(model);
        return new(
            Input: [],
            Taken: 0,
            Watermark: NoWatermark(model),
            Contents: contents,
            Saved: new WindowCheckpoint(0, NoWatermark(model), contents),
            Crashes: 0,
            Results: [],
            Late: []);
    }

    /// <summary>Every action with every argument, in the order of <c>Window!Next</c>.</summary>
    public static IEnumerable<WindowAction> Actions(WindowModel model) =>
    [
        .. Enumerable.Range(0, model.MaxTime + 1).Select(time => new Arrive(time)),
        new Take(),
        .. Windows(model).Select(window => new Fire(window)),
        new SaveCheckpoint(),
        new Crash(),
    ];

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    public static WindowState? Step(WindowModel model, WindowState state, WindowAction action) =>
        action switch
        {
            Arrive(var time)
                when state.Input.Count < model.MaxEvents
                => state with { Input = state.Input.Append(time) },

            Take
                when state.Taken < state.Input.Count
                => TakeNext(model, state),

            Fire(var window)
                when IsClosed(model, state, window) // FireOnceInv
                  && state.Contents[window].Count > 0
                => state with
                {
                    Results = state.Results.Add(new WindowResult(window, state.Contents[window])),
                    Contents = state.Contents.SetItem(window, []),
                },

            SaveCheckpoint
                when Checkpoint(model, state) is var checkpoint && state.Saved != checkpoint
                => state with { Saved = checkpoint },

            Crash
                when state.Crashes < model.MaxCrashes
                => state with
                {
                    Crashes = state.Crashes + 1,
                    Taken = state.Saved.Taken,
                    Watermark = state.Saved.Watermark,
                    Contents = state.Saved.Contents,
                },

            _ => null,
        };

    /// <summary>The beginnings of the windows that hold this moment, the last window first.</summary>
    /// <remarks>Source: <c>Window!WindowsOf</c>. O(size / slide).</remarks>
    public static IEnumerable<int> WindowsOf(WindowModel model, int time)
    {
        for (var window = time - (time % model.Slide); window > time - model.Size; window -= model.Slide)
            yield return window;
    }

    /// <summary>A window has one result: it never fires again with another.</summary>
    public static bool FireOnceInv(WindowState state) =>
        state.Results.DistinctBy(result => result.Window).Count() == state.Results.Count;

    /// <summary>A result holds exactly the events of its window that were on time, and the side output
    /// nothing that was.</summary>
    public static bool ExactInv(WindowModel model, WindowState state) =>
        state.Results.All(result => result.Events == Due(model, state, result.Window))
        && state.Late.All(miss => !IsOnTime(model, state, miss.Event, miss.Window));

    /// <summary>An event that was taken is, for each of its windows, in the window, in its result, or in
    /// the side output.</summary>
    public static bool NothingIsLostInv(WindowModel model, WindowState state) =>
        Enumerable.Range(1, state.Taken).All(taken =>
            WindowsOf(model, TimeOf(state, taken)).All(window =>
                state.Contents[window].Contains(taken)
                || state.Results.Any(result => result.Window == window && result.Events.Contains(taken))
                || state.Late.Contains(new LateEvent(taken, window))));

    /// <summary>No event within the disorder that is waited for is late for anything.</summary>
    public static bool DisorderIsToleratedInv(WindowModel model, WindowState state) =>
        state.Late.All(miss => TimeOf(state, miss.Event) < WatermarkBefore(model, state, miss.Event));

    /// <summary>The watermark goes back at a crash only, and never behind what is saved.</summary>
    public static bool WatermarkMonotoneProp(WindowState state, WindowState next) =>
        next.Saved.Watermark >= state.Saved.Watermark
        && next.Watermark >= state.Saved.Watermark
        && (next.Crashes != state.Crashes || next.Watermark >= state.Watermark);

    /// <summary>The events that the window should have, by the input alone. Source: <c>Window!Due</c>.</summary>
    public static EquatableSet<int> Due(WindowModel model, WindowState state, int window) =>
        EquatableSet.From(Enumerable.Range(1, state.Input.Count).Where(arrived =>
            WindowsOf(model, TimeOf(state, arrived)).Contains(window)
            && IsOnTime(model, state, arrived, window)));

    /// <summary>The event moves the watermark after it was judged.</summary>
    private static WindowState TakeNext(WindowModel model, WindowState state)
    {
        var taken = state.Taken + 1;
        var time = TimeOf(state, taken);
        var joined = WindowsOf(model, time).Where(Joins(model, state, time)).ToHashSet(); // ExactInv
        var missed = WindowsOf(model, time).Where(window => !joined.Contains(window));
        return state with
        {
            Taken = taken,
            Contents = EquatableMap.From(state.Contents.Keys, window =>
                joined.Contains(window) ? state.Contents[window].Add(taken) : state.Contents[window]),
            Late = state.Late.Union(missed.Select(window => new LateEvent(taken, window))),
            Watermark = Math.Max(state.Watermark, time - model.Disorder), // WatermarkMonotoneProp
        };
    }

    /// <summary>Whether an event of this time joins a window of its own, as the variants judge.</summary>
    private static Func<int, bool> Joins(WindowModel model, WindowState state, int time) =>
        model.Variant switch
        {
            WindowVariant.LatePerEvent =>
                _ => WindowsOf(model, time).Any(window => !IsClosed(model, state, window)),
            WindowVariant.LateAfterFiring => window =>
                !IsClosed(model, state, window) || state.Results.All(result => result.Window != window),
            _ => window => !IsClosed(model, state, window),
        };

    private static WindowCheckpoint Checkpoint(WindowModel model, WindowState state) => new(
        state.Taken,
        state.Watermark,
        model.Variant == WindowVariant.CheckpointWithoutContents // NothingIsLostInv
            ? Empty(model) : state.Contents);

    private static bool IsClosed(WindowModel model, WindowState state, int window) =>
        window + model.Size <= state.Watermark;

    private static bool IsOnTime(WindowModel model, WindowState state, int arrived, int window) =>
        window + model.Size > WatermarkBefore(model, state, arrived);

    /// <summary>The watermark when the event is taken.</summary>
    private static int WatermarkBefore(WindowModel model, WindowState state, int arrived) =>
        state.Input.Take(arrived - 1).Select(time => time - model.Disorder).Append(NoWatermark(model)).Max();

    private static int TimeOf(WindowState state, int arrived) => state.Input[arrived - 1];

    /// <summary>Below all windows: nothing has been taken.</summary>
    private static int NoWatermark(WindowModel model) => -1 - model.Disorder;

    private static IEnumerable<int> Windows(WindowModel model) =>
        Enumerable.Range(1 - model.Size, model.MaxTime + model.Size).Where(begin => begin % model.Slide == 0);

    private static EquatableMap<int, EquatableSet<int>> Empty(WindowModel model) =>
        EquatableMap.From(EquatableSet.From(Windows(model)), _ => default(EquatableSet<int>));
}
