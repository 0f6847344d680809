using System.Globalization;
using System.Text;

namespace Verified.Systematic;

/// <summary>An exploration, for people.</summary>
internal static class ExplorationText
{
    public static string Of(Exploration exploration)
    {
        var text = new StringBuilder();
        text.Append(exploration.Name).Append(": ").AppendLine(Summary(exploration));
        foreach (var phase in exploration.Phases)
            text.AppendLine(Line(phase));
        foreach (var note in exploration.Notes)
            text.Append("  note: ").AppendLine(note);
        if (exploration.Failure is { } failure)
            Append(text, failure);
        return text.ToString();
    }

    private static string Summary(Exploration exploration) => exploration.Verdict switch
    {
        Verdict.Exhausted => "holds in every schedule",
        Verdict.Unrefuted => exploration.IsCancelled ? "no schedule failed before it was cancelled" : "no schedule failed",
        Verdict.Uncontrolled => $"is not under control: {exploration.Failure?.Message}",
        _ => $"fails: {exploration.Failure?.Message}",
    };

    private static string Line(Phase phase) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {phase.Strategy}: {phase.Schedules:N0} schedules, {phase.Pruned:N0} pruned, {phase.Steps:N0} steps{(phase.Truncated > 0 ? $", {phase.Truncated:N0} cut off" : "")}{(phase.IsExhausted ? ", exhausted" : "")}");

    private static void Append(StringBuilder text, ExplorationFailure failure)
    {
        text.AppendLine(CultureInfo.InvariantCulture,
            $"  {failure.Kind} found by {failure.FoundBy} after {failure.FoundAfter:N0} schedules; {failure.Preemptions} preemptions, {failure.Faults} faults");
        if (failure.Schedule.Length > 0)
            text.AppendLine().AppendLine(failure.Schedule);
        if (failure.Race is not null)
            text.Append("  race: ").AppendLine(failure.Race);
        if (failure.Waits is not null)
            text.AppendLine(failure.Waits);
        if (failure.Exception is { } exception)
            text.AppendLine(exception.ToString());
        if (failure.Stack is not null)
            text.AppendLine(failure.Stack);
        if (failure.Token.Length > 0)
            text.Append("  replay: ").AppendLine(failure.Token);
    }
}
