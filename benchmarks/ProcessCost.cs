using System.Diagnostics;
using System.Globalization;

namespace Verified.Benchmarks;

/// <summary>What a whole process cost.</summary>
/// <param name="Seconds">Wall time, start and end of the process included.</param>
/// <param name="CpuSeconds">Of all its threads.</param>
/// <param name="PeakBytes">The most memory that it had resident.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="IsStopped">It was stopped at the limit.</param>
/// <param name="Output">What it wrote.</param>
internal sealed record ProcessCost(
    double Seconds, double CpuSeconds, long PeakBytes, int ExitCode, bool IsStopped, string Output)
{
    private const int SampleMs = 10;

    /// <summary>Runs a program to its end, or for no longer than the limit.</summary>
    public static ProcessCost Of(string program, IEnumerable<string> arguments, string folder, TimeSpan limit)
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
                cpu = process.TotalProcessorTime;
                // Of a process that has just ended it is 0.
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It has just ended; the last sample is a few milliseconds old.
            }
        }
        while (!process.WaitForExit(SampleMs) && Stopwatch.GetElapsedTime(started) < limit);
        var isStopped = !process.HasExited;
        if (isStopped) process.Kill(entireProcessTree: true);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.WaitForExit();
        return new ProcessCost(
            seconds, cpu.TotalSeconds, peak, process.ExitCode, isStopped,
            output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    /// <summary>The median of each cost; the rest is the first run's.</summary>
    public static ProcessCost Median(IReadOnlyList<ProcessCost> runs)
    {
        var middle = runs.Count / 2;
        return runs[0] with
        {
            Seconds = runs.Select(r => r.Seconds).Order().ElementAt(middle),
            CpuSeconds = runs.Select(r => r.CpuSeconds).Order().ElementAt(middle),
            PeakBytes = runs.Select(r => r.PeakBytes).Order().ElementAt(middle),
        };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Seconds:F1} s, {CpuSeconds:F1} s CPU, {PeakBytes >> 20} MB");
}
