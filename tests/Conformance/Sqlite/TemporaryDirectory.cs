namespace Verified.Tests.Conformance;

/// <summary>A directory of its own for one test; removed with all it holds.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("verified-").FullName;

    public string File(string name = "log.db") => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
