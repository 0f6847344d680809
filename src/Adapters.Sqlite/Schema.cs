using Verified.Adapters.Sqlite.Native;
using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>The tables of the log, and the proof that a file holds them.</summary>
internal static class Schema
{
    /// <summary>Says whose file it is: <c>Vrfd</c> in ASCII, at byte 68 of the file.</summary>
    private const long ApplicationId = 0x56726664;

    /// <summary>Raised by one with every change of <see cref="Tables"/>.</summary>
    private const long Version = 1;

    // A position is assigned by the writer inside its transaction, as the last position plus one. It is not left to
    // SQLite: a plain INTEGER PRIMARY KEY would hand out the position of a deleted last event again, and random
    // positions past 2^63 - 1; AUTOINCREMENT would neither reuse nor be contiguous, and writes a second table on
    // every insert. The triggers make sure there is no deleted last event to begin with.
    private const string Tables = """
        CREATE TABLE streams (
          name    TEXT    NOT NULL PRIMARY KEY,
          deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))
        ) WITHOUT ROWID;

        CREATE TABLE events (
          position    INTEGER NOT NULL PRIMARY KEY CHECK (position >= 1),
          stream      TEXT    NOT NULL REFERENCES streams (name),
          version     INTEGER NOT NULL CHECK (version >= 0),
          id          TEXT    NOT NULL UNIQUE,
          type        TEXT    NOT NULL,
          data        BLOB    NOT NULL,
          metadata    BLOB    NOT NULL,
          recorded_at INTEGER NOT NULL, -- 100 ns since 0001-01-01T00:00:00Z
          UNIQUE (stream, version)
        );

        CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
          BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
          BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        CREATE TRIGGER streams_are_never_removed BEFORE DELETE ON streams
          BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        """;

    /// <summary>Makes sure the file is a log of this version; a file without a table becomes one.</summary>
    /// <exception cref="EventStoreException.Incompatible">It is something else; it was not touched.</exception>
    public static void Ensure(Connection connection)
    {
        if (IsNew(connection))
            Create(connection);
    }

    /// <exception cref="EventStoreException.Incompatible">The file is not a log of this version.</exception>
    public static void Verify(Connection connection)
    {
        if (IsNew(connection))
            throw new EventStoreException.Incompatible(
                $"{connection.Path}: the file holds no event log. Open it once without ReadOnly to create one.");
    }

    private static void Create(Connection connection)
    {
        connection.Execute("BEGIN IMMEDIATE");
        if (IsNew(connection)) // another process may have been first
            connection.ExecuteScript(
                $"{Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};");
        connection.Execute("COMMIT");
    }

    private static bool IsNew(Connection connection)
    {
        if (!connection.IsAutocommit)
            return IsNewNow(connection);
        connection.Execute("BEGIN"); // three reads of one moment: another process may be creating the log
        var isNew = IsNewNow(connection);
        connection.Execute("COMMIT");
        return isNew;
    }

    private static bool IsNewNow(Connection connection)
    {
        var application = connection.Integer("PRAGMA application_id");
        var version = connection.Integer("PRAGMA user_version");
        if (application == ApplicationId && version == Version)
            return false;
        if (application == ApplicationId)
            throw new EventStoreException.Incompatible(
                $"{connection.Path}: the event log has schema version {version}, and this program knows "
                + $"version {Version}. Use the program that wrote it.");
        if (application == 0 && version == 0 && connection.Integer("SELECT count(*) FROM sqlite_master") == 0)
            return true;
        throw new EventStoreException.Incompatible(
            $"{connection.Path}: the file is the database of another application (application_id {application}, "
            + $"user_version {version}). Choose another path.");
    }
}
