namespace Verified.Reference;

/// <content>What the business may rely on, under the names of the specification.</content>
public static partial class Shop
{
    /// <summary>Nothing is sold that is not there.</summary>
    public static bool StockNonNegativeInv(ShopState state) => state.Stock >= 0;

    /// <summary>No unit appears or is lost: each is there, or reserved for one order.</summary>
    public static bool UnitsConservedInv(ShopModel model, ShopState state) =>
        state.Stock + state.Effects.Values.Count(effects => effects[Stock - 1] > 0) == model.Units;

    /// <summary>Nothing is shipped that is not paid; once an order has ended, who paid has the goods on the way or the
    /// money back.</summary>
    public static bool PaidThenShippedOrRefundedInv(ShopState state) =>
        state.Effects.All(order =>
            (order.Value[Shipping - 1] <= 0 || order.Value[Payment - 1] > 0)
            && (!HasEnded(state.Progress[order.Key]) || order.Value[Payment - 1] == order.Value[Shipping - 1]));

    /// <summary>A service has one effect for an order, which is taken back once.</summary>
    public static bool AtMostOneEffectInv(ShopState state) =>
        state.Effects.Values.All(effects => effects.All(effect => effect is 0 or 1));

    /// <summary>The end is the end, whatever arrives again after it.</summary>
    public static bool TerminalProp(ShopState state, ShopState next) =>
        state.Progress.All(order => !HasEnded(order.Value)
            || (next.Progress[order.Key] == order.Value && next.Effects[order.Key] == state.Effects[order.Key]));

    /// <summary>Completed or aborted, for ever. Source: <c>Shop!HasEnded</c>.</summary>
    public static bool HasEnded(SagaProgress progress) =>
        progress.Phase is SagaPhase.Completed or SagaPhase.Aborted;
}
