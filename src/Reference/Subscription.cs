using static Verified.Reference.PositionStatus;
using static Verified.Reference.SubscriptionAction;

namespace Verified.Reference;

/// <summary>A catch-up subscription as a pure state machine: the mirror of <c>Subscription.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says.</remarks>
public static class Subscription
{
    public static SubscriptionState Init(SubscriptionModel model) => new(
        Status: EquatableArray.From(Enumerable.Repeat(Free, model.MaxPosition)),
        Held: EquatableMap.From(model.Writers, _ => 0),
        Cursor: 0,
        Ahead: [],
        Processed: 0,
        Looks: 0,
        Checkpoint: 0,
        Crashes: 0,
        Seen: []);

    /// <summary>Every action with every argument, in the order of <c>Subscription!Next</c>.</summary>
    public static IEnumerable<SubscriptionAction> Actions(SubscriptionModel model)
    {
        var positions = Enumerable.Range(1, model.MaxPosition);
        return
        [
            .. model.Writers.SelectMany(writer => positions.Select(position => new Allocate(writer, position))),
            .. model.Writers.Select(writer => new Commit(writer)),
            .. model.Writers.Select(writer => new Rollback(writer)),
            .. positions.Select(position => new Read(position)),
            new Process(),
            new SaveCheckpoint(),
            new Crash(),
            new LookAtGap(),
        ];
    }

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    public static SubscriptionState? Step(
        SubscriptionModel model, SubscriptionState state, SubscriptionAction action) =>
        action switch
        {
            Allocate(var writer, var position)
                when state.Held[writer] == 0
                  && StatusOf(state, position) == Free
                  && Below(position).All(lower => StatusOf(state, lower) != Free) // the next one
                => state with
                {
                    Status = state.Status.SetItem(position - 1, Taken),
                    Held = state.Held.SetItem(writer, position),
                },

            Commit(var writer)
                when state.Held[writer] != 0
                => Resolve(state, writer, Committed),

            Rollback(var writer)
                when state.Held[writer] != 0
                => Resolve(state, writer, RolledBack),

            Read(var position)
                when MayRead(position, state.Cursor, state.Ahead.Count, model.MaxAhead)
                  && StatusOf(state, position) == Committed
                  && Between(state, position).All(lower =>
                      StatusOf(state, lower) != Committed      // the next one
                      && MayPassOver(model, state, lower))     // NoGapInv
                => state with { Cursor = position, Ahead = state.Ahead.Append(position), Looks = 0 },

            Process
                when state.Ahead.Count > 0 && state.Ahead[0] is var oldest
                => state with
                {
                    Processed = oldest,
                    Ahead = state.Ahead.Tail(), // OrderInv
                    Seen = state.Seen.Contains(oldest) ? state.Seen : state.Seen.Append(oldest),
                },

            SaveCheckpoint
                when (int)Reached(model.Variant, state.Cursor, state.Processed) is var reached && MayCheckpoint(reached, state.Checkpoint)
                => state with { Checkpoint = reached }, // CheckpointInv

            Crash
                when state.Crashes < model.MaxCrashes
                => state with
                {
                    Crashes = state.Crashes + 1,
                    Cursor = state.Checkpoint,
                    Processed = state.Checkpoint,
                    Ahead = [],
                    Looks = 0,
                },

            LookAtGap
                when model.Variant == SubscriptionVariant.SkipOldGaps
                  && state.Looks < model.Patience
                  && IsBeforeGap(model, state)
                => state with { Looks = state.Looks + 1 },

            _ => null,
        };

    /// <summary>A reader that has come to <paramref name="cursor"/> goes on to this position, if it does not hold
    /// too much already.</summary>
    /// <remarks>That nothing between is missing is the duty of the log. Source: <c>Subscription!Read</c>.</remarks>
    public static bool MayRead(long position, long cursor, int ahead, int maxAhead) =>
        position > cursor && ahead < maxAhead;

    /// <summary>What a checkpoint says: all up to here is processed.</summary>
    /// <remarks>Source: <c>Subscription!SaveCheckpoint</c>.</remarks>
    public static long Reached(SubscriptionVariant variant, long cursor, long processed) =>
        variant == SubscriptionVariant.CheckpointAheadOfProcessing ? cursor : processed; // CheckpointInv

    /// <summary>There is something to save: all up to <paramref name="reached"/> is processed.</summary>
    /// <remarks>Source: <c>Subscription!SaveCheckpoint</c>.</remarks>
    public static bool MayCheckpoint(long reached, long checkpoint) => reached != checkpoint;

    /// <summary>Whatever is committed at or below the last position that was processed was processed too.</summary>
    public static bool NoGapInv(SubscriptionState state) =>
        UpTo(state.Processed).All(position =>
            StatusOf(state, position) != Committed || state.Seen.Contains(position));

    /// <summary>A checkpoint at p: everything at or below p was processed, and nothing can appear there
    /// later.</summary>
    public static bool CheckpointInv(SubscriptionState state) =>
        UpTo(state.Checkpoint).All(position =>
            StatusOf(state, position) == RolledBack
            || (StatusOf(state, position) == Committed && state.Seen.Contains(position)));

    /// <summary>Events are seen in the order of the log, first or again.</summary>
    public static bool OrderInv(SubscriptionState state) =>
        Ascending(state.Seen)
        && Ascending(EquatableArray.Create([state.Processed]).Concat(state.Ahead));

    /// <summary>What was seen is a prefix of the stable part of the log.</summary>
    public static bool DeliversPrefixInv(SubscriptionState state) =>
        StablePositions(state).StartsWith(state.Seen);

    /// <summary>The committed positions of the stable part, in order: all that is below the first
    /// unresolved position.</summary>
    /// <remarks>Source: <c>Subscription!StablePositions</c>.</remarks>
    public static EquatableArray<int> StablePositions(SubscriptionState state) => EquatableArray.From(
        UpTo(state.Status.Count)
            .TakeWhile(position => IsResolved(state, position))
            .Where(position => StatusOf(state, position) == Committed));

    private static SubscriptionState Resolve(
        SubscriptionState state, WriterId writer, PositionStatus outcome) =>
        state with
        {
            Status = state.Status.SetItem(state.Held[writer] - 1, outcome),
            Held = state.Held.SetItem(writer, 0),
        };

    /// <summary>How the variants judge what they are about to pass over.</summary>
    private static bool MayPassOver(SubscriptionModel model, SubscriptionState state, int lower) =>
        model.Variant switch
        {
            SubscriptionVariant.NaiveReader => true,
            SubscriptionVariant.SkipOldGaps =>
                StatusOf(state, lower) == RolledBack || state.Looks == model.Patience,
            _ => StatusOf(state, lower) == RolledBack,
        };

    private static bool IsBeforeGap(SubscriptionModel model, SubscriptionState state) =>
        UpTo(model.MaxPosition).Any(position =>
            position > state.Cursor
            && StatusOf(state, position) == Committed
            && Between(state, position).Any(lower => !IsResolved(state, lower))
            && Between(state, position).All(lower => StatusOf(state, lower) != Committed));

    /// <summary>Nothing will happen to it any more.</summary>
    private static bool IsResolved(SubscriptionState state, int position) =>
        StatusOf(state, position) is Committed or RolledBack;

    private static PositionStatus StatusOf(SubscriptionState state, int position) =>
        state.Status[position - 1];

    private static IEnumerable<int> UpTo(int position) => Enumerable.Range(1, position);

    private static IEnumerable<int> Below(int position) => Enumerable.Range(1, position - 1);

    /// <summary>What lies between the reader and this position, which is above the cursor.</summary>
    private static IEnumerable<int> Between(SubscriptionState state, int position) =>
        Enumerable.Range(state.Cursor + 1, position - state.Cursor - 1);

    private static bool Ascending(EquatableArray<int> positions) =>
        positions.Zip(positions.Skip(1)).All(pair => pair.First < pair.Second);
}
