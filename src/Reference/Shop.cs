using static Verified.Reference.ShopAction;

namespace Verified.Reference;

/// <summary>Orders, stock, payment and shipping, as a pure state machine: the mirror of <c>Shop.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says. Pure, so safe to call from many threads.</remarks>
public static partial class Shop
{
    private static readonly int[] s_steps = [Stock, Payment, Shipping];

    public static ShopState Init(ShopModel model) => new(
        Progress: EquatableMap.From(Orders(model), _ => SagaProgress.Idle),
        Said: EquatableMap.From(Orders(model), _ => default(EquatableSet<SagaMessage>)),
        Stock: model.Units,
        Decisions: EquatableMap.From(
            Orders(model), _ => EquatableArray.From(s_steps.Select(_ => SagaStepStatus.Open))),
        Effects: EquatableMap.From(Orders(model), _ => EquatableArray.From(s_steps.Select(_ => 0))),
        Checked: []);

    /// <summary>Every action with every argument, in the order of <c>Shop!Next</c>.</summary>
    public static IEnumerable<ShopAction> Actions(ShopModel model)
    {
        var orders = Orders(model);
        var answers = SagaOrchestration.Answers(Orchestration).ToList();
        return
        [
            .. orders.Select(order => new PlaceOrder(order)),
            .. orders.SelectMany(order => answers.Select(answer => new HandleAnswer(order, answer))),
            .. orders.Select(order => new TimeOut(order)),
            .. orders.Select(order => new CompleteOrder(order)),
            .. orders.Select(order => new CancelOrder(order)),
            .. orders.Select(order => new CheckStock(order)),
            .. orders.Select(order => new ReserveStock(order)),
            .. orders.Select(order => new RefuseStock(order)),
            .. orders.Select(order => new ReleaseStock(order)),
            .. orders.Select(order => new TakePayment(order)),
            .. orders.Select(order => new DeclinePayment(order)),
            .. orders.Select(order => new RefundPayment(order)),
            .. orders.Select(order => new ShipOrder(order)),
            .. orders.Select(order => new RefuseShipping(order)),
            .. orders.Select(order => new RecallParcel(order)),
            .. orders.SelectMany(order => s_steps.Select(step => new CancelStep(order, step))),
        ];
    }

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    /// <remarks>Every action has one successor at most.</remarks>
    public static ShopState? Step(ShopModel model, ShopState state, ShopAction action) =>
        OrderStep(model, state, action) ?? ServiceStep(model, state, action);

    /// <summary>What customers and coordinators do.</summary>
    private static ShopState? OrderStep(ShopModel model, ShopState state, ShopAction action) => action switch
    {
        PlaceOrder(var order)
            when state.Progress[order] == SagaProgress.Idle
            => model.Orchestrated.Contains(order)
                ? Coordinate(state, order, new SagaEvent.Started())
                : Says(state, order, new SagaEvent.Started()) with
                {
                    Progress = state.Progress.SetItem(order, new(SagaPhase.Running, Stock, 0)),
                },

        HandleAnswer(var order, var answer)
            when model.Orchestrated.Contains(order)
              && state.Said[order].Contains(answer)
              && SagaOrchestration.Awaits(state.Progress[order], answer)
            => Coordinate(state, order, answer),

        TimeOut(var order)
            when model.Orchestrated.Contains(order) && state.Progress[order].Phase == SagaPhase.Running
            => Coordinate(state, order, new SagaEvent.TimedOut()),

        CompleteOrder(var order) => End(model, state, order, SagaOutcome.Completed, SagaPhase.Completed),

        CancelOrder(var order) => End(model, state, order, SagaOutcome.Aborted, SagaPhase.Aborted),

        _ => null,
    };

    private static ShopState? ServiceStep(ShopModel model, ShopState state, ShopAction action) => action switch
    {
        CheckStock(var order)
            when model.Variant == ShopVariant.CheckThenReserve
              && !state.Checked.Contains(order)
              && state.Stock > 0
              && Decide(model, state, order, Stock, ShopRequest.Do, true) is not null
            => state with { Checked = state.Checked.Add(order) },

        ReserveStock(var order)
            when (model.Variant == ShopVariant.CheckThenReserve
                    ? state.Checked.Contains(order)
                    : state.Stock > 0) // StockNonNegativeInv
              && Decide(model, state, order, Stock, ShopRequest.Do, true) is { } reserved
            => reserved with
            {
                Stock = state.Stock - 1, // UnitsConservedInv
                Checked = state.Checked.Remove(order),
            },

        RefuseStock(var order)
            when state.Stock == 0 && !state.Checked.Contains(order)
            => Decide(model, state, order, Stock, ShopRequest.Do, false),

        ReleaseStock(var order)
            when Decide(model, state, order, Stock, ShopRequest.Undo, true) is { } released
            => released with { Stock = state.Stock + 1 }, // UnitsConservedInv

        TakePayment(var order) => Decide(model, state, order, Payment, ShopRequest.Do, true),

        DeclinePayment(var order) => Decide(model, state, order, Payment, ShopRequest.Do, false),

        RefundPayment(var order) => Decide(model, state, order, Payment, ShopRequest.Undo, true),

        ShipOrder(var order) => Decide(model, state, order, Shipping, ShopRequest.Do, true),

        RefuseShipping(var order) => Decide(model, state, order, Shipping, ShopRequest.Do, false),

        RecallParcel(var order) => Decide(model, state, order, Shipping, ShopRequest.Undo, true),

        CancelStep(var order, var step) => Decide(model, state, order, step, ShopRequest.Cancel, false),

        _ => null,
    };

    /// <summary>The coordinator notes an event and sends the command that follows. Source: <c>Shop!Coordinate</c>.</summary>
    private static ShopState Coordinate(ShopState state, OrderId order, SagaEvent noted)
    {
        var next = SagaOrchestration.Apply(Orchestration, state.Progress[order], noted);
        var coordinated = state with { Progress = state.Progress.SetItem(order, next) };
        return SagaOrchestration.CommandOf(next) is { } command
            ? Says(coordinated, order, command)
            : coordinated;
    }

    /// <summary>The customer hears how the order ended. Source: <c>Shop!End</c>.</summary>
    private static ShopState? End(
        ShopModel model, ShopState state, OrderId order, SagaOutcome outcome, SagaPhase phase) =>
        model.Choreographed.Contains(order)
        && state.Progress[order].Phase == SagaPhase.Running
        && state.Said[order].OfType<SagaEvent>().Any(said => SagaChoreography.End(Shipping, said) == outcome)
            ? state with { Progress = state.Progress.SetItem(order, new(phase, 0, 0)) }
            : null;

    /// <summary>Decides what it is asked: decision, effect and word in one transaction. Source: <c>Shop!Decide</c>.</summary>
    private static ShopState? Decide(
        ShopModel model, ShopState state, OrderId order, int step, ShopRequest asked, bool isPossible)
    {
        var isOrchestrated = model.Orchestrated.Contains(order);
        var decided = model.Variant == ShopVariant.NoInbox && asked == ShopRequest.Do
            ? SagaStepStatus.Open
            : state.Decisions[order][step - 1];
        var asking = state.Said[order].Select(message => isOrchestrated ? message : ReadAs(model.Variant, step, message))
            .FirstOrDefault(message => RequestOf(isOrchestrated, step, message) == asked);
        return asking is not null && Decide(step, asking, decided, isPossible) is var (status, effect, word)
            ? Says(state, order, word) with
            {
                Decisions = state.Decisions.SetItem(order, state.Decisions[order].SetItem(step - 1, status)),
                Effects = state.Effects.SetItem(
                    order, state.Effects[order].SetItem(step - 1, state.Effects[order][step - 1] + effect)),
            }
            : null;
    }

    private static ShopState Says(ShopState state, OrderId order, SagaMessage message) =>
        state with { Said = state.Said.SetItem(order, state.Said[order].Add(message)) };

    private static EquatableSet<OrderId> Orders(ShopModel model) => model.Orchestrated.Union(model.Choreographed);
}
