using System.Diagnostics;

namespace Verified.Cli;

/// <summary>This tool in another process, with one part of a workload to do, so that it can be killed.</summary>
/// <remarks>It writes a byte for each append whose outcome it knows, and ends when its standard input does.</remarks>
internal sealed class WorkloadProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly CancellationToken _cancellation;
    private readonly byte[] _byte = new byte[1];
    private readonly Task<string> _errors;

    private WorkloadProcess(Process process, CancellationToken cancellation)
    {
        _process = process;
        _cancellation = cancellation;
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public static WorkloadProcess Start(WorkloadPlan part, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (program, first) = Self();
        var start = new ProcessStartInfo(program, [.. first, WorkloadPartCommand.Name, .. part.ToArguments()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new WorkloadProcess(Process.Start(start)!, cancellation);
    }

    /// <summary>Waits for the next append whose outcome is known; false when the process is at its end.</summary>
    public async Task<bool> ReadAsync() =>
        await _process.StandardOutput.BaseStream.ReadAsync(_byte, _cancellation) == 1;

    /// <summary>Kills the process at once, as no handler of it could tell.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(_cancellation);
    }

    /// <summary>Waits for a process that ends by itself.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync(_cancellation);
        if (_process.ExitCode != 0) await FailAsync();
    }

    /// <summary>The process ended, and should not have.</summary>
    public async Task FailAsync()
    {
        await _process.WaitForExitAsync(_cancellation);
        var errors = (await _errors).Trim();
        if (_process.ExitCode == ExitCode.Violated) throw new WorkloadViolation(errors);
        throw new WorkloadException($"the workload's process ended with {_process.ExitCode}: {errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _errors;
        _process.Dispose();
    }

    /// <summary>How this tool is started: by its own executable, or as an assembly by <c>dotnet</c>.</summary>
    private static (string Program, string[] First) Self()
    {
        var assembly = typeof(WorkloadProcess).Assembly.Location;
        var program = Environment.ProcessPath ?? "dotnet";
        var name = Path.GetFileNameWithoutExtension(program);
        if (assembly.Length == 0 || name == Path.GetFileNameWithoutExtension(assembly)) return (program, []);
        return (name == "dotnet" ? program : "dotnet", [assembly]);
    }
}
