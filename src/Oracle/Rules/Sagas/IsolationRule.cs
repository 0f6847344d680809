using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>An anomaly between sagas, which have no isolation by themselves: it is reported, and a violation only where the
/// system declares a countermeasure against it.</summary>
/// <remarks>Rests on what steps say they read and wrote; versions of one thing are 1 apart. Needs lines in the order of time.</remarks>
internal abstract class IsolationRule(SagaLog log, Countermeasures declared) : SagaRule(log), IItemRule
{
    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? NeedsEveryLine
        : (Log.Header.Countermeasures & declared) != 0 ? null
        : Found is { } found ? $"No countermeasure is declared (config.countermeasures). It happened: {found.Sentence}"
        : "no countermeasure is declared (config.countermeasures); it did not happen";

    public virtual void Read(SagaRecord saga, int number, int item, long version, uint line)
    {
    }

    public virtual void Wrote(SagaRecord saga, int number, int item, long version, uint line)
    {
    }

    public virtual void TakenBack(SagaRecord saga, int number, Operation compensation)
    {
    }
}
