using System.Collections.Concurrent;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>The initial states of a search on packed states: one thread enumerates what may be one, all threads judge.</summary>
/// <remarks>Whoever enumerates judges as well when the others cannot keep up, so that few chunks wait.</remarks>
internal sealed class InitialStates(PackedExplorer explorer, StateLayout layout, int workers)
    : StateSink, IDisposable
{
    private const int WaitingChunks = 4;

    private readonly BlockingCollection<StateChunk> _waiting = new(Math.Max(1, (workers - 1) * WaitingChunks));
    private readonly ConcurrentStack<StateChunk> _free = new();
    private readonly Value?[] _packed = new Value?[layout.Variables];
    private readonly int[] _words = new int[layout.Width];
    private StateChunk _filling = new(layout.Width + StateQueue.ExtraWords);
    private PackedWorker? _own;
    private int _count;

    /// <summary>Enumerates until the end, or until the search is over.</summary>
    public void Enumerate(Evaluator evaluator, PackedWorker own)
    {
        _own = own;
        try
        {
            evaluator.InitialCandidates(this);
            Judge(_filling, own);
        }
        finally
        {
            End();
        }

        Judge(own);
    }

    /// <summary>Judges what was enumerated until that ends.</summary>
    public void Judge(PackedWorker worker)
    {
        foreach (var chunk in _waiting.GetConsumingEnumerable())
        {
            if (!explorer.IsOver) Judge(chunk, worker);
            _free.Push(chunk);
        }
    }

    /// <summary>No more will be enumerated.</summary>
    public void End() => _waiting.CompleteAdding();

    public void Dispose() => _waiting.Dispose();

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        Pack(state);
        _filling.Add(_words, 0, _count++);
        if (_filling.Count == StateQueue.ChunkStates) Pass();
        return explorer.IsOver;
    }

    // Most variables still have the value of the last state.
    private void Pack(ReadOnlySpan<Value> state)
    {
        for (var i = 0; i < state.Length; i++)
        {
            if (ReferenceEquals(state[i], _packed[i])) continue;
            layout.Encode(i, state[i], _words);
            _packed[i] = state[i];
        }
    }

    private void Pass()
    {
        if (explorer.IsInterrupted()) return;
        if (workers > 1 && _waiting.TryAdd(_filling))
            _filling = _free.TryPop(out var used) ? used : new StateChunk(layout.Width + StateQueue.ExtraWords);
        else
            JudgeOwn();
    }

    // The evaluator that calls this would take a fault for one of its own.
    private void JudgeOwn()
    {
        try
        {
            Judge(_filling, _own!);
        }
        catch (Exception fault) when (fault is ValueException or InsufficientExecutionStackException)
        {
            explorer.Reconsider([], 0);
        }
    }

    private static void Judge(StateChunk chunk, PackedWorker worker)
    {
        for (var i = 0; i < chunk.Count; i++) worker.AddInitial(chunk.State(i), chunk.NumberOf(i));
        chunk.Clear();
    }
}
