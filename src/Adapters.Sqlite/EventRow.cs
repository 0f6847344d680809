using Verified.Adapters.Sqlite.Native;
using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>A row of the table <c>events</c>.</summary>
internal static class EventRow
{
    public const string Select =
        "SELECT position, stream, version, id, type, data, metadata, recorded_at FROM events";

    public const string Insert =
        "INSERT INTO events (position, stream, version, id, type, data, metadata, recorded_at) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    /// <summary>The row under the cursor of a statement that begins with <see cref="Select"/>.</summary>
    public static RecordedEvent Read(Statement row) =>
        new(
            new StreamId(row.Text(1)),
            Version: row.Integer(2),
            Position: row.Integer(0),
            new EventData(
                new EventId(row.Text(3)), row.Text(4), row.Blob(5).ToArray(), row.Blob(6).ToArray()),
            new DateTimeOffset(row.Integer(7), TimeSpan.Zero));

    /// <summary>Writes one row with a statement of <see cref="Insert"/>.</summary>
    public static void Write(
        Statement insert, long position, StreamId stream, long version, EventData data, long recordedAt) =>
        Bind(insert, position, stream, version, data, recordedAt).Run();

    /// <summary>The same, unless the row breaks a rule of the table, such as that an id is there once.</summary>
    /// <returns>It is written; otherwise nothing is.</returns>
    public static bool TryWrite(
        Statement insert, long position, StreamId stream, long version, EventData data, long recordedAt) =>
        Bind(insert, position, stream, version, data, recordedAt).TryRun();

    private static Statement Bind(
        Statement insert, long position, StreamId stream, long version, EventData data, long recordedAt) =>
        insert
            .Bind(1, position)
            .Bind(2, stream.Value)
            .Bind(3, version)
            .Bind(4, data.Id.Value)
            .Bind(5, data.Type)
            .Bind(6, data.Data.Span)
            .Bind(7, data.Metadata.Span)
            .Bind(8, recordedAt);
}
