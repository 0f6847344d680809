using System.Runtime.InteropServices;
using System.Text;

namespace Verified.Cli;

/// <summary>Where a command writes, whether a person is watching, and Ctrl-C.</summary>
/// <param name="output">For results.</param>
/// <param name="error">For progress and diagnostics.</param>
/// <param name="isWatched">A person sees <paramref name="error"/> as it comes: progress is worth showing.</param>
/// <param name="width">Columns of <paramref name="output"/>.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isWatched = false, int width = 120)
    : IDisposable
{
    private readonly CancellationTokenSource _interrupted = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    public bool IsWatched { get; } = isWatched;

    public int Width { get; } = width;

    /// <summary>Cancelled by the first Ctrl-C; the second one ends the process.</summary>
    public CancellationToken Cancellation => _interrupted.Token;

    /// <summary>The terminal this process was started from.</summary>
    public static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { NewLine = "\n", AutoFlush = true };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { NewLine = "\n", AutoFlush = true };
        var terminal = new Terminal(
            TextWriter.Synchronized(output),
            TextWriter.Synchronized(error),
            !Console.IsErrorRedirected && !Console.IsOutputRedirected,
            Console.IsOutputRedirected ? 120 : Math.Max(80, Console.WindowWidth));
        terminal.Watch(PosixSignal.SIGINT);
        terminal.Watch(PosixSignal.SIGTERM);
        return terminal;
    }

    /// <summary>Stops the command as Ctrl-C does.</summary>
    public void Interrupt() => _interrupted.Cancel();

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        Output.Flush();
        Error.Flush();
        _interrupted.Dispose();
    }

    private void Watch(PosixSignal signal) => _signals.Add(PosixSignalRegistration.Create(signal, context =>
    {
        if (_interrupted.IsCancellationRequested) return; // the default action ends the process
        context.Cancel = true;
        _interrupted.Cancel();
    }));
}
