using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>No saga reads something twice and finds what another wrote in between.</summary>
internal sealed class SagaFuzzyRead(SagaLog log) : IsolationRule(log, Countermeasures.FuzzyRead)
{
    public override string Id => "saga-fuzzy-read";

    public override void Read(SagaRecord saga, int number, int item, long version, uint line)
    {
        Checked++;
        if (!saga.Known.TryGetValue(item, out var known) || known.Version == version || known.Line == line) return;
        if (Log.Versions.TryGetValue((item, version), out var written) && written.Writer == number) return;
        Convict(
            [known.Line, line],
            $"Saga {NameOf(saga)} knew version {known.Version} (index {At(known.Line)}), and then read version {version} (index {At(line)}), which another had written in between.");
    }
}
