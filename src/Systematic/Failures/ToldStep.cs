namespace Verified.Systematic;

/// <summary>One step, told.</summary>
internal sealed record ToldStep(int Operation, string OperationName, string Action, string? Site, TimeSpan Time)
{
    /// <summary>Values chosen in the step.</summary>
    public List<string> Values { get; } = [];

    /// <summary>What a flow does next, in words.</summary>
    public static string ActionOf(Flow flow) =>
        flow.Point is { } point ? ActionOf(point)
        : flow.IsClock ? "fires a timer"
        : "goes on";

    public static string ActionOf(Point point) => $"{point.Action} {point.Resource}".TrimEnd();
}
