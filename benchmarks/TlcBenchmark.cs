using System.Globalization;
using System.Text.RegularExpressions;

namespace Verified.Benchmarks;

/// <summary>TLC and this checker on the same models: whole processes, in turns, two workers each.</summary>
/// <remarks><c>tlc TOOL MODULE.tla MODULE.cfg [MODULE.tla MODULE.cfg …]</c>, where TOOL is a published <c>verified</c> and
/// the environment names TLC's jar as <c>TLA2TOOLS_JAR</c>. Prints a table in Markdown; ratios above 1 are for TOOL.</remarks>
internal static partial class TlcBenchmark
{
    private const int Rounds = 3;

    // What takes less measures the start of two runtimes.
    private const double LeastSeconds = 5;

    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (Environment.GetEnvironmentVariable("TLA2TOOLS_JAR") is not { } jar || arguments.Length < 3)
        {
            Console.Error.WriteLine("TLA2TOOLS_JAR=… tlc TOOL MODULE.tla MODULE.cfg …");
            return 2;
        }

        Console.WriteLine("| model | distinct | generated | TLC | verified | wall | CPU | memory |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var comparisons = new List<Comparison>();
        for (var i = 1; i + 1 < arguments.Length; i += 2)
        {
            var comparison = Compare(jar, arguments[0], arguments[i], arguments[i + 1]);
            comparisons.Add(comparison);
            Console.WriteLine(comparison.Row);
        }

        Summarise(comparisons);
        return comparisons.TrueForAll(c => c.Agree) ? 0 : 1;
    }

    private static void Summarise(List<Comparison> comparisons)
    {
        var counted = comparisons.FindAll(c => c.Tlc.Seconds > LeastSeconds);
        if (counted.Count == 0) return;
        double Mean(Func<Comparison, double> ratio) => Math.Exp(counted.Average(c => Math.Log(ratio(c))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\nGeometric mean over {counted.Count} models: wall {Mean(c => c.Wall):F1}, CPU {Mean(c => c.Cpu):F1}, memory {Mean(c => c.Memory):F1}."));
        foreach (var wrong in comparisons.Where(c => !c.Agree))
            Console.WriteLine($"DIFFERENT RESULTS: {wrong.Model}");
    }

    private static Comparison Compare(string jar, string tool, string module, string config)
    {
        var (tlc, own) = (new List<ProcessCost>(), new List<ProcessCost>());
        for (var round = 0; round < Rounds; round++)
        {
            own.Add(ProcessCost.Of(tool, ["check", module, "--config", config, "--workers", "2"], "."));
            tlc.Add(Tlc(jar, module, config));
        }

        return new Comparison(
            Path.GetFileNameWithoutExtension(config), ProcessCost.Median(tlc), ProcessCost.Median(own),
            Counts(tlc[0].Output), Counts(own[0].Output));
    }

    private static ProcessCost Tlc(string jar, string module, string config)
    {
        var states = Directory.CreateTempSubdirectory("tlc-states-");
        try
        {
            return ProcessCost.Of("java",
                ["-XX:+UseParallelGC", "-jar", jar, "-workers", "2", "-metadir", states.FullName,
                    "-config", Path.GetFullPath(config), Path.GetFileName(module)],
                Path.GetDirectoryName(Path.GetFullPath(module))!);
        }
        finally
        {
            states.Delete(recursive: true);
        }
    }

    // The last counts that are told; of TLC without those of its progress.
    private static (string Distinct, string Generated) Counts(string output)
    {
        var own = OwnCounts().Match(output);
        if (own.Success) return (own.Groups[1].Value, own.Groups[2].Value);
        var tlc = TlcCounts().Matches(output);
        return tlc.Count == 0 ? ("?", "?") : (Grouped(tlc[^1].Groups[2].Value), Grouped(tlc[^1].Groups[1].Value));
    }

    private static string Grouped(string number) =>
        long.Parse(number, NumberStyles.AllowThousands, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d,]+) distinct states, ([\d,]+) generated")]
    private static partial Regex OwnCounts();

    [GeneratedRegex(@"^([\d,]+) states generated, ([\d,]+) distinct states found", RegexOptions.Multiline)]
    private static partial Regex TlcCounts();

    private sealed record Comparison(
        string Model, ProcessCost Tlc, ProcessCost Own, (string Distinct, string Generated) TlcCounts,
        (string Distinct, string Generated) OwnCounts)
    {
        public bool Agree => TlcCounts == OwnCounts;

        public double Wall => Tlc.Seconds / Own.Seconds;

        public double Cpu => Tlc.CpuSeconds / Own.CpuSeconds;

        public double Memory => (double)Tlc.PeakBytes / Own.PeakBytes;

        public string Row => string.Create(CultureInfo.InvariantCulture,
            $"| {Model} | {OwnCounts.Distinct} | {OwnCounts.Generated} | {Tlc} | {Own} | {Wall:F1}× | {Cpu:F1}× | {Memory:F1}× |");
    }
}
