using System.Globalization;
using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>The diagnostics of lexer and parser: every text a person can meet here, in one
/// place.</summary>
internal static class SyntaxErrors
{
    public const string UnexpectedCode = "VTL0101";

    public static Diagnostic Unexpected(Span found, string description, string expected) =>
        new(UnexpectedCode, found.Location, $"found {description}", expected);

    public static Diagnostic NoModule(SourceText source) =>
        new("VTL0102", new Location(source.Path, 0, 0), "the file has no module", "'---- MODULE Name ----'");

    public static Diagnostic UnclosedModule(Span end, NameSyntax module) =>
        new("VTL0103", end.Location, $"module '{module}' has no end", "a line '===='");

    public static Diagnostic UnclosedComment(SourceText source, int offset) =>
        new("VTL0104", At(source, offset), "the comment that opens here is never closed", "'*)'");

    public static Diagnostic UnclosedString(SourceText source, int offset) =>
        new("VTL0105", At(source, offset), "the string that opens here is not closed on its line", "'\"'");

    public static Diagnostic UnknownEscape(SourceText source, int offset) =>
        new("VTL0106", At(source, offset), $"'\\{RuneAt(source.Text, offset + 1)}' is no escape in a string",
            "one of '\\\"', '\\\\', '\\n', '\\t', '\\r', '\\f'; '\\\\' is a backslash");

    public static Diagnostic UnknownCharacter(SourceText source, int offset) =>
        new("VTL0107", At(source, offset), $"{DescribeRune(source.Text, offset)} means nothing in TLA+");

    public static Diagnostic Unclosed(Span found, string description, Span opener, string closer) =>
        new("VTL0108", found.Location, $"found {description}",
            $"'{closer}' to close the '{opener.Text}' at {Place(opener)}");

    public static Diagnostic EqualsForDefinition(Span equals) =>
        new("VTL0109", equals.Location, "found '='", "'==' (a definition); '=' compares");

    public static Diagnostic KeywordAsName(Span keyword) =>
        new("VTL0110", keyword.Location, $"'{keyword.Text}' is a keyword and cannot be a name", "an identifier");

    public static Diagnostic PrecedenceConflict(Span left, Span right) =>
        new("VTL0111", right.Location,
            $"'{left.Text}' at {Place(left)} and '{right.Text}' have no order of precedence between them",
            "parentheses that say which comes first");

    public static Diagnostic MixedJunctions(Span left, Span right) =>
        new("VTL0112", right.Location,
            $"'{left.Text}' at {Place(left)} and '{right.Text}' are mixed without parentheses",
            "parentheses, or lists in separate columns");

    public static Diagnostic MisplacedLambda(Span lambda) =>
        new("VTL0113", lambda.Location, "LAMBDA stands where a value belongs",
            "LAMBDA only as an argument of an operator or behind '<-'");

    public static Diagnostic BadLabel(Span label) =>
        new("VTL0114", label.Location, "'::' does not follow a label", "'name ::' or 'name(x, y) ::'");

    public static Diagnostic LabelChangesMeaning(Span label, Span left) =>
        new("VTL0114", label.Location,
            $"without this label '{left.Text}' at {Place(left)} would take only a part of what follows it",
            "parentheses around the labelled expression");

    public static Diagnostic Outdented(Span found, string description, Span bullet, int bulletColumn) =>
        new("VTL0115", found.Location,
            $"{description} is not to the right of the '{bullet.Text}' at {Place(bullet)}, so it ends that list",
            Invariant($"the rest of the list item right of column {bulletColumn}"));

    public static Diagnostic NumberTooLong(Span number, int limit) =>
        new("VTL0116", number.Location, Invariant($"the number has {number.End - number.Start} digits"),
            Invariant($"at most {limit}"));

    public static Diagnostic ProofStep(Span step, string message, string? expected = null) =>
        new("VTL0117", step.Location, $"'{step.Text}' {message}", expected);

    public static Diagnostic MisplacedLocal(Span local) =>
        new("VTL0118", local.Location, "LOCAL cannot stand here",
            "LOCAL only before a definition or INSTANCE of a module");

    public static Diagnostic UnexpectedInExpression(Span found, string description) =>
        new("VTL0119", found.Location, $"found {description} behind a complete expression",
            "an operator, a new definition or '===='");

    public static Diagnostic TooDeep(Span where, int limit) =>
        new("VTL0190", where.Location, Invariant($"expressions nest deeper than {limit} levels here"),
            "definitions that name the inner parts");

    /// <summary>A place of the same file, for use inside a sentence.</summary>
    private static string Place(Span span)
    {
        var (line, column) = span.Source.PositionAt(span.Start);
        return Invariant($"{line}:{column}");
    }

    private static Location At(SourceText source, int offset) =>
        new Span(source, offset, offset).Location;

    private static string DescribeRune(string text, int offset)
    {
        var rune = RuneAt(text, offset);
        var category = System.Text.Rune.GetUnicodeCategory(rune);
        var visible = category is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
        return visible ? $"'{rune}'" : Invariant($"character U+{rune.Value:X4}");
    }

    private static System.Text.Rune RuneAt(string text, int offset) =>
        System.Text.Rune.TryGetRuneAt(text, offset, out var rune) ? rune : System.Text.Rune.ReplacementChar;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
