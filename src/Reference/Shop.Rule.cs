using System.Diagnostics;
using static Verified.Reference.SagaCommand;
using static Verified.Reference.SagaEvent;

namespace Verified.Reference;

/// <content>
/// The rule of the services and of the coordinators, one order at a time: what a running shop calls inside its
/// transactions. The mirror's own steps call the same functions.
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
    /// <param name="variant">The design, or a mistake in it.</param>
    public static ShopRequest RequestOf(
        bool isOrchestrated, int step, SagaMessage message, ShopVariant variant = ShopVariant.Correct) =>
        (isOrchestrated, message) switch
        {
            (true, Do(var of)) when of == step => ShopRequest.Do,
            (true, Cancel(var of)) when of == step => ShopRequest.Cancel,
            (true, Undo(var of, 1)) when of == step => ShopRequest.Undo,
            (false, SagaEvent happened) when happened == GoesAhead(step, variant) => ShopRequest.Do,
            (false, SagaEvent happened) when SagaChoreography.GoesBack(step, happened) => ShopRequest.Undo,
            _ => ShopRequest.Nothing,
        };

    /// <summary>What a service decides when it is asked: decision, effect and word are to be one transaction.</summary>
    /// <remarks>Source: <c>Shop!IsNews</c> and <c>Shop!Decision</c>. Pure.</remarks>
    /// <param name="decided">What it decided about the order before: its inbox.</param>
    /// <param name="asked">What it is asked.</param>
    /// <param name="isPossible">The business allows the step: there is a unit, the card is covered, …</param>
    /// <param name="variant">The design, or a mistake in it.</param>
    /// <returns>What it decides, or null where it decided before: then it says again what it said, if anything.</returns>
    public static SagaStepStatus? Decide(
        SagaStepStatus decided, ShopRequest asked, bool isPossible, ShopVariant variant = ShopVariant.Correct) =>
        (asked, decided) switch
        {
            (ShopRequest.Do, SagaStepStatus.Open)
                => isPossible ? SagaStepStatus.Done : SagaStepStatus.Refused,
            (ShopRequest.Do, _) when variant == ShopVariant.NoInbox
                => isPossible ? SagaStepStatus.Done : SagaStepStatus.Refused,
            (ShopRequest.Cancel, SagaStepStatus.Open) => SagaStepStatus.Refused,
            (ShopRequest.Undo, SagaStepStatus.Done) => SagaStepStatus.Undone,
            _ => null, // AtMostOneEffectInv
        };

    /// <summary>What becomes of the effect of a step by a decision: it is had, or taken back, or neither.</summary>
    /// <remarks>Source: <c>Shop!Change</c>.</remarks>
    public static int Change(SagaStepStatus decision) => decision switch
    {
        SagaStepStatus.Done => +1,
        SagaStepStatus.Refused => 0,
        SagaStepStatus.Undone => -1,
        _ => throw new UnreachableException(),
    };

    /// <summary>What a service says of its decision. Source: <c>Shop!WordOf</c>.</summary>
    public static SagaEvent WordOf(SagaStepStatus decision, int step) => decision switch
    {
        SagaStepStatus.Done => new StepDone(step),
        SagaStepStatus.Refused => new StepRefused(step),
        SagaStepStatus.Undone => new StepUndone(step),
        _ => throw new UnreachableException(),
    };

    /// <summary>How an order without a coordinator has ended by what was said about it; null where it has not.</summary>
    /// <remarks>Source: <c>Shop!CompleteOrder</c> and <c>Shop!CancelOrder</c>.</remarks>
    public static SagaPhase? EndOf(SagaMessage message) => message switch
    {
        StepDone(Shipping) => SagaPhase.Completed,
        StepRefused(Stock) or StepUndone(Stock) => SagaPhase.Aborted,
        _ => null,
    };

    /// <summary>The event on which a service does its step, where nobody commands it.</summary>
    /// <remarks>Source: <c>Shop!GoesAhead</c>.</remarks>
    private static SagaEvent GoesAhead(int step, ShopVariant variant) =>
        variant == ShopVariant.ShipOnReservation && step == Shipping
            ? new StepDone(Stock)
            : SagaChoreography.GoesAhead(step); // PaidThenShippedOrRefundedInv
}
