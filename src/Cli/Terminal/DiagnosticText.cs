using Verified.Tla.Source;

namespace Verified.Cli;

/// <summary>Diagnostics as people read them: short paths, the source line, a caret.</summary>
internal static class DiagnosticText
{
    /// <summary>The diagnostic, with its line where one of <paramref name="sources"/> holds it.</summary>
    public static string Render(Diagnostic diagnostic, IEnumerable<SourceText> sources)
    {
        var source = sources.FirstOrDefault(text => text.Path == diagnostic.Location.File);
        return DiagnosticRenderer.Render(diagnostic with { Location = Short(diagnostic.Location) }, source);
    }

    /// <summary>The place with a short path.</summary>
    public static Location Short(Location location) => location with { File = Texts.Short(location.File) };
}
