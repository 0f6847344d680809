using System.Globalization;

namespace Verified.Tla.Source;

/// <summary>A place in a file; line and column count from 1, and are 0 where the whole file is meant.</summary>
public readonly record struct Location(string File, int Line, int Column)
{
    public override string ToString() => Line == 0
        ? File
        : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}

/// <summary>Something wrong with an input, told to a person: where, what, and what was expected instead.</summary>
/// <param name="Code">Stable code, for example <c>VTL0101</c>; the table is in <c>docs/DIAGNOSTICS.md</c>.</param>
/// <param name="Location">File, line, column.</param>
/// <param name="Message">One sentence without its full stop.</param>
/// <param name="Expected">What would have been right, or null.</param>
/// <param name="Unsupported">The input may be right, but this tool refuses it rather than answer wrongly.</param>
public sealed record Diagnostic(
    string Code, Location Location, string Message, string? Expected = null, bool Unsupported = false)
{
    public override string ToString() => Expected is null
        ? $"{Location}: {Code}: {Message}"
        : $"{Location}: {Code}: {Message}; expected {Expected}";
}
