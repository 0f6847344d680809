namespace Verified.Reference;

/// <content>What the business may rely on, under the names of the specification.</content>
public static partial class SagaChoreography
{
    /// <summary>In the end all steps stand, or none does.</summary>
    public static bool AllOrNothingInv(SagaChoreographyState state) => state.Outcome switch
    {
        SagaOutcome.Completed => state.Effect.All(effect => effect == 1),
        SagaOutcome.Aborted => state.Effect.All(effect => effect == 0),
        _ => true,
    };

    /// <summary>A step stands only on those before it, on the way forward and back.</summary>
    public static bool PrefixInv(SagaChoreographyState state) =>
        Saga.IsPrefix(Saga.Standing(state.Effect));

    /// <summary>A step has one effect, which is taken back once.</summary>
    public static bool AtMostOneEffectInv(SagaChoreographyState state) =>
        state.Effect.All(effect => effect is 0 or 1);

    /// <summary>The end is the end, whatever is read again after it.</summary>
    public static bool TerminalProp(SagaChoreographyState state, SagaChoreographyState next) =>
        !Saga.IsFinal(state.Outcome) || (next.Outcome == state.Outcome && next.Effect == state.Effect);
}
