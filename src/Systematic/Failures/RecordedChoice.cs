namespace Verified.Systematic;

/// <summary>A choice of a token: which of several, and a check of what they were.</summary>
/// <param name="Value">The place among the operations that could go on, or the value.</param>
/// <param name="Check">Mixed from the names and next actions of those operations.</param>
internal readonly record struct RecordedChoice(int Value, byte Check)
{
    public static byte CheckOf(Execution execution)
    {
        var mixed = (ulong)execution.EnabledCount;
        foreach (var number in execution.Enabled)
        {
            var flow = execution.FlowAt(number);
            mixed = Mix.Of(mixed, Mix.Of(flow.Operation.Name));
            if (flow.Point is { } point)
                mixed = Mix.Of(mixed, Mix.Of(Mix.Of(point.Action), Mix.Of(point.Resource)));
        }

        return (byte)(mixed & byte.MaxValue);
    }

    public static byte CheckOf(int alternatives) => (byte)(Mix.Of((ulong)alternatives) & byte.MaxValue);
}
