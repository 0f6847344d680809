namespace Verified.Systematic;

/// <summary>What went wrong in a schedule, before it is told.</summary>
internal sealed record Mishap(FailureKind Kind, string Message, Exception? Exception = null, string? Stack = null)
{
    /// <summary>Whether another schedule fails in the same way, so that it may stand for this one.</summary>
    public bool IsLike(Mishap? other) =>
        other is not null && other.Kind == Kind && other.Exception?.GetType() == Exception?.GetType();
}
