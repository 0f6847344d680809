namespace Verified.Oracle.Rules.Sagas;

/// <summary>Each revision of a saga's state is written once: of two coordinators, one wins.</summary>
/// <remarks>
/// Sound: a save that is <c>ok</c> made this revision, so of two the first is overwritten: the update is lost. A save of unknown
/// outcome may be tried again. Source: <c>SagaOrchestration!MemoryIsLogInv</c>, on <c>EventStore!AppendEvents</c>.
/// </remarks>
internal sealed class OneWriterPerRevision(SagaLog log) : SagaRule(log), ICoordinatorRule
{
    public override string Id => "one-writer-per-revision";

    public override string? NotApplicable => null;

    public void Saved(SagaRecord saga, long revision, uint line)
    {
        Checked++;
        if (!saga.Revisions.TryGetValue(revision, out var first)) return;
        Convict(
            [first, line],
            $"Revision {revision} of saga {NameOf(saga)} was written twice (index {At(first)} and index {At(line)}): the first update is lost.");
    }
}
