using System.Text;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Verified.Adapters.Sqlite.Native;

/// <summary>A compiled statement: bind, step, read columns, reset.</summary>
/// <remarks>Text goes and comes as counted bytes, so that a NUL inside a name is a character like any other.</remarks>
internal sealed class Statement(Connection connection, sqlite3_stmt handle) : IDisposable
{
    private const int StackBytes = 256;

    /// <summary>Half a surrogate pair has no UTF-8: encoding it throws instead of merging two names into one.</summary>
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    public Statement Bind(int index, long value)
    {
        connection.Check(sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, string text)
    {
        if (text.Length == 0) // an empty span would bind NULL
        {
            connection.Check(sqlite3_bind_text(handle, index, ""));
            return this;
        }

        var size = s_utf8.GetMaxByteCount(text.Length);
        Span<byte> bytes = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        var written = s_utf8.GetBytes(text, bytes);
        connection.Check(sqlite3_bind_text(handle, index, bytes[..written]));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> blob)
    {
        connection.Check(blob.IsEmpty // an empty span would bind NULL
            ? sqlite3_bind_zeroblob(handle, index, 0)
            : sqlite3_bind_blob(handle, index, blob));
        return this;
    }

    /// <summary>Advances to the next row; false at the end.</summary>
    public bool Step()
    {
        var code = StepCode();
        connection.Check(code);
        return code == SQLITE_ROW;
    }

    /// <summary>Advances, and leaves the judgement of SQLite's result code to the caller.</summary>
    /// <remarks>Only a first step can find the lock taken, so starting over repeats no row.</remarks>
    public int StepCode()
    {
        var code = sqlite3_step(handle);
        return Connection.IsBusy(code) ? StepOnceFree() : code;
    }

    /// <summary>Steps a statement that yields no row, and makes it ready for the next use.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>As <see cref="Run"/>, but tells where a constraint is broken; the statement then did nothing.</summary>
    public bool TryRun()
    {
        try
        {
            var code = StepCode();
            if ((code & 0xff) == SQLITE_CONSTRAINT)
                return false;
            connection.Check(code);
            return true;
        }
        finally
        {
            Reset();
        }
    }

    public long Integer(int column) => sqlite3_column_int64(handle, column);

    public bool IsNull(int column) => sqlite3_column_type(handle, column) == SQLITE_NULL;

    public string Text(int column) => s_utf8.GetString(sqlite3_column_blob(handle, column));

    /// <summary>The column's bytes; valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Blob(int column) => sqlite3_column_blob(handle, column);

    /// <summary>Ends the read transaction the statement may hold; the next step starts anew.</summary>
    /// <remarks>The code that <c>sqlite3_reset</c> returns repeats the last step's.</remarks>
    public void Reset() => _ = sqlite3_reset(handle);

    public void Dispose() => handle.Dispose();

    private int StepOnceFree()
    {
        var wait = connection.WaitForLock();
        int code;
        do
        {
            Reset();
            code = sqlite3_step(handle);
        }
        while (Connection.IsBusy(code) && wait.TryAgain());
        return code;
    }
}
