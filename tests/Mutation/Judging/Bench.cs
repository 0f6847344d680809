using Verified.Tests.Mutation.Specifications;

namespace Verified.Tests.Mutation.Judging;

/// <summary>A copy of the specifications in which one module at a time is changed. One for each thread.</summary>
internal sealed class Bench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-mutation-");
    private string? _changed;

    public Bench()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Specifications)) Restore(Path.GetFileName(file));
    }

    /// <summary>Judges a mutant: the first judge that notices decides.</summary>
    /// <param name="mutant">The changed module.</param>
    /// <param name="judges">In the order in which they are asked.</param>
    public Outcome Ask(SpecificationMutant mutant, IEnumerable<Judge> judges)
    {
        var file = mutant.Key.Module + ".tla";
        if (_changed is not null && _changed != file) Restore(_changed);
        _changed = file;
        File.WriteAllText(Path.Combine(_folder.FullName, file), mutant.Text);
        foreach (var (judge, pass) in Judge.InTurn(judges))
            if (judge.Ask(_folder.FullName, pass) is not Outcome.Survived and var outcome)
                return outcome;
        return new Outcome.Survived();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Restore(string file) =>
        File.Copy(Path.Combine(Repository.Specifications, file), Path.Combine(_folder.FullName, file), overwrite: true);
}
