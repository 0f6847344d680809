using static Verified.Reference.ProjectionAction;

namespace Verified.Reference;

/// <summary>Projections as a pure state machine: the mirror of <c>Projection.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says.</remarks>
public static class Projection
{
    public static ProjectionState Init(ProjectionModel model) => new(
        Log: [],
        View: EquatableMap.From(model.Projections, _ => EmptyView),
        Checkpoint: EquatableMap.From(model.Projections, _ => 0),
        Up: EquatableMap.From(model.Projections, _ => true),
        Cursor: EquatableMap.From(model.Projections, _ => 0),
        Crashes: 0,
        Rebuilds: 0,
        Answer: new ViewAnswer(0, 0, EmptyView));

    /// <summary>Every action with every argument, in the order of <c>Projection!Next</c>.</summary>
    public static IEnumerable<ProjectionAction> Actions(ProjectionModel model) =>
    [
        .. model.Ids.Select(id => new AppendEvent(id)),
        .. model.Projections.Select(projection => new Apply(projection)),
        .. model.Projections.Select(projection => new SaveCheckpoint(projection)),
        .. model.Projections.Select(projection => new Crash(projection)),
        .. model.Projections.Select(projection => new Restart(projection)),
        .. model.Projections.Select(projection => new Rebuild(projection)),
        .. model.Projections.SelectMany(projection =>
            Enumerable.Range(0, model.Ids.Count + 1).Select(token => new ReadAt(projection, token))),
    ];

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    public static ProjectionState? Step(ProjectionModel model, ProjectionState state, ProjectionAction action) =>
        action switch
        {
            AppendEvent(var id)
                when !state.Log.Contains(id)
                => state with { Log = state.Log.Append(id) },

            Apply(var projection)
                when state.Cursor[projection] + 1 is var position
                  && state.Up[projection]
                  && position <= state.Log.Count
                  && Folded(state, projection).Apply(position, state.Log[position - 1], Evolve) is var folded
                => state with
                {
                    Cursor = state.Cursor.SetItem(projection, position),
                    View = state.View.SetItem(projection, folded.View),
                    Checkpoint = model.Variant == ProjectionVariant.CheckpointApart // ViewIsFoldOfPrefixInv
                        ? state.Checkpoint
                        : state.Checkpoint.SetItem(projection, position),
                },

            SaveCheckpoint(var projection)
                when model.Variant == ProjectionVariant.CheckpointApart
                  && state.Up[projection]
                  && state.Checkpoint[projection] != state.Cursor[projection]
                => state with
                {
                    Checkpoint = state.Checkpoint.SetItem(projection, state.Cursor[projection]),
                },

            Crash(var projection)
                when state.Up[projection] && state.Crashes < model.MaxCrashes
                => state with
                {
                    Crashes = state.Crashes + 1,
                    Up = state.Up.SetItem(projection, false),
                    Cursor = state.Cursor.SetItem(projection, 0),
                },

            Restart(var projection)
                when !state.Up[projection]
                => state with
                {
                    Up = state.Up.SetItem(projection, true),
                    Cursor = state.Cursor.SetItem(projection, state.Checkpoint[projection]),
                },

            Rebuild(var projection)
                when state.Up[projection] && state.Rebuilds < model.MaxRebuilds
                => state with
                {
                    Rebuilds = state.Rebuilds + 1,
                    View = state.View.SetItem(projection, EmptyView),
                    Checkpoint = state.Checkpoint.SetItem(projection, 0),
                    Cursor = state.Cursor.SetItem(projection, 0),
                },

            ReadAt(var projection, var token)
                when token <= state.Log.Count
                  && (new ProjectedView<EquatableArray<EventId>>(
                          state.Checkpoint[projection], state.View[projection]).Answers(token)
                      || model.Variant == ProjectionVariant.ReadWithoutWaiting)
                => state with
                {
                    Answer = new ViewAnswer(token, state.Checkpoint[projection], state.View[projection]),
                },

            _ => null,
        };

    /// <summary>A view is the fold of a prefix of the log, of the length it is said to be.</summary>
    public static bool ViewIsFoldOfPrefixInv(ProjectionState state) =>
        state.View.All(entry => entry.Value == Fold(state, Reached(state, entry.Key)));

    /// <summary>Views that are equally far are equal.</summary>
    public static bool EqualPositionsEqualViewsInv(ProjectionState state) =>
        state.View.All(p => state.View.All(q =>
            Reached(state, p.Key) != Reached(state, q.Key) || p.Value == q.Value));

    /// <summary>An answer holds the write that its token stands for, and all before it.</summary>
    public static bool ReadYourWritesInv(ProjectionState state) =>
        state.Answer.Token <= state.Answer.Position
        && state.Answer.View == Fold(state, state.Answer.Position);

    /// <summary>How many events a projection takes for folded: by its cursor while it is up, by its
    /// checkpoint once down.</summary>
    /// <remarks>Source: <c>Projection!Reached</c>.</remarks>
    public static int Reached(ProjectionState state, ProjectionId projection) =>
        state.Up[projection] ? state.Cursor[projection] : state.Checkpoint[projection];

    private static ProjectedView<EquatableArray<EventId>> Folded(ProjectionState state, ProjectionId projection) =>
        new(state.Cursor[projection], state.View[projection]);

    private static EquatableArray<EventId> EmptyView => [];

    private static EquatableArray<EventId> Evolve(EquatableArray<EventId> folded, EventId id) =>
        folded.Append(id);

    /// <summary>The view after the first <paramref name="n"/> events of the log.</summary>
    private static EquatableArray<EventId> Fold(ProjectionState state, int n) =>
        state.Log.Take(n).Aggregate(EmptyView, Evolve);
}
