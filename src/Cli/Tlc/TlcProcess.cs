using System.Diagnostics;
using System.Globalization;
using Verified.Checking;

namespace Verified.Cli;

/// <summary>TLC on one model, in a process of its own and on a copy of the files, so that nothing is written beside
/// them.</summary>
internal static class TlcProcess
{
    /// <summary>Runs TLC to its end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the process is gone then.</exception>
    public static async Task<TlcResult> RunAsync(
        TlcTool tool, SelectedModel model, int workers, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("verified-tlc-");
        try
        {
            Copy(model, folder.FullName);
            return await RunAsync(Start(tool, model, workers, folder.FullName), cancellation);
        }
        catch (IOException fault)
        {
            return new TlcResult(Verdict.Error, null, null, null, fault.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TlcResult> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var parser = new TlcOutput();
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line) parser.Add(line);
            await process.WaitForExitAsync(cancellation);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            return parser.Result(process.ExitCode, await errors) with { Seconds = seconds };
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None); // its files are about to be deleted
            }
        }
    }

    private static ProcessStartInfo Start(TlcTool tool, SelectedModel model, int workers, string folder) => new(
        tool.Java,
        [
            "-XX:+UseParallelGC",
            $"-Djava.io.tmpdir={folder}",
            "-cp", tool.Jar, "tlc2.TLC",
            "-tool", "-noGenerateSpecTE", "-cleanup",
            "-workers", workers.ToString(CultureInfo.InvariantCulture),
            "-metadir", Path.Combine(folder, "states"),
            "-config", Path.GetFileName(model.ConfigPath),
            Path.GetFileName(model.ModulePath),
        ])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>The configuration, and all modules beside the model's own: it may extend any of them.</summary>
    private static void Copy(SelectedModel model, string folder)
    {
        var source = Path.GetDirectoryName(Path.GetFullPath(model.ModulePath))!;
        foreach (var module in Directory.EnumerateFiles(source, "*.tla"))
            File.Copy(module, Path.Combine(folder, Path.GetFileName(module)));
        File.Copy(model.ConfigPath, Path.Combine(folder, Path.GetFileName(model.ConfigPath)));
    }
}
