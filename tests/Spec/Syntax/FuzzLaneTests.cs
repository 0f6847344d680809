using System.Diagnostics;
using System.Globalization;
using Verified.Checking.Models;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

/// <summary>Lexer, parser and configuration reader on damaged texts: an answer to each, and soon.</summary>
/// <remarks>
/// A few thousand texts by default. <c>VERIFIED_FUZZ_SECONDS=600</c> goes on for ten minutes, from a seed that
/// <c>VERIFIED_FUZZ_SEED</c> may give; the seed and the round of a failure are printed and find it again.
/// </remarks>
public sealed class FuzzLaneTests
{
    private const int Rounds = 1_500;

    // Texts are a few kilobytes; ten seconds for one is a hang even on a machine that is busy.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static readonly int s_seed = Number("VERIFIED_FUZZ_SEED", 1);
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(Number("VERIFIED_FUZZ_SECONDS", 0));

    [Fact]
    public void Parser_OnDamagedModules_Answers() => Fuzz(
        [.. Seeds("*.tla"), FuzzTests.Specification],
        text =>
        {
            var source = new SourceText("Spec.tla", text);
            var result = TlaParser.Parse(source);
            if (result.IsSuccess) return;
            Require(result.Diagnostics.Length > 0, "no tree and no diagnostic");
            foreach (var diagnostic in result.Diagnostics) RequirePlace(diagnostic, source);
        });

    [Fact]
    public void ConfigReader_OnDamagedConfigurations_Answers() => Fuzz(
        [.. Seeds("*.cfg"), "CONSTANTS a = {1, {b, \"c\"}} F <- [M]G Op(x, 1) = TRUE \\* end\n(* (* *) *) SYMMETRY S VIEW v"],
        text =>
        {
            var source = new SourceText("Spec.cfg", text);
            var (file, problem) = ConfigParser.Parse(source);
            Require(file is null == problem is not null, "a file and a diagnostic, or neither");
            if (problem is not null) RequirePlace(problem, source);
        });

    private static void Fuzz(string[] seeds, Action<string> target)
    {
        var fuzzer = new Fuzzer(seeds, s_seed);
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; round < Rounds || Stopwatch.GetElapsedTime(started) < s_duration; round++)
        {
            var text = fuzzer.Next();
            var begun = Stopwatch.GetTimestamp();
            try
            {
                target(text);
            }
            catch (Exception fault)
            {
                Assert.Fail($"VERIFIED_FUZZ_SEED={s_seed}, round {round}: {fault}\n{Shown(text)}");
            }

            if (Stopwatch.GetElapsedTime(begun) > s_patience)
                Assert.Fail($"VERIFIED_FUZZ_SEED={s_seed}, round {round}: no answer within {s_patience}\n{Shown(text)}");
        }
    }

    private static void RequirePlace(Diagnostic diagnostic, SourceText source)
    {
        Require(diagnostic.Location.Line >= 0 && diagnostic.Location.Line <= source.PositionAt(source.Text.Length).Line,
            $"{diagnostic} is outside of the text");
        Require(DiagnosticRenderer.Render(diagnostic, source).Length > 0, "the diagnostic has no text");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException(what);
    }

    // The project's own specifications, which hold a little of everything that people write.
    private static string[] Seeds(string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root(), "spec", "tla"), pattern)
            .Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(text => text.Length is > 0 and < 20_000),
    ];

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Verified.sln")))
                return folder.FullName;
        throw new InvalidOperationException("no Verified.sln above the tests");
    }

    private static string Shown(string text) => text.Length < 4_000 ? text : $"{text[..2_000]}\n…\n{text[^2_000..]}";

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
