using static Verified.Reference.SagaChoreographyAction;
using static Verified.Reference.SagaEvent;

namespace Verified.Reference;

/// <summary>A saga without a coordinator, as a pure state machine: the mirror of <c>SagaChoreography.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says. Pure, so safe to call from many threads.</remarks>
public static partial class SagaChoreography
{
    public static SagaChoreographyState Init(SagaChoreographyModel model) => new(
        Log: [new Started()],
        Outcome: SagaOutcome.Running,
        Offset: [.. Saga.Steps(model.StepCount).Select(_ => 0)],
        Inbox: [.. Saga.Steps(model.StepCount).Select(_ => default(EquatableSet<SagaEvent>))],
        Outbox: [.. Saga.Steps(model.StepCount).Select(_ => default(EquatableArray<SagaEvent>))],
        Effect: [.. Saga.Steps(model.StepCount).Select(_ => 0)],
        Faults: 0);

    /// <summary>Every action with every argument, in the order of <c>SagaChoreography!Next</c>.</summary>
    public static IEnumerable<SagaChoreographyAction> Actions(SagaChoreographyModel model)
    {
        var steps = Saga.Steps(model.StepCount).ToList();
        var events = Events(model).ToList();
        var positions = Enumerable.Range(1, 1 + 2 * model.StepCount + model.MaxFaults).ToList();
        return
        [
            .. steps.Select(step => new PerformStep(step)),
            .. steps.Select(step => new RefuseStep(step)),
            .. steps.SelectMany(step => events.Select(read => new UndoStep(step, read))),
            .. steps.SelectMany(step => events.Select(read => new SkipEvent(step, read))),
            .. steps.Select(step => new Publish(step)),
            .. steps.Select(step => new PublishUnnoted(step)),
            .. steps.SelectMany(step => positions.Select(position => new Rewind(step, position))),
            new Complete(),
            new Abort(),
        ];
    }

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    /// <remarks>Every action has one successor at most.</remarks>
    public static SagaChoreographyState? Step(
        SagaChoreographyModel model, SagaChoreographyState state, SagaChoreographyAction action) =>
        action switch
        {
            PerformStep(var step) => React(model, state, step, GoesAhead(step), isAble: true),

            RefuseStep(var step) => React(model, state, step, GoesAhead(step), isAble: false),

            UndoStep(var step, var read)
                when GoesBack(step, read)
                => React(model, state, step, read, isAble: true),

            SkipEvent(var step, var read)
                when Reads(state, step, read) && (!Concerns(step, read) || Knows(model, state, step, read))
                => state with { Offset = state.Offset.SetItem(step - 1, state.Offset[step - 1] + 1) },

            Publish(var step)
                when state.Outbox[step - 1] is { Count: > 0 } outbox
                => state with
                {
                    Log = state.Log.Append(outbox[0]),
                    Outbox = state.Outbox.SetItem(step - 1, outbox.Tail()),
                },

            PublishUnnoted(var step)
                when state.Outbox[step - 1] is { Count: > 0 } outbox && state.Faults < model.MaxFaults
                => state with { Log = state.Log.Append(outbox[0]), Faults = state.Faults + 1 },

            Rewind(var step, var position)
                when position <= state.Offset[step - 1] && state.Faults < model.MaxFaults
                => state with
                {
                    Offset = state.Offset.SetItem(step - 1, position - 1),
                    Faults = state.Faults + 1,
                },

            Complete
                when state.Outcome == SagaOutcome.Running && HasEnded(model, state, SagaOutcome.Completed)
                => state with { Outcome = SagaOutcome.Completed },

            Abort
                when state.Outcome == SagaOutcome.Running && HasEnded(model, state, SagaOutcome.Aborted)
                => state with { Outcome = SagaOutcome.Aborted },

            _ => null,
        };

    /// <summary>Reacts to an event, in one transaction: effect, inbox and outbox.</summary>
    private static SagaChoreographyState? React(
        SagaChoreographyModel model, SagaChoreographyState state, int step, SagaEvent read, bool isAble)
    {
        var service = step - 1;
        if (!Reads(state, step, read) || Knows(model, state, step, read)) // AtMostOneEffectInv
            return null;
        var (effect, reaction) = React(step, read, isAble)!;
        return state with
        {
            Effect = state.Effect.SetItem(service, state.Effect[service] + effect),
            Inbox = state.Inbox.SetItem(service, state.Inbox[service].Add(read)),
            Outbox = state.Outbox.SetItem(service, state.Outbox[service].Append(reaction)),
            Offset = state.Offset.SetItem(service, state.Offset[service] + 1),
        };
    }

    /// <summary>The service can read this event next. Source: <c>SagaChoreography!Reads</c>.</summary>
    private static bool Reads(SagaChoreographyState state, int step, SagaEvent read) =>
        state.Offset[step - 1] < state.Log.Count && state.Log[state.Offset[step - 1]] == read;

    private static bool Knows(
        SagaChoreographyModel model, SagaChoreographyState state, int step, SagaEvent read) =>
        model.Variant != SagaChoreographyVariant.NoInbox && state.Inbox[step - 1].Contains(read);

    private static bool HasEnded(
        SagaChoreographyModel model, SagaChoreographyState state, SagaOutcome outcome) =>
        state.Log.Any(published => End(model.StepCount, published) == outcome);

    private static IEnumerable<SagaEvent> Events(SagaChoreographyModel model) =>
    [
        new Started(),
        .. Saga.Steps(model.StepCount).Select(step => new StepDone(step)),
        .. Saga.Steps(model.StepCount).Select(step => new StepRefused(step)),
        .. Saga.Steps(model.StepCount).Select(step => new StepUndone(step)),
    ];
}
