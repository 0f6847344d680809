using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

/// <summary>The sketches beside the repository, where they are.</summary>
public sealed class SketchTests
{
    [SketchFact]
    public void Parse_EverySketch_IsReadAndPrintsStably()
    {
        foreach (var path in Directory.GetFiles(SketchFactAttribute.Folder!, "*.tla"))
        {
            var file = SourceFile.Read(path);
            Assert.True(file.IsRead, file.Diagnostic?.ToString());
            var printed = SyntaxPrinter.Print(Read(file.Text));
            Assert.Equal(printed, SyntaxPrinter.Print(Read(new SourceText(path, printed))));
        }
    }

    private static ModuleSyntax Read(SourceText source)
    {
        var result = TlaParser.Parse(source);
        Assert.True(result.IsSuccess, result.IsSuccess ? null : result.Diagnostics[0].ToString());
        return result.Value;
    }

    /// <summary>Skips, with the reason, where the folder is absent.</summary>
    private sealed class SketchFactAttribute : FactAttribute
    {
        public SketchFactAttribute()
        {
            if (Folder is null)
                Skip = Requirement.Skip("sketches", "There is no folder ../shared/sketches beside the repository.");
        }

        public static string? Folder { get; } = Find();

        private static string? Find()
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (!File.Exists(Path.Combine(folder.FullName, "Verified.sln"))) continue;
                var sketches = Path.Combine(folder.FullName, "..", "shared", "sketches");
                return Directory.Exists(sketches) ? sketches : null;
            }

            return null;
        }
    }
}
