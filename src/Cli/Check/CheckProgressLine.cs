using Verified.Checking;

namespace Verified.Cli;

/// <summary>Shows how far the search of a model is: rate, distinct states, queue, depth.</summary>
internal sealed class CheckProgressLine(SelectedModel model, Terminal terminal)
    : IProgress<CheckProgress>, IDisposable
{
    private readonly StatusLine _line = new(terminal);

    public void Report(CheckProgress value)
    {
        var rate = value.Generated / Math.Max(0.001, value.Elapsed.TotalSeconds);
        _line.Show(
            $"{model.Name}: {Texts.Count(value.Distinct)} distinct, {Texts.Count(value.Queue)} in queue, "
            + $"depth {value.Depth}, {Texts.Count((long)rate)} states/s, {Texts.Seconds(value.Elapsed.TotalSeconds)}");
    }

    public void Dispose() => _line.Dispose();
}
