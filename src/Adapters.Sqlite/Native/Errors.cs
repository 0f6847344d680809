using Verified.Reference;
using static SQLitePCL.raw;

namespace Verified.Adapters.Sqlite.Native;

/// <summary>SQLite's result codes in the words of the port.</summary>
internal static class Errors
{
    private const int ReadOnlyMoved = SQLITE_READONLY | (4 << 8);
    private const int IoErrorCorruptFileSystem = SQLITE_IOERR | (33 << 8);

    /// <summary>The exception for an extended result <paramref name="code"/>.</summary>
    public static EventStoreException Of(int code, string detail, string path, bool outcomeKnown)
    {
        var cause = $"(SQLite {code}: {detail})";
        return code switch
        {
            ReadOnlyMoved => Unavailable(),
            IoErrorCorruptFileSystem => Corrupt(),
            _ => (code & 0xff) switch
            {
                SQLITE_CORRUPT or SQLITE_NOTADB or SQLITE_CONSTRAINT => Corrupt(),
                SQLITE_READONLY => new EventStoreException.ReadOnly(
                    $"{path}: the file cannot be written {cause}. Grant write access to the file and its "
                    + "directory, or open it with ReadOnly.")
                { IsOutcomeKnown = outcomeKnown },
                SQLITE_BUSY or SQLITE_LOCKED => new EventStoreException.Locked(
                    $"{path}: another connection held the file past the busy timeout {cause}. Retry, or raise "
                    + "BusyTimeout, or end the process that holds it.")
                { IsOutcomeKnown = outcomeKnown },
                SQLITE_FULL => new EventStoreException.Full(
                    $"{path}: no room to write {cause}. Free space on its disk or raise MaxFileBytes, then retry.")
                { IsOutcomeKnown = outcomeKnown },
                _ => Unavailable(),
            },
        };

        EventStoreException Corrupt() => new EventStoreException.Corrupt(
            $"{path}: the file is damaged or not a database {cause}. Restore it from a backup; "
            + "PRAGMA integrity_check tells what is wrong.")
        { IsOutcomeKnown = outcomeKnown };

        EventStoreException Unavailable() => new EventStoreException.Unavailable(
            $"{path}: the file cannot be used {cause}. Check that the path is a file in an existing directory "
            + "and that its disk is well, then retry.")
        { IsOutcomeKnown = outcomeKnown };
    }

    public static EventStoreException Closed(string path) => new EventStoreException.Closed(
        $"{path}: this store was closed. Open it again.");
}
