using System.Collections.Concurrent;
using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>Requests on their way from any thread to the threads that own a <typeparamref name="TSession"/>.</summary>
/// <remarks>Unbounded: each request belongs to a caller who awaits it, so callers bound it.</remarks>
internal sealed class RequestQueue<TSession>(string path) : IDisposable
{
    private readonly BlockingCollection<Request<TSession>> _requests = [];

    /// <summary>How many wait now.</summary>
    public int Count => _requests.Count;

    /// <summary>Hands <paramref name="work"/> over and answers with its result.</summary>
    /// <exception cref="EventStoreException.Closed">The queue was closed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the work was begun; it never will be.</exception>
    public Task<TResult> AskAsync<TResult>(
        Func<TSession, TResult> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new Request<TSession, TResult>(work);
        try
        {
            _requests.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException) // closed, or closed and disposed
        {
            throw Native.Errors.Closed(path);
        }

        return request.AnswerAsync(cancellationToken);
    }

    /// <summary>Blocks until there is a claimed request; false once the queue is closed and empty.</summary>
    public bool TryTake(out Request<TSession> request) => TryTake(out request, Timeout.InfiniteTimeSpan);

    /// <summary>Blocks until there is a claimed request, at most for about so long, in whole milliseconds rounded up.</summary>
    public bool TryTake(out Request<TSession> request, TimeSpan atMost)
    {
        var milliseconds = atMost == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Ceiling(atMost.TotalMilliseconds);
        while (_requests.TryTake(out request!, milliseconds))
        {
            if (request.TryClaim())
                return true;
        }

        return false;
    }

    /// <summary>Moves what waits now, up to <paramref name="limit"/> in all, to <paramref name="claimed"/>.</summary>
    public void Drain(List<Request<TSession>> claimed, int limit)
    {
        while (claimed.Count < limit && _requests.TryTake(out var request))
        {
            if (request.TryClaim())
                claimed.Add(request);
        }
    }

    /// <summary>Takes no more requests; those taken are still served.</summary>
    public void Close() => _requests.CompleteAdding();

    public void Dispose() => _requests.Dispose();
}
