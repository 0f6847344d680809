using System.Diagnostics;
using System.Globalization;

namespace Verified.Benchmarks;

/// <summary>What a whole process cost.</summary>
/// <param name="Seconds">Wall time, start and end of the process included.</param>
/// <param name="CpuSeconds">Of all its threads.</param>
/// <param name="PeakBytes">The most memory that it had resident.</param>
internal sealed record ProcessCost(double Seconds, double CpuSeconds, long PeakBytes, string Output)
{
    private const int SampleMs = 10;

    /// <summary>Runs a program to its end.</summary>
    public static ProcessCost Of(string program, IEnumerable<string> arguments, string folder)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (cpu, peak) = (TimeSpan.Zero, 0L);
        do
        {
            try
            {
                process.Refresh();
                (cpu, peak) = (process.TotalProcessorTime, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It has just ended; the last sample is a few milliseconds old.
            }
        }
        while (!process.WaitForExit(SampleMs));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new ProcessCost(seconds, cpu.TotalSeconds, peak, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    /// <summary>The median of each cost.</summary>
    public static ProcessCost Median(IReadOnlyCollection<ProcessCost> runs)
    {
        var middle = runs.Count / 2;
        return new ProcessCost(
            runs.Select(r => r.Seconds).Order().ElementAt(middle),
            runs.Select(r => r.CpuSeconds).Order().ElementAt(middle),
            runs.Select(r => r.PeakBytes).Order().ElementAt(middle), "");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Seconds:F1} s, {CpuSeconds:F1} s CPU, {PeakBytes >> 20} MB");
}
