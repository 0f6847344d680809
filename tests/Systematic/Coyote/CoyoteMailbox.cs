using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Verified.Concurrency;

namespace Verified.Tests.Systematic.Coyote;

internal sealed class CoyoteMailbox<T>(int capacity) : Mailbox<T>
{
    private readonly Waiters _waiters = new();
    private readonly Queue<T> _items = new();
    private bool _isComplete;

    public override int Count => _items.Count;

    public override async ValueTask SendAsync(T item, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await _waiters.UntilAsync(() => _isComplete || _items.Count < capacity, cancellationToken);
            if (TrySend(item))
                return;
            if (_isComplete)
                throw new ChannelClosedException();
        }
    }

    public override async ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await WaitToReceiveAsync(cancellationToken);
            if (TryReceive(out var item))
                return item;
            if (_isComplete)
                throw new ChannelClosedException();
        }
    }

    public override async ValueTask<bool> WaitToReceiveAsync(CancellationToken cancellationToken = default)
    {
        await _waiters.UntilAsync(() => _isComplete || _items.Count > 0, cancellationToken);
        return _items.Count > 0;
    }

    public override bool TrySend(T item)
    {
        var isIn = false;
        _waiters.Change(() =>
        {
            isIn = !_isComplete && _items.Count < capacity;
            if (isIn)
                _items.Enqueue(item);
        });
        return isIn;
    }

    public override bool TryReceive([MaybeNullWhen(false)] out T item)
    {
        T? taken = default;
        var isTaken = false;
        _waiters.Change(() => isTaken = _items.TryDequeue(out taken));
        item = taken;
        return isTaken;
    }

    public override void Complete() => _waiters.Change(() => _isComplete = true);
}
