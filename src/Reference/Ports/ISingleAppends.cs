namespace Verified.Reference;

/// <summary>A store that appends one event for whoever asks for no more than its place: without an object that says so.</summary>
internal interface ISingleAppends
{
    /// <inheritdoc cref="IEventStore.AppendAsync(StreamId, ExpectedVersion, EventData, CancellationToken)"/>
    /// <param name="result">What became of it, if that is known at once.</param>
    /// <returns>Null: it is known at once.</returns>
    Task<SingleAppend>? Append(
        StreamId stream,
        ExpectedVersion expected,
        EventData data,
        CancellationToken cancellationToken,
        out SingleAppend result);
}

/// <summary>What became of the append of one event.</summary>
/// <param name="Version">Its version, if it was appended.</param>
/// <param name="Position">Its position, if it was appended; otherwise 0.</param>
/// <param name="Other">What became of it otherwise; null where it was appended.</param>
internal readonly record struct SingleAppend(long Version, long Position, AppendResult? Other)
{
    public AppendResult ToResult() => Other ?? new AppendResult.Appended(Version, Version, Position);
}
