namespace Verified.Adapters.Sqlite;

/// <summary>Where a <see cref="SqliteEventStore"/> keeps its log, and how it waits.</summary>
/// <param name="Path">The database file; created where it does not exist, its directory is not.</param>
public sealed record SqliteEventStoreOptions(string Path)
{
    /// <summary>How long a write waits for another connection's lock. Default: 5 seconds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often subscriptions look for commits of other processes; commits of this instance wake them at
    /// once. Default: 250 milliseconds.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many read-only connections serve reads, each on a thread of its own. Default: 2.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>Opens an existing file without ever writing to the log. Default: false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The size in bytes past which the file does not grow; rounded down to whole pages of 4096 bytes.
    /// Default: null, as far as the disk goes.</summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>The clock of <c>RecordedAt</c> and of the poll. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
