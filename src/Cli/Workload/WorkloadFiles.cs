namespace Verified.Cli;

/// <summary>The files of a workload: those that were asked for, the rest in a temporary folder.</summary>
/// <remarks>The folder goes with this object, unless the history in it is to be kept.</remarks>
internal sealed class WorkloadFiles(string? history, string? database) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-");

    public string History => history is null ? Path.Combine(_folder.FullName, "history.ndjson") : Path.GetFullPath(history);

    public string Database => database is null ? Path.Combine(_folder.FullName, "shop.db") : Path.GetFullPath(database);

    public string Checkpoints => Path.Combine(_folder.FullName, "checkpoints");

    /// <summary>Whether the history stays past the end of this object; one that was asked for does anyway.</summary>
    public bool KeepsHistory { get; set; }

    public void Dispose()
    {
        if (!KeepsHistory || history is not null || !File.Exists(History))
        {
            _folder.Delete(recursive: true);
            return;
        }

        foreach (var file in _folder.EnumerateFiles())
            if (file.FullName != History)
                file.Delete();
        if (Directory.Exists(Checkpoints)) Directory.Delete(Checkpoints, recursive: true);
    }
}
