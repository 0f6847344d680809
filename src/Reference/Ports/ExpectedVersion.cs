namespace Verified.Reference;

/// <summary>What a writer believes about a stream before it appends; the guard of optimistic concurrency.</summary>
/// <remarks>The first version of a stream is 0. Source: <c>EventStore!Matches</c>.</remarks>
public abstract record ExpectedVersion
{
    private ExpectedVersion()
    {
    }

    /// <summary>The stream may be at any version, or absent.</summary>
    public sealed record Any : ExpectedVersion;

    /// <summary>The stream has no event yet.</summary>
    public sealed record NoStream : ExpectedVersion;

    /// <summary>The stream has at least one event.</summary>
    public sealed record StreamExists : ExpectedVersion;

    /// <summary>The last event of the stream has exactly this <paramref name="Version"/> (0 or above).</summary>
    public sealed record Exact(long Version) : ExpectedVersion;

    /// <summary>The stream is where a reader saw it: its last event has this version, −1 for none.</summary>
    public static ExpectedVersion At(long lastVersion) =>
        lastVersion < 0 ? new NoStream() : new Exact(lastVersion);
}
