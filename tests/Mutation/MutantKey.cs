namespace Verified.Tests.Mutation;

/// <summary>Names a mutant by what was changed, not by line, so that it stays the same while other text changes.</summary>
/// <param name="Module">The module or mirror.</param>
/// <param name="Definition">The definition, function or type in it.</param>
/// <param name="Operator">The mutation operator.</param>
/// <param name="Was">The text that was there.</param>
/// <param name="Is">The text that is there now; empty where it was dropped.</param>
/// <param name="Ordinal">From 1, among mutants of the definition that are otherwise named the same.</param>
/// <param name="InMirror">Of a mirror, so a point stands where a specification has <c>!</c>.</param>
internal sealed record MutantKey(
    string Module, string Definition, string Operator, string Was, string Is, int Ordinal, bool InMirror = false)
{
    /// <summary>One line, for reports and for the list of equivalent mutants.</summary>
    public override string ToString() =>
        $"{Module}{(InMirror ? '.' : '!')}{Definition}: {Operator}: {Was}{(Is.Length == 0 ? "" : $"  ->  {Is}")}"
        + (Ordinal == 1 ? "" : $"  #{Ordinal}");

    /// <summary>Text on one line.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
