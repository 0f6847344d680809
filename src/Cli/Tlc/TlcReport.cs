using System.Text.Json;
using Verified.Checking;

namespace Verified.Cli;

/// <summary>The table of <c>verified tlc</c>, row by row, and its document.</summary>
internal sealed class TlcReport
{
    /// <summary>Of a result that no manifest foretells; a longer one shifts its row.</summary>
    private const int WidthOfOthers = 32;

    private readonly Terminal _terminal;
    private readonly int _nameWidth;
    private readonly int _resultWidth;

    public TlcReport(Terminal terminal, IReadOnlyList<SelectedModel> models)
    {
        _terminal = terminal;
        _nameWidth = models.Max(m => m.Name.Length);
        _resultWidth = models.Max(m => m.Expected is { } expected
            ? VerdictText.Of(expected.Result, expected.Property).Length
            : WidthOfOthers);
    }

    private TextWriter Output => _terminal.Output;

    /// <summary>Writes what the columns are.</summary>
    public void WriteHeading() => Output.WriteLine(Row(
        "", "model", Cells("verified", "distinct", "generated", "time"), Cells("TLC", "distinct", "generated", "time")));

    /// <summary>Writes one model's row, and below it what explains a difference.</summary>
    public void Write(TlcComparison comparison)
    {
        var (ours, theirs) = (comparison.Ours, comparison.Theirs);
        Output.WriteLine(Row(
            comparison.Agrees switch
            {
                true when ours.Verdict == Verdict.Error => "bad", // for both
                true => "ok",
                false => "DIFFER",
                null => "open",
            },
            comparison.Model.Name,
            Cells(VerdictText.Of(ours.Verdict, ours.Property), ours.Distinct, ours.Generated, ours.Seconds),
            Cells(VerdictText.Of(theirs.Verdict, theirs.Property), theirs.Distinct, theirs.Generated, theirs.Seconds)));
        if (comparison.Agrees == true && ours.Verdict != Verdict.Error) return;
        foreach (var diagnostic in ours.Diagnostics)
            Output.WriteLine(Indented($"verified: {DiagnosticText.Render(diagnostic, ours.Sources)}"));
        if (theirs.Message.Length > 0) Output.WriteLine(Indented($"TLC: {theirs.Message}"));
    }

    /// <summary>Writes how many agree.</summary>
    /// <param name="comparisons">What was compared.</param>
    /// <param name="left">How many models were not reached.</param>
    public void WriteSummary(IReadOnlyList<TlcComparison> comparisons, int left)
    {
        var differ = comparisons.Count(c => c.Agrees == false);
        var open = comparisons.Count(c => c.Agrees is null) + left;
        var text = $"{Texts.Count(comparisons.Count + left, "model")}: {comparisons.Count(c => c.Agrees == true)} agree";
        if (differ > 0) text += $", {differ} differ";
        if (open > 0) text += $", {open} open";
        Output.WriteLine(
            $"{text}; verified {Texts.Seconds(comparisons.Sum(c => c.Ours.Seconds))}, "
            + $"TLC {Texts.Seconds(comparisons.Sum(c => c.Theirs.Seconds))}");
    }

    /// <summary>Writes the document of <c>--json</c>.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<TlcComparison> comparisons)
    {
        json.WriteStartArray();
        foreach (var comparison in comparisons)
        {
            json.WriteStartObject();
            json.WriteString("model", Path.GetFileName(comparison.Model.ConfigPath));
            json.WriteString("module", Path.GetFileName(comparison.Model.ModulePath));
            if (comparison.Agrees is { } agrees) json.WriteBoolean("agrees", agrees);
            else json.WriteNull("agrees");
            var (ours, theirs) = (comparison.Ours, comparison.Theirs);
            Write(json, "verified", ours.Verdict, ours.Property, ours.Distinct, ours.Generated, ours.Seconds,
                string.Join('\n', ours.Diagnostics.Select(d => d.Message)));
            Write(json, "tlc", theirs.Verdict, theirs.Property, theirs.Distinct, theirs.Generated, theirs.Seconds,
                theirs.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(
        Utf8JsonWriter json, string of, Verdict verdict, string? property, long? distinct, long? generated,
        double seconds, string message)
    {
        json.WriteStartObject(of);
        json.WriteString("result", VerdictText.Name(verdict));
        json.WriteString("property", property);
        Write(json, "distinct", distinct);
        Write(json, "generated", generated);
        json.WriteNumber("seconds", Math.Round(seconds, 3));
        if (message.Length > 0) json.WriteString("message", message);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private string Row(string mark, string model, string ours, string theirs) =>
        $"{mark,-6}  {model.PadRight(_nameWidth)}  {ours}  | {theirs}".TrimEnd();

    private string Cells(string result, long? distinct, long? generated, double seconds) => Cells(
        result, distinct is { } d ? Texts.Count(d) : "-", generated is { } g ? Texts.Count(g) : "-", Texts.Seconds(seconds));

    private string Cells(string result, string distinct, string generated, string time) =>
        $"{result.PadRight(_resultWidth)}  {distinct,9}  {generated,11}  {time,8}";

    private static string Indented(string text) => "        " + text.ReplaceLineEndings("\n        ");
}
