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
            PerformStep(var step) => React(model, state, step, GoesAhead(step), +1, new StepDone(step)),

            RefuseStep(var step) => React(model, state, step, GoesAhead(step), 0, new StepRefused(step)),

            UndoStep(var step, var read)
                when GoesBack(step, read)
                => React(model, state, step, read, -1, new StepUndone(step)),

            SkipEvent(var step, var read)
                when Reads(state, step, read) && (IsForOthers(step, read) || Knows(model, state, step, read))
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
                when state.Outcome == SagaOutcome.Running
                  && state.Log.Contains(new StepDone(model.StepCount)) // AllOrNothingInv
                => state with { Outcome = SagaOutcome.Completed },

            Abort
                when state.Outcome == SagaOutcome.Running
                  && (state.Log.Contains(new StepRefused(1)) // AllOrNothingInv
                      || state.Log.Contains(new StepUndone(1)))
                => state with { Outcome = SagaOutcome.Aborted },

            _ => null,
        };

    /// <summary>The event on which a service does its step. Source: <c>SagaChoreography!GoesAhead</c>.</summary>
    public static SagaEvent GoesAhead(int step) => step == 1 ? new Started() : new StepDone(step - 1);

    /// <summary>On this event a service takes its step back. Source: <c>SagaChoreography!GoesBack</c>.</summary>
    public static bool GoesBack(int step, SagaEvent read) => read switch
    {
        StepRefused(var refused) => refused == step + 1,
        StepUndone(var undone) => undone == step + 1,
        _ => false,
    };

    /// <summary>Reacts to an event, in one transaction: effect, inbox and outbox.</summary>
    /// <remarks>Source: <c>SagaChoreography!React</c>.</remarks>
    private static SagaChoreographyState? React(
        SagaChoreographyModel model,
        SagaChoreographyState state,
        int step,
        SagaEvent read,
        int effect,
        SagaEvent reaction)
    {
        var service = step - 1;
        if (!Reads(state, step, read) || Knows(model, state, step, read)) // AtMostOneEffectInv
            return null;
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

    private static bool IsForOthers(int step, SagaEvent read) => read != GoesAhead(step) && !GoesBack(step, read);

    private static IEnumerable<SagaEvent> Events(SagaChoreographyModel model) =>
    [
        new Started(),
        .. Saga.Steps(model.StepCount).Select(step => new StepDone(step)),
        .. Saga.Steps(model.StepCount).Select(step => new StepRefused(step)),
        .. Saga.Steps(model.StepCount).Select(step => new StepUndone(step)),
    ];
}
