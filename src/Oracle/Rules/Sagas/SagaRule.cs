using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>A property of sagas.</summary>
internal abstract class SagaRule(SagaLog log) : Rule
{
    protected const string NeedsSharedClock = "the history's clock is not shared: its lines are not in the order of time";
    protected const string NeedsEveryLine = "the history is sampled: lines that would explain it may be missing";

    protected SagaLog Log { get; } = log;

    public override string? NotApplicable => Log.Header.Sampled ? NeedsEveryLine : null;

    /// <summary>Stands for the name of a saga.</summary>
    protected static string NameOf(SagaRecord saga) => FormattableString.Invariant($"{{saga@{saga.NamedBy}}}");
}

/// <summary>Hears of starts, saves and ends that were acknowledged.</summary>
internal interface ICoordinatorRule
{
    void Started(SagaRecord saga, int number, Hash128 correlation, uint line)
    {
    }

    /// <summary>The record does not hold it yet.</summary>
    void Saved(SagaRecord saga, long revision, uint line)
    {
    }

    /// <summary>The record does not hold it yet.</summary>
    void Ended(SagaRecord saga, Operation operation, uint line)
    {
    }
}

/// <summary>Hears of steps and compensations that took effect; the record does not hold it yet.</summary>
internal interface IStepRule
{
    void TookEffect(SagaRecord saga, Operation operation, in EffectRecord before, uint line);
}

/// <summary>Hears of what steps and compensations read and wrote; the record does not hold it yet.</summary>
internal interface IItemRule
{
    void Read(SagaRecord saga, int number, int item, long version, uint line)
    {
    }

    void Wrote(SagaRecord saga, int number, int item, long version, uint line)
    {
    }

    /// <summary>A step was taken back.</summary>
    void TakenBack(SagaRecord saga, int number, Operation compensation)
    {
    }
}

/// <summary>Looks at a saga's steps when it has ended, or the history has.</summary>
internal interface ISagaEndRule
{
    void AtEnd(SagaRecord saga, StepRecord[] steps);
}
