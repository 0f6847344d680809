using System.Diagnostics;
using static Verified.Reference.FoldAction;
using static Verified.Reference.SavingsEvent;
using static Verified.Reference.SavingsState;

namespace Verified.Reference;

/// <summary>Event sourcing as a pure state machine: the mirror of <c>Fold.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says.</remarks>
public static class Fold
{
    public static FoldState Init(FoldModel model) => new(
        Log: [],
        Snapshots: [],
        Schema: 1,
        Answer: new SavingsSnapshot(0, InitialState(model, 1)));

    /// <summary>Every action with every argument, in the order of <c>Fold!Next</c>.</summary>
    public static IEnumerable<FoldAction> Actions(FoldModel model)
    {
        var versions = Enumerable.Range(0, model.MaxEvents + 1);
        return
        [
            .. EventsOf(model, 1).Union(EventsOf(model, 2)).Select(written => new AppendEvent(written)),
            .. versions.Select(version => new TakeSnapshot(version)),
            .. versions.Select(version => new DropSnapshot(version)),
            new Upcast(),
            .. versions.Select(version => new StateAt(version)),
        ];
    }

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    public static FoldState? Step(FoldModel model, FoldState state, FoldAction action) =>
        action switch
        {
            AppendEvent(var written)
                when state.Log.Count < model.MaxEvents && EventsOf(model, state.Schema).Contains(written)
                => state with { Log = state.Log.Append(written) },

            TakeSnapshot(var version)
                when version <= state.Log.Count && !HasSnapshot(state, version)
                => state with
                {
                    Snapshots = state.Snapshots.Add(new SavingsSnapshot(
                        version,
                        Rehydrate(model, state, model.Variant == FoldVariant.SnapshotAhead
                            ? state.Log.Count : version))), // SnapshotEqualsFoldInv
                },

            DropSnapshot(var version)
                when HasSnapshot(state, version)
                => state with
                {
                    Snapshots = EquatableSet.From(state.Snapshots.Where(s => s.Version != version)),
                },

            Upcast
                when state.Schema == 1
                => state with { Schema = 2 }, // NothingIsRewrittenProp

            StateAt(var version)
                when version <= state.Log.Count
                => state with { Answer = new SavingsSnapshot(version, Rehydrate(model, state, version)) },

            _ => null,
        };

    /// <summary>The definition of the state of a version: the fold of that many events.</summary>
    /// <remarks>Source: <c>Fold!FoldTo</c>. O(version).</remarks>
    public static SavingsState FoldTo(FoldModel model, FoldState state, int codeSchema, int version) =>
        FoldFrom(model, state, codeSchema, new SavingsSnapshot(0, InitialState(model, codeSchema)), version);

    /// <summary>The quick way to it, from the nearest snapshot.</summary>
    /// <remarks>Source: <c>Fold!Rehydrate</c>. O(version − that of the snapshot).</remarks>
    public static SavingsState Rehydrate(FoldModel model, FoldState state, int version) =>
        state.Snapshots.LastOrDefault(snapshot => snapshot.Version <= version) is { } nearest
            ? FoldFrom(
                model,
                state,
                state.Schema,
                nearest with { State = StateAs(model, state.Schema, nearest.State) },
                version)
            : FoldTo(model, state, state.Schema, version);

    /// <summary>A snapshot is the fold of the events that its version says.</summary>
    public static bool SnapshotEqualsFoldInv(FoldModel model, FoldState state) =>
        state.Snapshots.All(snapshot =>
            snapshot.State == FoldTo(model, state, SchemaOf(snapshot.State), snapshot.Version));

    /// <summary>Folding and upcasting commute, for as long as all events are old.</summary>
    public static bool UpcastCommutesInv(FoldModel model, FoldState state) =>
        Enumerable.Range(0, state.Log.Count + 1).All(version =>
            state.Log.Take(version).Any(written => written is DepositedV2)
            || UpcastState(model, FoldTo(model, state, 1, version)) == FoldTo(model, state, 2, version));

    /// <summary>The past stays as it was answered.</summary>
    public static bool TimeTravelInv(FoldModel model, FoldState state) =>
        StateAs(model, state.Schema, state.Answer.State)
        == FoldTo(model, state, state.Schema, state.Answer.Version);

    /// <summary>What was written is never written again.</summary>
    public static bool NothingIsRewrittenProp(FoldState state, FoldState next) =>
        next.Log.StartsWith(state.Log)
        && (next.Schema == state.Schema || (next.Log == state.Log && next.Snapshots == state.Snapshots));

    /// <summary>What code of a schema writes.</summary>
    private static SavingsEvent[] EventsOf(FoldModel model, int codeSchema) =>
    [
        new InterestPaid(),
        .. codeSchema == 1
            ? model.Amounts.Select(SavingsEvent (amount) => new DepositedV1(amount))
            : model.Amounts.SelectMany(amount =>
                model.Currencies.Select(SavingsEvent (currency) => new DepositedV2(amount, currency))),
    ];

    private static SavingsState InitialState(FoldModel model, int codeSchema) =>
        codeSchema == 1 ? new SavingsV1(0) : new SavingsV2(EquatableMap.From(model.Currencies, _ => 0));

    /// <summary>State and event are of one schema.</summary>
    private static SavingsState Evolve(SavingsState state, SavingsEvent written) => (state, written) switch
    {
        (SavingsV1(var balance), DepositedV1(var amount)) => new SavingsV1(balance + amount),
        (SavingsV1(var balance), InterestPaid) => new SavingsV1(2 * balance),
        (SavingsV2(var balances), DepositedV2(var amount, var currency)) =>
            new SavingsV2(balances.SetItem(currency, balances[currency] + amount)),
        (SavingsV2(var balances), InterestPaid) =>
            new SavingsV2(EquatableMap.From(balances.Keys, currency => 2 * balances[currency])),
        _ => throw new UnreachableException(),
    };

    private static SavingsEvent UpcastEvent(FoldModel model, SavingsEvent written) =>
        written is DepositedV1(var amount) ? new DepositedV2(amount, model.Default) : written;

    private static SavingsState UpcastState(FoldModel model, SavingsState state) =>
        state is SavingsV1(var balance)
            ? new SavingsV2(EquatableMap.From(
                model.Currencies, currency => currency == DefaultOfStates(model) ? balance : 0))
            : state;

    /// <summary>The default of states: the same one.</summary>
    private static CurrencyId DefaultOfStates(FoldModel model) =>
        model.Variant == FoldVariant.TwoDefaults // UpcastCommutesInv
            ? model.Currencies.First(currency => currency != model.Default)
            : model.Default;

    /// <summary>As code of a schema reads it.</summary>
    private static SavingsEvent EventAs(FoldModel model, int codeSchema, SavingsEvent written) =>
        codeSchema == 2 ? UpcastEvent(model, written) : written;

    /// <summary>As code of a schema reads it.</summary>
    private static SavingsState StateAs(FoldModel model, int codeSchema, SavingsState state) =>
        codeSchema == 2 ? UpcastState(model, state) : state;

    /// <summary>The state of a version, from an earlier one of the same schema.</summary>
    private static SavingsState FoldFrom(
        FoldModel model, FoldState state, int codeSchema, SavingsSnapshot from, int to)
    {
        var folded = from.State;
        for (var i = from.Version; i < to; i++)
            folded = Evolve(folded, EventAs(model, codeSchema, state.Log[i]));
        return folded;
    }

    private static int SchemaOf(SavingsState state) => state is SavingsV1 ? 1 : 2;

    private static bool HasSnapshot(FoldState state, int version) =>
        state.Snapshots.Any(snapshot => snapshot.Version == version);
}
