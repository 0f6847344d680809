namespace Verified.Reference;

/// <content>What the business may rely on, under the names of the specification.</content>
public static partial class SagaOrchestration
{
    /// <summary>In the end all steps stand, or none does.</summary>
    public static bool AllOrNothingInv(SagaOrchestrationModel model, SagaOrchestrationState state) =>
        Replay(model, state.Log).Phase switch
        {
            SagaPhase.Completed => state.Effect.All(effect => effect == 1),
            SagaPhase.Aborted => state.Effect.All(effect => effect == 0),
            _ => true,
        };

    /// <summary>A step stands only on those before it, on the way forward and back.</summary>
    public static bool PrefixInv(SagaOrchestrationState state) => Saga.IsPrefix(Saga.Standing(state.Effect));

    /// <summary>A step has one effect, which is taken back once.</summary>
    public static bool AtMostOneEffectInv(SagaOrchestrationState state) =>
        state.Effect.All(effect => effect is 0 or 1);

    /// <summary>A stuck saga is on the list, and a saga on the list is stuck.</summary>
    public static bool StuckIsVisibleInv(SagaOrchestrationModel model, SagaOrchestrationState state) =>
        state.Parked == (Replay(model, state.Log).Phase == SagaPhase.Stuck);

    /// <summary>The coordinator believes what it has logged, no less and no more.</summary>
    public static bool MemoryIsLogInv(SagaOrchestrationModel model, SagaOrchestrationState state) =>
        !state.Up || state.Memory == Replay(model, state.Log);

    /// <summary>Nothing is compensated that is not done.</summary>
    public static bool NoEmptyCompensationInv(SagaOrchestrationState state) =>
        state.Network.OfType<SagaCommand.Undo>()
            .All(undo => Decided(state, undo.Step) is SagaStepStatus.Done or SagaStepStatus.Undone);

    /// <summary>The end is the end: also late messages change nothing.</summary>
    public static bool TerminalProp(
        SagaOrchestrationModel model, SagaOrchestrationState state, SagaOrchestrationState next)
    {
        var phase = Replay(model, state.Log).Phase;
        return phase is not (SagaPhase.Completed or SagaPhase.Aborted)
            || (Replay(model, next.Log).Phase == phase && next.Effect == state.Effect);
    }
}
