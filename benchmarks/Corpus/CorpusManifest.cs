using System.Globalization;
using System.Text.Json;

namespace Verified.Corpus;

/// <summary>A model of the corpus, with what its manifest records of a run of TLC.</summary>
/// <param name="Name">The path of the configuration, relative to <c>specifications/</c>.</param>
/// <param name="Module">The module's file.</param>
/// <param name="Config">The configuration's file.</param>
/// <param name="Result">TLC's verdict, in this tool's words.</param>
/// <param name="Distinct">Distinct states, or null where none are recorded.</param>
/// <param name="Generated">Generated states, likewise.</param>
/// <param name="Workers">How many threads it must be checked with, or null.</param>
internal sealed record CorpusModel(
    string Name, string Module, string Config, string Result, long? Distinct, long? Generated, int? Workers);

/// <summary>Reads the manifests of a corpus.</summary>
internal static class CorpusManifest
{
    /// <summary>The models that TLC explores exhaustively within <paramref name="longest"/>, in the order of their paths.</summary>
    public static CorpusModel[] Models(string corpus, TimeSpan longest)
    {
        var models = new List<CorpusModel>();
        var folder = Path.Combine(corpus, "specifications");
        foreach (var manifest in Directory.EnumerateFiles(folder, "manifest.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            foreach (var module in document.RootElement.GetProperty("modules").EnumerateArray())
                foreach (var model in module.GetProperty("models").EnumerateArray())
                    if (IsExhaustive(model) && Runtime(model) <= longest)
                        models.Add(Read(corpus, module, model));
        }

        return [.. models.OrderBy(m => m.Name, StringComparer.Ordinal)];
    }

    private static CorpusModel Read(string corpus, JsonElement module, JsonElement model)
    {
        var config = model.GetProperty("path").GetString()!;
        return new CorpusModel(
            config.StartsWith("specifications/", StringComparison.Ordinal) ? config["specifications/".Length..] : config,
            Path.Combine(corpus, module.GetProperty("path").GetString()!),
            Path.Combine(corpus, config),
            Verdict(model.GetProperty("result").GetString()!),
            Count(model, "distinctStates"),
            Count(model, "totalStates"),
            (int?)Count(model, "workers"));
    }

    private static bool IsExhaustive(JsonElement model) =>
        model.GetProperty("mode") is { ValueKind: JsonValueKind.String } mode && mode.ValueEquals("exhaustive search");

    private static TimeSpan Runtime(JsonElement model) =>
        TimeSpan.TryParse(model.GetProperty("runtime").GetString(), CultureInfo.InvariantCulture, out var time)
            ? time
            : TimeSpan.MaxValue;

    private static string Verdict(string result) => result switch
    {
        "success" => "holds",
        "safety failure" or "liveness failure" => "violated",
        "deadlock failure" => "deadlock",
        "assumption failure" => "assumption",
        _ => result,
    };

    private static long? Count(JsonElement model, string name) =>
        model.TryGetProperty(name, out var count) && count.TryGetInt64(out var number) ? number : null;
}
