using Verified.Checking;

namespace Verified.Cli;

/// <summary>Tells how often each action was taken, and where its conjuncts stopped it.</summary>
internal static class CoverageText
{
    public static void Write(TextWriter output, CheckResult result)
    {
        var width = result.Actions.Max(a => a.Name.Length);
        output.WriteLine("  action" + new string(' ', width) + "  taken         new");
        foreach (var action in result.Actions)
            output.WriteLine(
                $"    {action.Name.PadRight(width)}  {Texts.Count(action.Taken),9}  {Texts.Count(action.New),9}");
        output.WriteLine("  conjunct reached and true");
        foreach (var conjunct in result.Conjuncts)
            output.WriteLine(
                $"    {Texts.Count(conjunct.Reached),11}  {Texts.Count(conjunct.Passed),11}  "
                + $"{DiagnosticText.Short(conjunct.Span.Location)}: {FirstLine(conjunct.Span.Text)}");
    }

    private static string FirstLine(ReadOnlySpan<char> text)
    {
        const int longest = 60;
        var end = text.IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        return line.Length <= longest && end < 0 ? line.ToString() : $"{line[..Math.Min(line.Length, longest)]}…";
    }
}
