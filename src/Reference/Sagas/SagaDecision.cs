namespace Verified.Reference;

/// <summary>What a participant does about a command, in one transaction.</summary>
/// <remarks>Source: <c>SagaOrchestration</c>, the participants.</remarks>
/// <param name="Status">What it has decided about its step from now on.</param>
/// <param name="Effect">How the effect changes: +1 is done, −1 is taken back, 0 leaves it as it is.</param>
/// <param name="Answer">What it tells the coordinator.</param>
public sealed record SagaDecision(SagaStepStatus Status, int Effect, SagaEvent Answer);

/// <summary>What a service does about an event it reads, in one transaction.</summary>
/// <remarks>Source: <c>SagaChoreography!React</c>.</remarks>
/// <param name="Effect">How the effect changes: +1 is done, −1 is taken back, 0 leaves it as it is.</param>
/// <param name="Reaction">The event it publishes in turn.</param>
public sealed record SagaReaction(int Effect, SagaEvent Reaction);
