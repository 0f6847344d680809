using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using System.Threading.Tasks.Sources;
using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>A mailbox under control.</summary>
internal sealed class ControlledMailbox<T>(Execution execution, string name, int capacity) : Mailbox<T>, IGuard
{
    private readonly Footprint _read = execution.Resources.Of(name, Access.Read);
    private readonly Footprint _write = execution.Resources.Of(name, Access.Write);
    private readonly Queue<T> _items = new();
    private bool _isComplete;

    /// <summary>What an operation waits for; kept as a point's argument.</summary>
    private enum Request
    {
        Send,
        Receive,
        Look,
    }

    public override int Count
    {
        get
        {
            execution.Touch(_read);
            return _items.Count;
        }
    }

    public override ValueTask SendAsync(T item, CancellationToken cancellationToken = default)
    {
        var point = Prepare(new ItemPoint(execution, item), "send", cancellationToken);
        point.Argument = (long)Request.Send;
        return new ValueTask(point, point.Version);
    }

    public override ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        var point = Prepare(new ItemPoint(execution, default), "receive", cancellationToken);
        point.Argument = (long)Request.Receive;
        return new ValueTask<T>(point, point.Version);
    }

    public override ValueTask<bool> WaitToReceiveAsync(CancellationToken cancellationToken = default)
    {
        var point = execution.RentPoint("look into", name, _read, this, cancellationToken);
        point.Argument = (long)Request.Look;
        return new ValueTask<bool>(point, point.Version);
    }

    public override bool TrySend(T item)
    {
        execution.CheckControl(nameof(TrySend));
        execution.Touch(_write);
        if (_isComplete || _items.Count == capacity)
            return false;
        _items.Enqueue(item);
        return true;
    }

    public override bool TryReceive([MaybeNullWhen(false)] out T item)
    {
        execution.CheckControl(nameof(TryReceive));
        execution.Touch(_write);
        return _items.TryDequeue(out item);
    }

    public override void Complete()
    {
        execution.CheckControl(nameof(Complete));
        execution.Touch(_write);
        _isComplete = true;
    }

    public bool IsOpen(Point point) =>
        _isComplete || ((Request)point.Argument == Request.Send ? _items.Count < capacity : _items.Count > 0);

    public bool Pass(Point point)
    {
        point.Cancellation.ThrowIfCancellationRequested();
        switch ((Request)point.Argument)
        {
            case Request.Send:
                if (_isComplete)
                    throw new ChannelClosedException();
                _items.Enqueue(((ItemPoint)point).Item!);
                return true;
            case Request.Receive:
                if (!_items.TryDequeue(out var item))
                    throw new ChannelClosedException();
                ((ItemPoint)point).Item = item;
                return true;
            default:
                return _items.Count > 0;
        }
    }

    private ItemPoint Prepare(ItemPoint point, string action, CancellationToken cancellation)
    {
        execution.CheckControl(action);
        execution.Adopt(point);
        point.Prepare(action, name, _write, this, cancellation);
        return point;
    }

    /// <summary>A point that carries an item in or out.</summary>
    private sealed class ItemPoint(Execution execution, T? item) : Point(execution), IValueTaskSource<T>
    {
        public T? Item { get; set; } = item;

        T IValueTaskSource<T>.GetResult(short token)
        {
            var item = Item;
            Finish(token);
            return item!;
        }
    }
}
