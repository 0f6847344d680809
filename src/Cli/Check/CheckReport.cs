using Verified.Checking;
using Verified.Tla.Source;

namespace Verified.Cli;

/// <summary>Tells people what checking models found: a line each for a manifest, the whole story for a file.</summary>
internal sealed class CheckReport
{
    private readonly Terminal _terminal;
    private readonly bool _fullStates;
    private readonly int _seed;
    private readonly int _moduleWidth;
    private readonly int _nameWidth;
    private readonly int _resultWidth;
    private int _compared;
    private int _unexpected;
    private double _seconds;

    public CheckReport(Terminal terminal, CheckRequest request, List<SelectedModel> models)
    {
        _terminal = terminal;
        _fullStates = request.FullStates;
        _seed = request.Seed;
        foreach (var model in models)
        {
            if (model.Expected is not { } expected) continue;
            _moduleWidth = Math.Max(_moduleWidth, model.Module.Length);
            _nameWidth = Math.Max(_nameWidth, model.Name.Length);
            _resultWidth = Math.Max(_resultWidth, VerdictText.Of(expected.Result, expected.Property).Length);
        }
    }

    private TextWriter Output => _terminal.Output;

    /// <summary>Writes one result.</summary>
    public void Write(SelectedModel model, CheckResult result)
    {
        if (model.Expected is null)
        {
            WriteWhole(model, result);
            return;
        }

        var isMet = model.Expected.IsMetBy(result);
        _compared++;
        _unexpected += isMet ? 0 : 1;
        _seconds += result.Seconds;
        Output.WriteLine(Row(model, result, isMet));
        if (isMet) return;
        Output.WriteLine($"      expected {VerdictText.Expectation(model.Expected)}");
        WriteEvidence(result);
    }

    /// <summary>Writes the last line about a manifest.</summary>
    public void WriteSummary()
    {
        if (_compared == 0) return;
        var outcome = _unexpected == 0
            ? "each with its expected result"
            : $"{_unexpected} with another result than expected";
        Output.WriteLine($"{Texts.Count(_compared, "model")}, {outcome}; {Texts.Seconds(_seconds)}");
    }

    /// <summary>Writes what is malformed, faulty or refused, where diagnostics go.</summary>
    public void WriteDiagnostics(CheckResult result)
    {
        foreach (var diagnostic in result.Diagnostics)
            _terminal.Error.WriteLine(DiagnosticText.Render(diagnostic, result.Sources));
        foreach (var (definition, call, times) in result.Stack)
            _terminal.Error.WriteLine($"      in {definition}, called at {DiagnosticText.Short(call.Location)}"
                + (times == 1 ? "" : $", {times} times"));
    }

    private string Row(SelectedModel model, CheckResult result, bool isMet) => string.Join("  ",
        isMet ? "ok  " : "FAIL",
        model.Module.PadRight(_moduleWidth),
        model.Name.PadRight(_nameWidth),
        VerdictText.Of(result.Verdict, result.Property).PadRight(_resultWidth),
        $"{Texts.Count(result.Distinct),9} distinct",
        $"{Texts.Count(result.Generated),11} generated",
        $"{Texts.Seconds(result.Seconds),7}");

    private void WriteWhole(SelectedModel model, CheckResult result)
    {
        foreach (var line in result.Printed) Output.WriteLine(line);
        Output.WriteLine($"{Texts.Short(model.ConfigPath)}: {VerdictText.Sentence(result)}");
        WriteEvidence(result);
        foreach (var further in result.Further)
        {
            Output.WriteLine($"{Texts.Short(model.ConfigPath)}: {VerdictText.Sentence(further)}");
            WriteEvidence(further);
        }

        if (!result.Actions.IsEmpty) CoverageText.Write(Output, result);
        foreach (var warning in result.Warnings)
            Output.WriteLine($"  warning: {DiagnosticText.Short(warning.Location)}: {warning.Code}: {warning.Message}");
        if (result.Behaviours > 0)
            Output.WriteLine(
                (result.Trace.IsEmpty
                    ? $"  {Texts.Count(result.Behaviours, "random behaviour")}, {Texts.Count(result.Generated, "state")}, "
                    : $"  random behaviour {Texts.Count(result.Behaviours)}, ")
                + $"seed {_seed}, {Texts.Seconds(result.Seconds)}");
        else if (result.Distinct > 0)
            Output.WriteLine(
                $"  {Texts.Count(result.Distinct, "distinct state")}, {Texts.Count(result.Generated)} generated, "
                + $"depth {result.Depth}, {Texts.Seconds(result.Seconds)}");
    }

    private void WriteEvidence(CheckResult result)
    {
        if (result.FalseConjunct is { } conjunct) WriteConjunct(conjunct);
        WriteDiagnostics(result);
        if (!result.Trace.IsEmpty) TraceText.Write(Output, result, _fullStates);
    }

    private void WriteConjunct(Span conjunct)
    {
        const int MostLines = 12;
        Output.WriteLine($"  false at {DiagnosticText.Short(conjunct.Location)}:");
        var lines = conjunct.Text.ToString().Split('\n');
        for (var i = 0; i < Math.Min(lines.Length, MostLines); i++)
        {
            // Later lines lose the indentation of the place where the first one begins.
            var line = lines[i].TrimEnd('\r');
            var indent = Math.Min(conjunct.Location.Column - 1, line.Length - line.TrimStart().Length);
            Output.WriteLine("    " + (i == 0 ? line : line[indent..]));
        }

        if (lines.Length > MostLines) Output.WriteLine("    …");
    }
}
