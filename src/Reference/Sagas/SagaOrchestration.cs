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
            Start => Handle(model, state, new Started()),

            SendCommand(var command)
                when state.Up && command == CommandOf(state.Memory) && !state.Network.Contains(command)
                => state with { Network = state.Network.Add(command) },

            HandleAnswer(var answer)
                when state.Network.Contains(answer) && Handle(model, state, answer) is { } handled
                => handled with { Network = state.Network.Remove(answer) },

            TimeOut => Handle(model, state, new TimedOut()),

            Resume => Handle(model, state, new Resumed()),

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
                when !HasDecided(state, new Do(step))
                => Participate(state, new Do(step), isAble: true),

            RefuseStep(var step)
                when !HasDecided(state, new Do(step))
                => Participate(state, new Do(step), isAble: false),

            CancelStep(var step)
                when !HasDecided(state, new Cancel(step)) // else it is too late
                => Participate(state, new Cancel(step), isAble: true),

            UndoStep(var step, var attempt)
                when !HasDecided(state, new Undo(step, attempt))
                => Participate(state, new Undo(step, attempt), isAble: true),

            FailUndo(var step, var attempt)
                when !HasDecided(state, new Undo(step, attempt))
                  && state.UndoFailures < model.MaxUndoFailures
                  && Participate(state, new Undo(step, attempt), isAble: false) is { } failed
                => failed with { UndoFailures = state.UndoFailures + 1 },

            AnswerAgain(var command)
                when HasDecided(state, command)
                => Participate(state, command, isAble: true),

            _ => null,
        };

    /// <summary>Handles an event: log, memory and list change together. Source: <c>SagaOrchestration!Handle</c>.</summary>
    private static SagaOrchestrationState? Handle(
        SagaOrchestrationModel model, SagaOrchestrationState state, SagaEvent happened)
    {
        if (!state.Up || Handle(model, state.Memory, happened) is not { } memory)
            return null;
        return model.Variant == SagaOrchestrationVariant.HandleBeforeDurable
            ? state with { Memory = memory, Unlogged = state.Unlogged.Append(happened) }
            : state with
            {
                Memory = memory,
                Log = state.Log.Append(happened), // MemoryIsLogInv
                Parked = memory.Phase == SagaPhase.Stuck // StuckIsVisibleInv
                    && model.Variant != SagaOrchestrationVariant.SilentlyStuck,
            };
    }

    /// <summary>Takes the command from the network, does what <see cref="Decide"/> says, and answers; null where the
    /// command is not there.</summary>
    private static SagaOrchestrationState? Participate(
        SagaOrchestrationState state, SagaCommand command, bool isAble)
    {
        if (!state.Network.Contains(command))
            return null;
        var step = command.OfStep - 1;
        var decision = Decide(command, state.Status[step], isAble);
        return state with
        {
            Status = state.Status.SetItem(step, decision.Status),
            Effect = state.Effect.SetItem(step, state.Effect[step] + decision.Effect),
            Network = state.Network.Remove(command).Add(decision.Answer),
        };
    }

    private static bool HasDecided(SagaOrchestrationState state, SagaCommand command) =>
        HasDecided(command, Decided(state, command.OfStep));

    private static SagaStepStatus Decided(SagaOrchestrationState state, int step) => state.Status[step - 1];
}
