using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>No saga overwrites what another wrote since it looked.</summary>
/// <remarks>
/// A saga that knows version r of something (it read or wrote it last) writes version w, and version w − 1, above r, is
/// another saga's. A write that rests on what the same operation read lists that under <c>reads</c>.
/// </remarks>
internal sealed class SagaLostUpdate(SagaLog log) : IsolationRule(log, Countermeasures.LostUpdate)
{
    public override string Id => "saga-lost-update";

    public override void Wrote(SagaRecord saga, int number, int item, long version, uint line)
    {
        if (!saga.Known.TryGetValue(item, out var known)) return;
        Checked++;
        if (known.Version >= version - 1) return;
        if (!Log.Versions.TryGetValue((item, version - 1), out var other) || other.Writer == number) return;
        Convict(
            [known.Line, other.WriterLine, line],
            $"Saga {NameOf(saga)} wrote version {version} (index {At(line)}) knowing version {known.Version} (index {At(known.Line)}), and so lost the update of saga {NameOf(Log.Sagas[other.Writer])} in between (index {At(other.WriterLine)}).");
    }
}
