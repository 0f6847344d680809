using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Verified.Concurrency;

/// <summary>A mailbox is a channel.</summary>
internal sealed class ProductionMailbox<T>(int capacity) : Mailbox<T>
{
    private readonly Channel<T> _channel =
        capacity == int.MaxValue ? Channel.CreateUnbounded<T>() : Channel.CreateBounded<T>(capacity);

    public override int Count => _channel.Reader.Count;

    public override ValueTask SendAsync(T item, CancellationToken cancellationToken = default) =>
        _channel.Writer.WriteAsync(item, cancellationToken);

    public override ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default) =>
        _channel.Reader.ReadAsync(cancellationToken);

    public override ValueTask<bool> WaitToReceiveAsync(CancellationToken cancellationToken = default) =>
        _channel.Reader.WaitToReadAsync(cancellationToken);

    public override bool TrySend(T item) => _channel.Writer.TryWrite(item);

    public override bool TryReceive([MaybeNullWhen(false)] out T item) => _channel.Reader.TryRead(out item);

    public override void Complete() => _channel.Writer.TryComplete();
}
