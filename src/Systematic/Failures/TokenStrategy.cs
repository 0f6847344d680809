using System.Globalization;

namespace Verified.Systematic;

/// <summary>Takes the choices of a token, strictly: where there is something else to choose from than there was, it
/// stops.</summary>
internal sealed class TokenStrategy(ScheduleToken token) : Strategy
{
    private int _next;

    public override bool Begin() => true;

    public override int ChooseFlow(Execution execution)
    {
        if (execution.EnabledCount == 1)
            return execution.Enabled[0];
        var choice = Next(RecordedChoice.CheckOf(execution), execution);
        return choice.Value < execution.EnabledCount
            ? execution.Enabled[choice.Value]
            : throw Differs(execution, "there are fewer operations to choose from");
    }

    public override int ChooseValue(Execution execution, int alternatives, bool isFault)
    {
        var choice = Next(RecordedChoice.CheckOf(alternatives), execution);
        return choice.Value < alternatives ? choice.Value : throw Differs(execution, "there are fewer values to choose from");
    }

    private RecordedChoice Next(byte check, Execution execution)
    {
        if (_next == token.Choices.Count)
            throw Differs(execution, "the token has no more choices");
        var choice = token.Choices[_next++];
        return choice.Check == check ? choice : throw Differs(execution, "there is something else to choose from");
    }

    private UnrepeatableException Differs(Execution execution, string how)
    {
        var names = new List<string>();
        foreach (var flow in execution.Enabled)
            names.Add($"{execution.FlowAt(flow).Operation.Name} ({ToldStep.ActionOf(execution.FlowAt(flow))})");
        return new UnrepeatableException(string.Create(
            CultureInfo.InvariantCulture,
            $"The token is of another body or version of it: at choice {_next} of {token.Choices.Count}, before step {execution.Trace.Count + 1}, {how}. Now: {string.Join(", ", names)}."));
    }
}
