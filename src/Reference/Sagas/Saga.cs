using static Verified.Reference.SagaAction;

namespace Verified.Reference;

/// <summary>What any way of running a saga promises, as a pure state machine: the mirror of <c>Saga.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says. Pure, so safe to call from many threads.</remarks>
public static class Saga
{
    public static SagaState Init(SagaModel model) => new([], SagaOutcome.Running);

    /// <summary>Every action with every argument, in the order of <c>Saga!Next</c>.</summary>
    public static IEnumerable<SagaAction> Actions(SagaModel model) =>
    [
        .. Steps(model.StepCount).Select(step => new Forward(step)),
        new Fail(),
        .. Steps(model.StepCount).Select(step => new Compensate(step)),
        new Complete(),
        new Abort(),
        new Park(),
        new Resume(),
    ];

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    public static SagaState? Step(SagaModel model, SagaState state, SagaAction action) => action switch
    {
        Forward(var step)
            when state.Outcome == SagaOutcome.Running
              && !state.Standing.Contains(step)
              && Steps(step - 1).All(state.Standing.Contains) // PrefixInv
            => state with { Standing = state.Standing.Add(step) },

        Fail
            when state.Outcome == SagaOutcome.Running
            => state with { Outcome = SagaOutcome.Compensating },

        Compensate(var step)
            when state.Outcome is SagaOutcome.Compensating or SagaOutcome.Stuck
              && state.Standing.Contains(step)
              && (!state.Standing.Contains(step + 1) // PrefixInv
                  || model.Variant == SagaVariant.CompensateInAnyOrder)
            => state with { Standing = state.Standing.Remove(step) },

        Complete
            when state.Outcome == SagaOutcome.Running
              && state.Standing.Count == model.StepCount // AllOrNothingInv
            => state with { Outcome = SagaOutcome.Completed },

        Abort
            when state.Outcome == SagaOutcome.Compensating
              && state.Standing.Count == 0 // AllOrNothingInv
            => state with { Outcome = SagaOutcome.Aborted },

        Park
            when model.MayStick && state.Outcome == SagaOutcome.Compensating
            => state with { Outcome = SagaOutcome.Stuck },

        Resume
            when state.Outcome == SagaOutcome.Stuck
            => state with { Outcome = SagaOutcome.Compensating },

        _ => null,
    };

    /// <summary>In the end all steps stand, or none does.</summary>
    public static bool AllOrNothingInv(SagaModel model, SagaState state) => state.Outcome switch
    {
        SagaOutcome.Completed => state.Standing == EquatableSet.From(Steps(model.StepCount)),
        SagaOutcome.Aborted => state.Standing.Count == 0,
        _ => true,
    };

    /// <summary>A step stands only on those before it, on the way forward and back.</summary>
    public static bool PrefixInv(SagaState state) => IsPrefix(state.Standing);

    /// <summary>The end is the end.</summary>
    public static bool TerminalProp(SagaState state, SagaState next) =>
        !IsFinal(state.Outcome) || next == state;

    /// <summary>Ended for ever. Source: <c>Saga!Final</c>.</summary>
    public static bool IsFinal(SagaOutcome outcome) =>
        outcome is SagaOutcome.Completed or SagaOutcome.Aborted;

    /// <summary>The first <paramref name="count"/> steps: <c>1 .. count</c>.</summary>
    internal static IEnumerable<int> Steps(int count) => Enumerable.Range(1, count);

    /// <summary>The steps whose effect stands, once or more often.</summary>
    internal static EquatableSet<int> Standing(EquatableArray<int> effect) =>
        EquatableSet.From(Steps(effect.Count).Where(step => effect[step - 1] > 0));

    /// <summary>The steps are the first ones, without a gap.</summary>
    internal static bool IsPrefix(EquatableSet<int> steps) => steps == EquatableSet.From(Steps(steps.Count));
}
