using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Follows the log of a whole shop in its mirror: the orders, that compete, and the services that they share.</summary>
/// <remarks>The mirror knows no compensation that fails: what is said of one is no step of it. Who asks again gets the same
/// answer, which is none either.</remarks>
internal sealed class ShopMirror
{
    private readonly MirrorRun<ShopState, ShopAction> _mirror;

    private ShopMirror(ShopModel model) => _mirror = new(
        Shop.Init(model),
        (state, action) => Shop.Step(model, state, action),
        state =>
        {
            Claim.Holds(Shop.StockNonNegativeInv(state), nameof(Shop.StockNonNegativeInv));
            Claim.Holds(Shop.UnitsConservedInv(model, state), nameof(Shop.UnitsConservedInv));
            Claim.Holds(Shop.PaidThenShippedOrRefundedInv(state), nameof(Shop.PaidThenShippedOrRefundedInv));
            Claim.Holds(Shop.AtMostOneEffectInv(state), nameof(Shop.AtMostOneEffectInv));
        });

    /// <summary>Where the mirror is at the end of the log. Its invariants are checked in each state.</summary>
    /// <param name="told">Orders that have a coordinator.</param>
    /// <param name="untold">Orders that have none.</param>
    /// <param name="units">How many units there are to sell.</param>
    /// <param name="log">The log.</param>
    /// <exception cref="BrokenClaimException">The mirror does not allow an event, or a claim is broken.</exception>
    public static ShopState Follow(
        IEnumerable<SagaId> told, IEnumerable<SagaId> untold, int units, IReadOnlyList<RecordedEvent> log)
    {
        var shop = new ShopMirror(new(
            EquatableSet.From(told.Select(IdOf)), EquatableSet.From(untold.Select(IdOf)), units, ShopVariant.Correct));
        foreach (var said in SagaSaid.In(log, OrderSagas.Orchestrated, OrderSagas.Choreographed))
        {
            var before = EffectsOf(shop._mirror.State, said);
            foreach (var action in shop.ActionsOf(said))
                shop._mirror.Take(action);
            Claim.Equal(said.Envelope.Effect, EffectsOf(shop._mirror.State, said) - before, $"the effect of {said}");
        }

        return shop._mirror.State;
    }

    /// <summary>The order as the mirror calls it.</summary>
    public static OrderId IdOf(SagaId saga) => new(saga.Value);

    private static int EffectsOf(ShopState state, SagaSaid said) => state.Effects[IdOf(said.Envelope.Saga)].Sum();

    private IEnumerable<ShopAction> ActionsOf(SagaSaid said)
    {
        var order = IdOf(said.Envelope.Saga);
        var isTold = said.Envelope.Process == OrderSagas.Orchestrated.Name;
        return said switch
        {
            { Envelope.Notice: { } notice } => isTold ? [] : [EndOf(order, notice)],
            { Envelope.Message: SagaEvent.Started } => [new ShopAction.PlaceOrder(order)],
            { Envelope.Message: SagaCommand command } => Sent(order, command),
            { Envelope.Message: SagaEvent.UndoFailed or SagaEvent.Resumed } => [],
            { IsRecord: true, Envelope.Message: SagaEvent.TimedOut } => [new ShopAction.TimeOut(order)],
            { IsRecord: true, Envelope.Message: SagaEvent answer } => [new ShopAction.HandleAnswer(order, answer)],
            { Envelope.Message: SagaEvent answer } => IsAnswerAgain(said) ? [] : [DecisionOf(order, answer, said.Cause)],
            _ => throw new BrokenClaimException($"The log says what nobody understands: {said}."),
        };
    }

    /// <summary>A command is sent by the step that led to it, and only another attempt is news.</summary>
    private ShopAction[] Sent(OrderId order, SagaCommand command)
    {
        Claim.Holds(
            command is SagaCommand.Undo(_, > 1) || _mirror.State.Said[order].Contains(command),
            $"{command} of {order} follows from nothing that was said");
        return [];
    }

    /// <summary>Whoever tells services what to do may ask again; whoever follows his neighbours does nothing again.</summary>
    private bool IsAnswerAgain(SagaSaid said) =>
        said is { Cause: SagaCommand command, Envelope: { Effect: 0, Message: SagaEvent answer, Saga: var saga } }
        && SagaOrchestration.HasDecided(command, _mirror.State.Decisions[IdOf(saga)][command.OfStep - 1])
        && _mirror.State.Said[IdOf(saga)].Contains(answer);

    private static ShopAction EndOf(OrderId order, string notice) => notice == SagaEnvelope.Completed
        ? new ShopAction.CompleteOrder(order)
        : new ShopAction.CancelOrder(order);

    private static ShopAction DecisionOf(OrderId order, SagaEvent answer, SagaMessage? cause) => (answer, cause) switch
    {
        (SagaEvent.StepRefused(var step), SagaCommand.Cancel) => new ShopAction.CancelStep(order, step),
        (SagaEvent.StepDone(Shop.Stock), _) => new ShopAction.ReserveStock(order),
        (SagaEvent.StepRefused(Shop.Stock), _) => new ShopAction.RefuseStock(order),
        (SagaEvent.StepUndone(Shop.Stock), _) => new ShopAction.ReleaseStock(order),
        (SagaEvent.StepDone(Shop.Payment), _) => new ShopAction.TakePayment(order),
        (SagaEvent.StepRefused(Shop.Payment), _) => new ShopAction.DeclinePayment(order),
        (SagaEvent.StepUndone(Shop.Payment), _) => new ShopAction.RefundPayment(order),
        (SagaEvent.StepDone(Shop.Shipping), _) => new ShopAction.ShipOrder(order),
        (SagaEvent.StepRefused(Shop.Shipping), _) => new ShopAction.RefuseShipping(order),
        (SagaEvent.StepUndone(Shop.Shipping), _) => new ShopAction.RecallParcel(order),
        _ => throw new BrokenClaimException($"{answer} is no decision of a service."),
    };
}
