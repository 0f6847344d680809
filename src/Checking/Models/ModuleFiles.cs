using Verified.Tla.Semantics;
using Verified.Tla.Source;

namespace Verified.Checking.Models;

/// <summary>Finds modules as files: beside the root module, then in library folders, in their order.</summary>
public sealed class ModuleFiles(IReadOnlyList<string> folders) : IModuleSource
{
    /// <inheritdoc/>
    public (SourceText? Text, Diagnostic? Problem) Find(string module)
    {
        foreach (var folder in folders)
        {
            var path = Path.Combine(folder, module + ".tla");
            if (!File.Exists(path)) continue;
            var file = SourceFile.Read(path);
            return (file.Text, file.Diagnostic);
        }

        return (null, null);
    }
}
