using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>A lane for each key: what has one key is processed in order, keys go on beside each other.</summary>
/// <remarks>
/// A lane is an operation that lives while there is something in it, so keys that are silent cost nothing. How much
/// is in all lanes is for the owner to bound. Thread-safe.
/// </remarks>
/// <param name="runtime">Where the operations run.</param>
/// <param name="name">Names them in reports.</param>
/// <param name="process">What is done with an item. If it throws, its lane is over.</param>
internal sealed class KeyLanes<T>(Runtime runtime, string name, Func<string, T, Task> process)
{
    private readonly Lock _gate = new();

    /// <summary>The lanes that are not empty; the head of each is being processed.</summary>
    private readonly Dictionary<string, Queue<T>> _lanes = new(StringComparer.Ordinal);

    /// <summary>The operations of the lanes; those that ended are swept now and then.</summary>
    private readonly List<Task> _operations = [];

    private int _sweepAt = 16;

    /// <summary>Puts an item behind those of its key.</summary>
    public void Add(string key, T item)
    {
        lock (_gate)
        {
            if (_lanes.TryGetValue(key, out var lane))
            {
                lane.Enqueue(item);
                return;
            }

            _lanes.Add(key, new Queue<T>([item]));
            Sweep();
            _operations.Add(runtime.Spawn($"{name}/{key}", () => RunAsync(key)));
        }
    }

    /// <summary>Ends when all that was added is processed, with the first failure if there is one.</summary>
    /// <remarks>Nothing may be added meanwhile.</remarks>
    public Task WhenEmptyAsync()
    {
        lock (_gate)
            return Task.WhenAll(_operations.ToArray());
    }

    private async Task RunAsync(string key)
    {
        while (Head(key) is var item)
        {
            await process(key, item);
            await runtime.PointAsync(name);
            if (!Next(key))
                return;
        }
    }

    private T Head(string key)
    {
        lock (_gate)
            return _lanes[key].Peek();
    }

    /// <summary>Goes on to the next item of the key, or closes the lane.</summary>
    private bool Next(string key)
    {
        lock (_gate)
        {
            var lane = _lanes[key];
            lane.Dequeue();
            return lane.Count > 0 || !_lanes.Remove(key);
        }
    }

    private void Sweep()
    {
        if (_operations.Count < _sweepAt)
            return;
        _operations.RemoveAll(operation => operation.IsCompletedSuccessfully);
        _sweepAt = Math.Max(16, _operations.Count * 2);
    }
}
