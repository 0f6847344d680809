using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Verified.Concurrency;

/// <summary>A bounded queue of items from any number of senders to any number of receivers, first in first out.</summary>
/// <remarks>
/// Sending waits while the mailbox is full: back-pressure. <see cref="TrySend"/>, <see cref="TryReceive"/>,
/// <see cref="Complete"/> and <see cref="Count"/> act within the caller's step; under a controlled runtime no other
/// operation goes between them and what precedes them.
/// </remarks>
public abstract class Mailbox<T>
{
    /// <summary>How many items wait to be received.</summary>
    public abstract int Count { get; }

    /// <summary>Puts an item in, waiting for room.</summary>
    /// <exception cref="ChannelClosedException">The mailbox is complete.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before there was room; the item is not in.</exception>
    public abstract ValueTask SendAsync(T item, CancellationToken cancellationToken = default);

    /// <summary>Takes the first item out, waiting for one.</summary>
    /// <exception cref="ChannelClosedException">The mailbox is complete and empty.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before there was an item.</exception>
    public abstract ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits until there is an item, or never will be one.</summary>
    /// <returns>Whether there was an item; another receiver may take it first. False: complete and empty.</returns>
    public abstract ValueTask<bool> WaitToReceiveAsync(CancellationToken cancellationToken = default);

    /// <summary>Puts an item in if there is room and the mailbox is not complete.</summary>
    public abstract bool TrySend(T item);

    /// <summary>Takes the first item out if there is one.</summary>
    public abstract bool TryReceive([MaybeNullWhen(false)] out T item);

    /// <summary>No more items: senders are refused, receivers get what is left. Has no effect twice.</summary>
    public abstract void Complete();

    /// <summary>Every item, until the mailbox is complete and empty.</summary>
    public async IAsyncEnumerable<T> ReceiveAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await WaitToReceiveAsync(cancellationToken))
            while (TryReceive(out var item))
                yield return item;
    }
}
