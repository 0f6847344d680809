using System.Globalization;

namespace Verified.Benchmarks;

/// <summary>TLC and this checker on the same models: whole processes, in turns, two workers each.</summary>
/// <remarks>TOOL is a published <c>verified</c>; the environment names TLC's jar as <c>TLA2TOOLS_JAR</c>. Prints a table in
/// Markdown. Both are asked the same question: temporal properties within the constraints of a model.</remarks>
internal sealed class TlcBenchmark
{
    private const string Usage = """
        TLA2TOOLS_JAR=tla2tools.jar … -- tlc TOOL LIST [--root FOLDER]… [--rounds N] [--only TEXT] [--limit SECONDS] [--library FOLDER]
        FOLDER of --library has modules that TLC lacks: TLAPS.tla, for one.
        LIST has a line 'MODULE.tla MODEL.cfg' for each model, relative to one of the roots (default: the folder at hand).
        """;

    // What takes less measures the start of two runtimes.
    private const double LeastSeconds = 5;

    private readonly List<string> _roots = [];
    private string _jar = "";
    private string _tool = "";
    private string _list = "";
    private string _only = "";
    private string _library = "";
    private int _rounds = 3;
    private TimeSpan _limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs the comparison; 1 if a result differs, 2 if the arguments are wrong.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        var benchmark = new TlcBenchmark();
        if (benchmark.Read(arguments)) return benchmark.Run();
        Console.Error.WriteLine(Usage);
        return 2;
    }

    private bool Read(ReadOnlySpan<string> arguments)
    {
        if (Environment.GetEnvironmentVariable("TLA2TOOLS_JAR") is not { } jar || arguments.Length < 2) return false;
        (_jar, _tool, _list) = (Path.GetFullPath(jar), Path.GetFullPath(arguments[0]), arguments[1]);
        for (var i = 2; i + 1 < arguments.Length; i += 2)
            switch (arguments[i])
            {
                case "--root":
                    _roots.Add(arguments[i + 1]);
                    break;
                case "--library":
                    _library = Path.GetFullPath(arguments[i + 1]);
                    break;
                case "--only":
                    _only = arguments[i + 1];
                    break;
                case "--rounds":
                    _rounds = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture);
                    break;
                case "--limit":
                    _limit = TimeSpan.FromSeconds(int.Parse(arguments[i + 1], CultureInfo.InvariantCulture));
                    break;
                default:
                    return false;
            }

        if (_roots.Count == 0) _roots.Add(".");
        return arguments.Length % 2 == 0;
    }

    private int Run()
    {
        var (models, missing) = TlcModel.Read(_list, _roots);
        Console.WriteLine($"{_rounds} run{(_rounds == 1 ? "" : "s")} each, medians; {Machine()}\n");
        Console.WriteLine(TlcComparison.Head);
        var comparisons = new List<TlcComparison>();
        foreach (var model in models.Where(m => m.Name.Contains(_only, StringComparison.OrdinalIgnoreCase)))
        {
            comparisons.Add(Compare(model));
            Console.WriteLine(comparisons[^1].Row);
        }

        Summarise(comparisons);
        foreach (var name in missing) Console.WriteLine($"not found: {name}");
        return comparisons.TrueForAll(c => c.Agree || c.IsRefused || c.IsTlcFault || !c.IsWhole) ? 0 : 1;
    }

    // How busy the machine is says how much the wall times are worth.
    private static string Machine() => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} processors, {Environment.OSVersion.Platform}, .NET {Environment.Version}")
        + (File.Exists("/proc/loadavg") ? $"; load average before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "");

    private static void Summarise(List<TlcComparison> comparisons)
    {
        var finished = comparisons.FindAll(c => c.Tlc.Seconds > LeastSeconds && c.IsWhole && c.Agree);
        Means($"take TLC more than {LeastSeconds:F0} s", finished);
        var counted = comparisons.FindAll(c => finished.Contains(c) || c.IsOnlyTlcStopped);
        if (counted.Count > finished.Count)
            Means("do so if those on which TLC was stopped count with the time until then, which makes the means too low", counted);
        if (comparisons.MinBy(c => c.Own.Seconds) is { } least)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Start-up: {least.Model.Name}, {least.OwnCounts.Distinct} states: {least.Own.Seconds:F2} s wall, {least.Own.CpuSeconds:F2} s CPU, {least.Own.PeakBytes >> 20} MB; TLC {least.Tlc.Seconds:F2} s wall, {least.Tlc.CpuSeconds:F2} s CPU, {least.Tlc.PeakBytes >> 20} MB."));
        foreach (var slower in comparisons.Where(c => !c.IsTlcFault && (c.Wall < 1 || c.Cpu < 1)))
            Console.WriteLine($"slower than TLC: {slower.Model.Name}");
    }

    private static void Means(string which, List<TlcComparison> counted)
    {
        if (counted.Count == 0) return;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\n{counted.Count} models {which}. Geometric means over them: wall {Mean(counted, c => c.Wall):F1}×, CPU {Mean(counted, c => c.Cpu):F1}×, memory {Mean(counted, c => c.Memory):F1}×; the least: wall {counted.Min(c => c.Wall):F1}×, CPU {counted.Min(c => c.Cpu):F1}×, memory {counted.Min(c => c.Memory):F1}×."));
    }

    private static double Mean(List<TlcComparison> counted, Func<TlcComparison, double> ratio) =>
        Math.Exp(counted.Average(c => Math.Log(ratio(c))));

    private TlcComparison Compare(TlcModel model)
    {
        var (tlc, own) = (new List<ProcessCost>(), new List<ProcessCost>());
        for (var round = 0; round < _rounds; round++)
        {
            own.Add(ProcessCost.Of(
                _tool, ["check", model.Module, "--config", model.Config, "--workers", "2", "--within-constraints"], ".", _limit));
            tlc.Add(Tlc(model));
        }

        return new TlcComparison(model, ProcessCost.Median(tlc), ProcessCost.Median(own));
    }

    private ProcessCost Tlc(TlcModel model)
    {
        var states = Directory.CreateTempSubdirectory("tlc-states-");
        try
        {
            return ProcessCost.Of("java",
                ["-XX:+UseParallelGC", "-Dtlc2.tool.impl.Tool.cdot=true", $"-DTLA-Library={_library}", "-jar", _jar, "-workers", "2",
                    "-metadir", states.FullName, "-config", model.Config, Path.GetFileName(model.Module)],
                Path.GetDirectoryName(model.Module)!, _limit);
        }
        finally
        {
            states.Delete(recursive: true);
        }
    }
}
