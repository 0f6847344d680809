using static Verified.Reference.SagaCommand;
using static Verified.Reference.SagaEvent;

namespace Verified.Reference;

/// <content>
/// The rule of the services. It is the rules of the two kinds of saga, which a running shop calls too; composed here, as
/// <c>Shop.tla</c> composes them.
/// </content>
public static partial class Shop
{
    /// <summary>The step of the stock: a unit is reserved.</summary>
    public const int Stock = 1;

    /// <summary>The step of the payment: the money is taken.</summary>
    public const int Payment = 2;

    /// <summary>The step of shipping, the last one: the parcel is on its way.</summary>
    public const int Shipping = 3;

    /// <summary>The saga of an order that has a coordinator. Source: <c>Shop!Orchestration</c>.</summary>
    public static SagaOrchestrationModel Orchestration { get; } = new(
        StepCount: Shipping,
        MaxAttempts: 1,
        MaxUndoFailures: 0,
        MaxFaults: 0,
        SagaOrchestrationVariant.Correct);

    /// <summary>What a message asks of the service of a step: a command by its coordinator, or what the service next
    /// to it did.</summary>
    /// <remarks>Source: <c>Shop!RequestOf</c>. Pure.</remarks>
    /// <param name="isOrchestrated">The order has a coordinator.</param>
    /// <param name="step">The step of the service.</param>
    /// <param name="message">What was said about the order.</param>
    public static ShopRequest RequestOf(bool isOrchestrated, int step, SagaMessage message) =>
        (isOrchestrated, message) switch
        {
            (true, Do(var of)) when of == step => ShopRequest.Do,
            (true, Cancel(var of)) when of == step => ShopRequest.Cancel,
            (true, Undo(var of, 1)) when of == step => ShopRequest.Undo,
            (false, SagaEvent read) when read == SagaChoreography.GoesAhead(step) => ShopRequest.Do,
            (false, SagaEvent read) when SagaChoreography.GoesBack(step, read) => ShopRequest.Undo,
            _ => ShopRequest.Nothing,
        };

    /// <summary>What a service does about a message that asks something of it: decision, effect and word are to be one
    /// transaction. Null where it decided before: nothing is left to do.</summary>
    /// <remarks>Source: <c>Shop!IsNews</c> and <c>Shop!Decide</c>. Pure.</remarks>
    /// <param name="step">The step of the service.</param>
    /// <param name="message">What asks it.</param>
    /// <param name="decided">What it decided about the order before: its inbox.</param>
    /// <param name="isPossible">The business allows the step: there is a unit, the card is covered, …</param>
    public static SagaDecision? Decide(
        int step, SagaMessage message, SagaStepStatus decided, bool isPossible) => message switch
        {
            SagaCommand command when !SagaOrchestration.HasDecided(command, decided) // AtMostOneEffectInv
                => SagaOrchestration.Decide(command, decided, isPossible),

            SagaEvent read when SagaChoreography.IsNews(step, read, decided) // AtMostOneEffectInv
                && SagaChoreography.React(step, read, isPossible) is var (effect, reaction)
                => new SagaDecision(StatusOf(reaction), effect, reaction),

            _ => null,
        };

    private static SagaStepStatus StatusOf(SagaEvent reaction) => reaction switch
    {
        StepDone => SagaStepStatus.Done,
        StepRefused => SagaStepStatus.Refused,
        _ => SagaStepStatus.Undone,
    };

    /// <summary>What a service with the mistake <see cref="ShopVariant.ShipOnReservation"/> takes a message for.</summary>
    /// <remarks>Source: <c>Shop!GoesAhead</c>.</remarks>
    private static SagaMessage ReadAs(ShopVariant variant, int step, SagaMessage message) =>
        variant != ShopVariant.ShipOnReservation || step != Shipping ? message // PaidThenShippedOrRefundedInv
        : message == new StepDone(Stock) ? SagaChoreography.GoesAhead(Shipping)
        : message;
}
