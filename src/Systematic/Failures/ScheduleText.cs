using System.Globalization;
using System.Text;

namespace Verified.Systematic;

/// <summary>A schedule as a table: a column for each operation, a line for each step.</summary>
internal static class ScheduleText
{
    private const int WidestColumn = 44;

    /// <summary>Steps shown of a long schedule at its beginning, and as many at its end.</summary>
    private const int Shown = 200;

    public static string Of(List<ToldStep> steps)
    {
        if (steps.Count == 0)
            return "";
        var operations = steps.Select(s => (s.Operation, s.OperationName)).Distinct().OrderBy(o => o.Operation).ToArray();
        var widths = operations.Select(o => Math.Min(WidestColumn, Math.Max(
            o.OperationName.Length, steps.Where(s => s.Operation == o.Operation).Max(s => TextOf(s).Length)))).ToArray();
        var table = new StringBuilder("        ");
        AppendRow(table, widths, i => operations[i].OperationName);
        for (var step = 0; step < steps.Count; step++)
        {
            if (step == Shown && steps.Count > 2 * Shown)
            {
                step = steps.Count - Shown;
                table.AppendLine().Append(CultureInfo.InvariantCulture, $"     …  {step - Shown:N0} steps");
            }

            table.AppendLine().Append(CultureInfo.InvariantCulture, $"  {step + 1,4}  ");
            var told = steps[step];
            AppendRow(table, widths, i => operations[i].Operation == told.Operation ? TextOf(told) : "");
        }

        return table.ToString();
    }

    public static string TextOf(ToldStep step)
    {
        var text = step.Site is null ? step.Action : $"{step.Action}  {step.Site}";
        return step.Values.Count == 0 ? text : $"{text}  [{string.Join(", ", step.Values)}]";
    }

    private static void AppendRow(StringBuilder table, int[] widths, Func<int, string> cell)
    {
        var row = new StringBuilder();
        for (var i = 0; i < widths.Length; i++)
            row.Append(i == 0 ? "" : " | ").Append(cell(i).PadRight(widths[i]));
        table.Append(row.ToString().TrimEnd(' ', '|'));
    }
}
