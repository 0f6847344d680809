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
    private readonly SqliteEventStoreOptions _options;

    private Connection(SqliteEventStoreOptions options, sqlite3 handle)
    {
        _options = options;
        _handle = handle;
    }

    public string Path => _options.Path;

    /// <summary>No transaction is open: <c>COMMIT</c> or <c>ROLLBACK</c> ended it, or an error did.</summary>
    public bool IsAutocommit => sqlite3_get_autocommit(_handle) != 0;

    /// <summary>The operating system gave us the file for reading only, whatever we asked for.</summary>
    public bool IsReadOnly => sqlite3_db_readonly(_handle, "main") == 1;

    public static Connection Open(SqliteEventStoreOptions options, bool readOnly)
    {
        Batteries_V2.Init();
        var flags = SQLITE_OPEN_NOMUTEX
            | (readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        var code = sqlite3_open_v2(options.Path, out var handle, flags, null);
        var connection = new Connection(options, handle);
        try
        {
            connection.Check(code);
            connection.Check(sqlite3_extended_result_codes(handle, 1));
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
        int code;
        sqlite3_stmt handle;
        var wait = WaitForLock();
        do
            code = sqlite3_prepare_v3(_handle, sql, SQLITE_PREPARE_PERSISTENT, out handle);
        while (IsBusy(code) && wait.TryAgain()); // it may have to read the schema
        Check(code);
        var statement = new Statement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs one statement and drops its rows.</summary>
    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (statement.Step())
        {
        }
    }

    /// <summary>Runs several statements inside a transaction, where no lock is left to wait for.</summary>
    public void ExecuteScript(string sql) => Check(sqlite3_exec(_handle, sql));

    /// <summary>The first column of the first row, 0 where there is none.</summary>
    public long Integer(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Integer(0) : 0;
    }

    /// <summary>The first column of the first row, empty where there is none.</summary>
    public string Text(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    public LockWait WaitForLock() => new(_options.Time, _options.BusyTimeout);

    /// <summary>Another connection is in the way: the same call may succeed later.</summary>
    public static bool IsBusy(int code) => (code & 0xff) == SQLITE_BUSY;

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
