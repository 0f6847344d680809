using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Follows the log of a saga in its mirror: the running system refines the specification if each event is a step
/// that the mirror allows, with the same effect and the same word.</summary>
/// <remarks>The order of the log is the order of the steps: a decision, its effect and its word are one append.</remarks>
public static class SagaMirror
{
    /// <summary>Follows a saga that has a coordinator. The mirror's invariants are checked in each state.</summary>
    /// <exception cref="BrokenClaimException">The mirror does not allow an event, or a claim is broken.</exception>
    public static SagaOrchestrationState FollowOrchestration(
        SagaDefinition definition, SagaId saga, IReadOnlyList<RecordedEvent> log)
    {
        var model = new SagaOrchestrationModel(
            definition.Steps.Count, definition.MaxAttempts, int.MaxValue - 1, 0, SagaOrchestrationVariant.Correct);
        var mirror = new MirrorRun<SagaOrchestrationState, SagaOrchestrationAction>(
            SagaOrchestration.Init(model),
            (state, action) => SagaOrchestration.Step(model, state, action),
            state => Check(model, state));
        foreach (var said in SagaSaid.In(log, definition).Where(said => said.Envelope.Saga == saga))
        {
            var before = mirror.State;
            if (said.Envelope.Notice is { } notice)
                CheckNotice(definition, mirror.State, notice);
            else
                mirror.Take(ActionOf(said, mirror.State));
            CheckEffect(said, before.Effect, mirror.State.Effect);
        }

        Claim.Holds(
            mirror.State.Parked == SagaLog.IsParked(definition, saga, log), nameof(SagaOrchestration.StuckIsVisibleInv));
        return mirror.State;
    }

    /// <summary>Follows a saga that has none. The mirror's invariants are checked in each state.</summary>
    /// <exception cref="BrokenClaimException">The mirror does not allow an event, or a claim is broken.</exception>
    public static SagaChoreographyState FollowChoreography(
        SagaDefinition definition, SagaId saga, IReadOnlyList<RecordedEvent> log)
    {
        var model = new SagaChoreographyModel(definition.Steps.Count, 0, SagaChoreographyVariant.Correct);
        var mirror = new MirrorRun<SagaChoreographyState, SagaChoreographyAction>(
            SagaChoreography.Init(model), (state, action) => SagaChoreography.Step(model, state, action), Check);
        foreach (var said in SagaSaid.In(log, definition).Where(said => said.Envelope.Saga == saga))
        {
            if (said.Envelope.Notice is { } notice)
                mirror.Take(notice == SagaEnvelope.Completed
                    ? new SagaChoreographyAction.Complete()
                    : new SagaChoreographyAction.Abort());
            else if (said.Envelope.Message is not SagaEvent.Started)
                React(mirror, said);
        }

        return mirror.State;
    }

    private static SagaOrchestrationAction ActionOf(SagaSaid said, SagaOrchestrationState state) => said switch
    {
        { Envelope.Message: SagaCommand command } => new SagaOrchestrationAction.SendCommand(command),
        { Envelope.Message: SagaEvent.Started } => new SagaOrchestrationAction.Start(),
        { Envelope.Message: SagaEvent.TimedOut } => new SagaOrchestrationAction.TimeOut(),
        { Envelope.Message: SagaEvent.Resumed } => new SagaOrchestrationAction.Resume(),
        { IsRecord: true, Envelope.Message: SagaEvent answer } => new SagaOrchestrationAction.HandleAnswer(answer),
        { Cause: SagaCommand command, Envelope.Message: SagaEvent answer } => DecisionOf(command, answer, state),
        _ => throw new BrokenClaimException($"The log has an answer to no command: {said}."),
    };

    private static SagaOrchestrationAction DecisionOf(SagaCommand command, SagaEvent answer, SagaOrchestrationState state) =>
        (command, answer) switch
        {
            _ when SagaOrchestration.HasDecided(command, state.Status[command.OfStep - 1])
                => new SagaOrchestrationAction.AnswerAgain(command),
            (SagaCommand.Do(var step), SagaEvent.StepDone) => new SagaOrchestrationAction.PerformStep(step),
            (SagaCommand.Do(var step), _) => new SagaOrchestrationAction.RefuseStep(step),
            (SagaCommand.Cancel(var step), _) => new SagaOrchestrationAction.CancelStep(step),
            (SagaCommand.Undo(var step, var attempt), SagaEvent.StepUndone)
                => new SagaOrchestrationAction.UndoStep(step, attempt),
            (SagaCommand.Undo(var step, var attempt), _) => new SagaOrchestrationAction.FailUndo(step, attempt),
            _ => throw new BrokenClaimException($"{answer} is no answer to {command}."),
        };

    private static void React(MirrorRun<SagaChoreographyState, SagaChoreographyAction> mirror, SagaSaid said)
    {
        var (step, _) = SagaText.NumbersOf(said.Envelope.Message!);
        var cause = said.Cause as SagaEvent ?? throw new BrokenClaimException($"The log has a reaction to nothing: {said}.");
        while (mirror.State.Offset[step - 1] < mirror.State.Log.Count
            && mirror.State.Log[mirror.State.Offset[step - 1]] is var read && read != cause)
            mirror.Take(new SagaChoreographyAction.SkipEvent(step, read));
        var before = mirror.State.Effect;
        mirror.Take(said.Envelope.Message switch
        {
            SagaEvent.StepDone => new SagaChoreographyAction.PerformStep(step),
            SagaEvent.StepRefused => new SagaChoreographyAction.RefuseStep(step),
            _ => new SagaChoreographyAction.UndoStep(step, cause),
        });
        CheckEffect(said, before, mirror.State.Effect);
        mirror.Take(new SagaChoreographyAction.Publish(step));
    }

    private static void CheckEffect(SagaSaid said, EquatableArray<int> before, EquatableArray<int> after)
    {
        var change = after.Sum() - before.Sum();
        Claim.Holds(change == said.Envelope.Effect, $"{said.Envelope.Message} changes the effect by {said.Envelope.Effect}, and in the mirror by {change}");
    }

    private static void CheckNotice(SagaDefinition definition, SagaOrchestrationState state, string notice)
    {
        var phase = SagaOrchestration.Replay(definition.Model, state.Log).Phase;
        Claim.Holds(
            phase == notice switch
            {
                SagaEnvelope.Completed => SagaPhase.Completed,
                SagaEnvelope.Aborted => SagaPhase.Aborted,
                _ => SagaPhase.Stuck,
            },
            $"the saga is said to be {notice}, and is {phase}");
    }

    private static void Check(SagaOrchestrationModel model, SagaOrchestrationState state)
    {
        Claim.Holds(SagaOrchestration.AllOrNothingInv(model, state), nameof(SagaOrchestration.AllOrNothingInv));
        Claim.Holds(SagaOrchestration.PrefixInv(state), nameof(SagaOrchestration.PrefixInv));
        Claim.Holds(SagaOrchestration.AtMostOneEffectInv(state), nameof(SagaOrchestration.AtMostOneEffectInv));
        Claim.Holds(SagaOrchestration.StuckIsVisibleInv(model, state), nameof(SagaOrchestration.StuckIsVisibleInv));
        Claim.Holds(
            SagaOrchestration.NoEmptyCompensationInv(state), nameof(SagaOrchestration.NoEmptyCompensationInv));
    }

    private static void Check(SagaChoreographyState state)
    {
        Claim.Holds(SagaChoreography.AllOrNothingInv(state), nameof(SagaChoreography.AllOrNothingInv));
        Claim.Holds(SagaChoreography.PrefixInv(state), nameof(SagaChoreography.PrefixInv));
        Claim.Holds(SagaChoreography.AtMostOneEffectInv(state), nameof(SagaChoreography.AtMostOneEffectInv));
    }
}
