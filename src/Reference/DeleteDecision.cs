namespace Verified.Reference;

/// <summary>The outcome of a deletion, decided from facts alone.</summary>
/// <remarks>Source: <c>EventStore!DecideDelete</c>.</remarks>
public enum DeleteDecision
{
    /// <summary>The stream is closed for ever.</summary>
    Delete,

    /// <summary>It was closed before: acknowledge it again.</summary>
    AlreadyDeleted,

    /// <summary>The stream is not where the caller believes; nothing changes.</summary>
    WrongExpectedVersion,
}
