namespace Verified.Systematic;

/// <summary>Who waits for whom, at the end of a schedule that was told.</summary>
internal sealed class WaitGraph(Execution execution)
{
    /// <summary>A line for each operation that has not ended.</summary>
    public string Text() => string.Join(
        Environment.NewLine,
        execution.Operations.Where(o => !o.HasEnded).Select(o => $"  {o.Name} waits {string.Join(" and ", WaitsOf(o))}"));

    /// <summary>An operation that waits for a clock of the platform, which no schedule moves; null: none does.</summary>
    public string? OnRealTime() => execution.Operations
        .Where(o => !o.HasEnded)
        .FirstOrDefault(o => Awaited(o).Any(AwaitedObjects.IsRealDelay))?.Name;

    /// <summary>Whether an operation waits for something that is neither a point nor an operation, and that code on
    /// another thread might complete.</summary>
    public bool HasForeign => execution.Operations
        .Where(o => !o.HasEnded)
        .Any(o => Awaited(o).Any(a => a is not Point && OthersOf(o, a).Length == 0));

    private IEnumerable<string> WaitsOf(Operation operation)
    {
        var points = operation.Flows.Select(f => f.Point).OfType<Point>().ToArray();
        foreach (var point in points)
            yield return $"at '{ToldStep.ActionOf(point)}'{(point.Site is { } site ? $" ({site})" : "")}{HeldBy(point)}";
        foreach (var awaited in Awaited(operation))
            if (awaited is not Point)
                yield return Describe(operation, awaited);
    }

    private IEnumerable<object> Awaited(Operation operation) =>
        operation.Inner is { IsCompleted: false } task ? AwaitedObjects.Of(task, IsEnd) : [];

    private bool IsEnd(object awaited) => awaited is Point || execution.Operations.Any(o => o.Inner == awaited);

    /// <summary>The operations whose end is awaited, directly or by joining several.</summary>
    private Operation[] OthersOf(Operation operation, object awaited)
    {
        var others = execution.Operations.Where(o => o != operation && o.Inner is { IsCompleted: false });
        return others.FirstOrDefault(o => o.Inner == awaited) is { } other
            ? [other]
            : [.. others.Where(o => AwaitedObjects.IsToldTo(o.Inner!, awaited))];
    }

    private string Describe(Operation operation, object awaited) =>
        OthersOf(operation, awaited) is { Length: > 0 } others ? $"for {string.Join(" and ", others.Select(o => o.Name))}"
        : AwaitedObjects.IsRealDelay(awaited) ? "for a timer of the platform"
        : "for something that nobody completed";

    private static string HeldBy(Point point) =>
        point.Guard is ControlledGate { Holders: { Count: > 0 } holders }
            ? $", held by {string.Join(", ", holders.Select(h => h.Name))}"
            : "";
}
