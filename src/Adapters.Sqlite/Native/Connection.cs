using SQLitePCL;
using static SQLitePCL.raw;

namespace Verified.Adapters.Sqlite.Native;

/// <summary>One connection to one database file; every failure leaves it as an
/// <see cref="Reference.EventStoreException"/>.</summary>
/// <remarks>For one thread at a time. The file name is never read as a URI.</remarks>
internal sealed class Connection : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<Statement> _statements = [];

    private Connection(string path, sqlite3 handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>No transaction is open: <c>COMMIT</c> or <c>ROLLBACK</c> ended it, or an error did.</summary>
    public bool IsAutocommit => sqlite3_get_autocommit(_handle) != 0;

    /// <summary>The operating system gave us the file for reading only, whatever we asked for.</summary>
    public bool IsReadOnly => sqlite3_db_readonly(_handle, "main") == 1;

    public static Connection Open(string path, bool readOnly, TimeSpan busyTimeout)
    {
        Batteries_V2.Init();
        var flags = SQLITE_OPEN_NOMUTEX
            | (readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        var code = sqlite3_open_v2(path, out var handle, flags, null);
        var connection = new Connection(path, handle);
        try
        {
            connection.Check(code);
            connection.Check(sqlite3_extended_result_codes(handle, 1));
            connection.Check(sqlite3_busy_timeout(handle, checked((int)busyTimeout.TotalMilliseconds)));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Compiles a statement that lives as long as this connection.</summary>
    public Statement Prepare(string sql)
    {
        Check(sqlite3_prepare_v3(_handle, sql, SQLITE_PREPARE_PERSISTENT, out var handle));
        var statement = new Statement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs one or more statements and drops their rows.</summary>
    public void Execute(string sql) => Check(sqlite3_exec(_handle, sql));

    /// <summary>The first column of the first row, 0 where there is none.</summary>
    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Integer(0) : 0;
    }

    /// <exception cref="Reference.EventStoreException"><paramref name="code"/> is not success.</exception>
    public void Check(int code)
    {
        if (code is not (SQLITE_OK or SQLITE_ROW or SQLITE_DONE))
            throw Errors.Of(code, Detail(code), Path, outcomeKnown: true);
    }

    /// <summary>What SQLite says about the failure it just reported.</summary>
    public string Detail(int code)
    {
        var general = sqlite3_errstr(code).utf8_to_string();
        var latest = _handle.IsInvalid ? general : sqlite3_errmsg(_handle).utf8_to_string();
        return latest == general || latest == "not an error" ? general : $"{general}: {latest}";
    }

    /// <summary>Closes the file; an open transaction is rolled back.</summary>
    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
        sqlite3_close_v2(_handle);
    }
}
