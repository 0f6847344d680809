using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>No saga reads what another wrote and then takes back.</summary>
/// <remarks>The read ended before the compensation began.</remarks>
internal sealed class SagaDirtyRead(SagaLog log) : IsolationRule(log, Countermeasures.DirtyRead)
{
    public override string Id => "saga-dirty-read";

    public override void Read(SagaRecord saga, int number, int item, long version, uint line) => Checked++;

    public override void TakenBack(SagaRecord saga, int number, Operation compensation)
    {
        foreach (var (step, item, version) in saga.Writes)
        {
            if (step != compensation.Step) continue;
            var written = Log.Versions[(item, version)];
            if (written.Writer != number || written.ReaderLine == 0 || written.ReaderLine > compensation.Invoke) continue;
            Convict(
                [written.WriterLine, written.ReaderLine, compensation.Invoke],
                $"Saga {NameOf(Log.Sagas[written.Reader])} read version {version} (index {At(written.ReaderLine)}), which saga {NameOf(saga)} had written (index {At(written.WriterLine)}) and then took back (index {At(compensation.Invoke)}).");
        }
    }
}
