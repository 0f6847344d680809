using static Verified.Reference.SagaCommand;
using static Verified.Reference.SagaEvent;
using static Verified.Reference.SagaOrchestrationAction;

namespace Verified.Reference;

/// <summary>A saga run by a coordinator, as a pure state machine: the mirror of <c>SagaOrchestration.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says. Pure, so safe to call from many threads.</remarks>
public static partial class SagaOrchestration
{
    public static SagaOrchestrationState Init(SagaOrchestrationModel model) => new(
        Log: [],
        Parked: false,
        Up: true,
        Memory: SagaProgress.Idle,
        Unlogged: [],
        Status: [.. Saga.Steps(model.StepCount).Select(_ => SagaStepStatus.Open)],
        Effect: [.. Saga.Steps(model.StepCount).Select(_ => 0)],
        Network: [],
        UndoFailures: 0,
        Faults: 0);

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    /// <remarks>Every action has one successor at most.</remarks>
    public static SagaOrchestrationState? Step(
        SagaOrchestrationModel model, SagaOrchestrationState state, SagaOrchestrationAction action) =>
        CoordinatorStep(model, state, action) ?? ParticipantStep(model, state, action) ?? action switch
        {
            Lose(var message)
                when state.Network.Contains(message) && state.Faults < model.MaxFaults
                => state with { Network = state.Network.Remove(message), Faults = state.Faults + 1 },

            _ => null,
        };

    private static SagaOrchestrationState? CoordinatorStep(
        SagaOrchestrationModel model, SagaOrchestrationState state, SagaOrchestrationAction action) =>
        action switch
        {
            Start
                when state.Up
                  && (state.Memory.Phase == SagaPhase.Idle // TerminalProp
                      || model.Variant == SagaOrchestrationVariant.DuplicateStart)
                => Handle(model, state, new Started()),

            SendCommand(var command)
                when state.Up && command == CommandOf(state.Memory) && !state.Network.Contains(command)
                => state with { Network = state.Network.Add(command) },

            HandleAnswer(var answer)
                when state.Up && state.Network.Contains(answer) && Awaits(state.Memory, answer)
                => Handle(model, state, answer) with { Network = state.Network.Remove(answer) },

            TimeOut
                when state.Up && state.Memory.Phase == SagaPhase.Running
                => Handle(model, state, new TimedOut()),

            Resume
                when state.Up && state.Memory.Phase == SagaPhase.Stuck
                => Handle(model, state, new Resumed()),

            Crash
                when state.Up && state.Faults < model.MaxFaults
                => state with
                {
                    Up = false,
                    Memory = SagaProgress.Idle,
                    Unlogged = [],
                    Faults = state.Faults + 1,
                },

            Recover
                when !state.Up
                => state with { Up = true, Memory = Replay(model, state.Log) },

            LogLate
                when state.Up && state.Unlogged.Count > 0
                => state with
                {
                    Log = state.Log.Concat(state.Unlogged),
                    Parked = state.Memory.Phase == SagaPhase.Stuck,
                    Unlogged = [],
                },

            _ => null,
        };

    private static SagaOrchestrationState? ParticipantStep(
        SagaOrchestrationModel model, SagaOrchestrationState state, SagaOrchestrationAction action) =>
        action switch
        {
            PerformStep(var step)
                when Decided(state, step) == SagaStepStatus.Open // AtMostOneEffectInv
                => Answer(state, new Do(step), new StepDone(step))?.Decide(step, SagaStepStatus.Done, +1),

            RefuseStep(var step)
                when Decided(state, step) == SagaStepStatus.Open
                => Answer(state, new Do(step), new StepRefused(step))?.Decide(step, SagaStepStatus.Refused, 0),

            CancelStep(var step)
                when Decided(state, step) == SagaStepStatus.Open // else it is too late
                => Answer(state, new Cancel(step), new StepRefused(step))?.Decide(step, SagaStepStatus.Refused, 0),

            UndoStep(var step, var attempt)
                when Decided(state, step) == SagaStepStatus.Done // AtMostOneEffectInv
                => Answer(state, new Undo(step, attempt), new StepUndone(step))
                    ?.Decide(step, SagaStepStatus.Undone, -1),

            FailUndo(var step, var attempt)
                when Decided(state, step) == SagaStepStatus.Done
                  && state.UndoFailures < model.MaxUndoFailures
                  && Answer(state, new Undo(step, attempt), new UndoFailed(step, attempt)) is { } answered
                => answered with { UndoFailures = state.UndoFailures + 1 },

            AnswerAgain(var command)
                when RememberedAnswer(command, Decided(state, command.OfStep)) is { } answer
                => Answer(state, command, answer),

            _ => null,
        };

    /// <summary>Handles an event: log, memory and list change together. Source: <c>SagaOrchestration!Handle</c>.</summary>
    private static SagaOrchestrationState Handle(
        SagaOrchestrationModel model, SagaOrchestrationState state, SagaEvent handled)
    {
        var memory = Apply(model, state.Memory, handled);
        return model.Variant == SagaOrchestrationVariant.HandleBeforeDurable
            ? state with { Memory = memory, Unlogged = state.Unlogged.Append(handled) }
            : state with
            {
                Memory = memory,
                Log = state.Log.Append(handled), // MemoryIsLogInv
                Parked = memory.Phase == SagaPhase.Stuck // StuckIsVisibleInv
                    && model.Variant != SagaOrchestrationVariant.SilentlyStuck,
            };
    }

    /// <summary>Takes the command from the network and answers it; null where it is not there.</summary>
    private static SagaOrchestrationState? Answer(
        SagaOrchestrationState state, SagaCommand command, SagaEvent answer) =>
        state.Network.Contains(command)
            ? state with { Network = state.Network.Remove(command).Add(answer) }
            : null;

    /// <summary>What a participant answers that decided before; null where it is yet to decide.</summary>
    private static SagaEvent? RememberedAnswer(SagaCommand command, SagaStepStatus decided) =>
        (command, decided) switch
        {
            (Undo, SagaStepStatus.Done) => null,
            (Undo(var step, _), _) => new StepUndone(step),
            (_, SagaStepStatus.Open) => null,
            (_, SagaStepStatus.Refused) => new StepRefused(command.OfStep),
            _ => new StepDone(command.OfStep),
        };

    private static SagaStepStatus Decided(SagaOrchestrationState state, int step) => state.Status[step - 1];

    /// <summary>Effect and decision, in one transaction.</summary>
    private static SagaOrchestrationState Decide(
        this SagaOrchestrationState state, int step, SagaStepStatus decision, int effect) =>
        state with
        {
            Status = state.Status.SetItem(step - 1, decision),
            Effect = state.Effect.SetItem(step - 1, state.Effect[step - 1] + effect),
        };
}
