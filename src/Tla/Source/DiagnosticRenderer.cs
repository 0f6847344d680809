using System.Globalization;
using System.Text;

namespace Verified.Tla.Source;

/// <summary>Prints a diagnostic with the line it is about and a caret under the place.</summary>
public static class DiagnosticRenderer
{
    /// <summary>Longer lines are cut to a window of this many characters around the
    /// place.</summary>
    private const int Width = 100;

    /// <summary>The diagnostic, then line and caret where <paramref name="source"/> has them. Ends
    /// without a line break.</summary>
    public static string Render(Diagnostic diagnostic, SourceText? source)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        var (_, number, column) = diagnostic.Location;
        if (source is null || number < 1) return diagnostic.ToString();
        var line = source.Line(number);
        var place = Math.Min(column - 1, line.Length);
        var start = line.Length <= Width ? 0 : Math.Max(0, Math.Min(place - (Width / 2), line.Length - Width));
        var end = Math.Min(line.Length, start + Width);
        var margin = string.Create(CultureInfo.InvariantCulture, $"{number,5} | ");
        var text = new StringBuilder(diagnostic.ToString()).Append('\n').Append(margin);
        AppendVisible(text, line[start..end], start > 0, end < line.Length);
        text.Append('\n').Append(' ', margin.Length - 2).Append("| ");
        AppendBlank(text, line[start..place], start > 0);
        return text.Append('^').ToString();
    }

    private static void AppendVisible(StringBuilder text, ReadOnlySpan<char> line, bool isCutBefore, bool isCutAfter)
    {
        if (isCutBefore) text.Append('…');
        foreach (var c in line)
            text.Append(char.IsControl(c) && c != '\t' ? '\uFFFD' : c);
        if (isCutAfter) text.Append('…');
    }

    /// <summary>As wide as the text before the place: tabs stay tabs, a surrogate pair counts
    /// once.</summary>
    private static void AppendBlank(StringBuilder text, ReadOnlySpan<char> before, bool isCutBefore)
    {
        if (isCutBefore) text.Append(' ');
        foreach (var c in before)
            if (!char.IsLowSurrogate(c))
                text.Append(c == '\t' ? '\t' : ' ');
    }
}
