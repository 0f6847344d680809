using System.Globalization;

namespace Verified.Systematic;

/// <summary>What is written down, step by step, of a schedule that is told.</summary>
internal sealed class Telling
{
    public List<ToldStep> Steps { get; } = [];

    public void Begin(Execution execution, Flow flow) => Steps.Add(new ToldStep(
        flow.Operation.Number,
        flow.Operation.Name,
        ToldStep.ActionOf(flow),
        flow.Point?.Site,
        execution.Time.Elapsed));

    public void Choose(string name, int value)
    {
        if (Steps.Count > 0)
            Steps[^1].Values.Add(string.Create(CultureInfo.InvariantCulture, $"{name} = {value}"));
    }
}
