namespace Verified.Reference;

/// <summary>An event store cannot do its work: the closed set of reasons that lie outside the domain.</summary>
/// <remarks>
/// The message names the store (a file, a server) and what to do. Domain outcomes are
/// <see cref="AppendResult"/> and <see cref="DeleteResult"/>, never exceptions.
/// </remarks>
public abstract class EventStoreException : Exception
{
    private EventStoreException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>
    /// Whether the caller knows what became of a write. True: nothing was written. False: the write may stand or
    /// not, and a retry with the same event ids finds out (it is idempotent). Reads: always true.
    /// </summary>
    public bool IsOutcomeKnown { get; init; } = true;

    /// <summary>What is stored contradicts itself or cannot be understood; no retry helps.</summary>
    public sealed class Corrupt(string message, Exception? inner = null)
        : EventStoreException(message, inner);

    /// <summary>The store can be read and not written.</summary>
    public sealed class ReadOnly(string message, Exception? inner = null)
        : EventStoreException(message, inner);

    /// <summary>Another connection held the lock for longer than this store is set to wait; a retry may help.</summary>
    public sealed class Locked(string message, Exception? inner = null)
        : EventStoreException(message, inner);

    /// <summary>There is no room left; a retry helps once there is.</summary>
    public sealed class Full(string message, Exception? inner = null)
        : EventStoreException(message, inner);

    /// <summary>This instance was closed.</summary>
    public sealed class Closed(string message, Exception? inner = null)
        : EventStoreException(message, inner);

    /// <summary>The store cannot be reached, or input and output fail; a retry may help.</summary>
    public sealed class Unavailable(string message, Exception? inner = null)
        : EventStoreException(message, inner);

    /// <summary>What is there belongs to something else, or to another version of this store.</summary>
    public sealed class Incompatible(string message, Exception? inner = null)
        : EventStoreException(message, inner);
}
