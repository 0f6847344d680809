using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Verified.Concurrency;

/// <summary>A mailbox is a channel.</summary>
/// <remarks>
/// Where somebody may be cancelled while they wait, they wait for a chance and take it in a step of its own. In .NET 10 a
/// cancelled <see cref="ChannelWriter{T}.WriteAsync"/> of a bounded channel says so and, about once in ten thousand races,
/// writes all the same.
/// </remarks>
internal sealed class ProductionMailbox<T>(int capacity) : Mailbox<T>
{
    private readonly Channel<T> _channel =
        capacity == int.MaxValue ? Channel.CreateUnbounded<T>() : Channel.CreateBounded<T>(capacity);

    public override int Count => _channel.Reader.Count;

    public override ValueTask SendAsync(T item, CancellationToken cancellationToken = default) =>
        !cancellationToken.CanBeCanceled ? _channel.Writer.WriteAsync(item, CancellationToken.None)
        : cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken)
        : _channel.Writer.TryWrite(item) ? default
        : SendWithRoomAsync(item, cancellationToken);

    public override ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default) =>
        !cancellationToken.CanBeCanceled ? _channel.Reader.ReadAsync(CancellationToken.None)
        : cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<T>(cancellationToken)
        : _channel.Reader.TryRead(out var item) ? ValueTask.FromResult(item)
        : ReceiveNextAsync(cancellationToken);

    public override ValueTask<bool> WaitToReceiveAsync(CancellationToken cancellationToken = default) =>
        _channel.Reader.WaitToReadAsync(cancellationToken);

    public override bool TrySend(T item) => _channel.Writer.TryWrite(item);

    public override bool TryReceive([MaybeNullWhen(false)] out T item) => _channel.Reader.TryRead(out item);

    public override void Complete() => _channel.Writer.TryComplete();

    private async ValueTask SendWithRoomAsync(T item, CancellationToken cancellationToken)
    {
        while (await _channel.Writer.WaitToWriteAsync(cancellationToken))
            if (_channel.Writer.TryWrite(item))
                return;
        throw new ChannelClosedException();
    }

    private async ValueTask<T> ReceiveNextAsync(CancellationToken cancellationToken)
    {
        while (await _channel.Reader.WaitToReadAsync(cancellationToken))
            if (_channel.Reader.TryRead(out var item))
                return item;
        throw new ChannelClosedException();
    }
}
