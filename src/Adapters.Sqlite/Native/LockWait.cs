namespace Verified.Adapters.Sqlite.Native;

/// <summary>Waits for a lock that another connection holds, up to the busy timeout.</summary>
/// <remarks>Not <c>sqlite3_busy_timeout</c>: the native library in the bundle is built without <c>usleep</c>, so its
/// waits are whole seconds, and a writer that missed a lock held for a millisecond lost a second.</remarks>
internal struct LockWait(TimeProvider time, TimeSpan timeout)
{
    private readonly long _since = time.GetTimestamp();
    private SpinWait _wait;

    /// <summary>Gives way for a moment, about a millisecond once it lasts; false when the time is up.</summary>
    public bool TryAgain()
    {
        if (time.GetElapsedTime(_since) >= timeout)
            return false;
        _wait.SpinOnce();
        return true;
    }
}
