namespace Verified.Cli;

/// <summary>One line at the bottom that says how far a command is; nothing where nobody watches.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class StatusLine(Terminal terminal) : IDisposable
{
    private const string Clear = "\r\e[K";

    private readonly Lock _gate = new();
    private bool _isShown;

    /// <summary>Replaces the line.</summary>
    public void Show(string text)
    {
        if (!terminal.IsWatched) return;
        lock (_gate)
        {
            var fitting = text.Length < terminal.Width ? text : text[..(terminal.Width - 1)];
            terminal.Error.Write(Clear + fitting);
            _isShown = true;
        }
    }

    /// <summary>Removes the line, so that a result can be written.</summary>
    public void Remove()
    {
        lock (_gate)
        {
            if (_isShown) terminal.Error.Write(Clear);
            _isShown = false;
        }
    }

    public void Dispose() => Remove();
}
