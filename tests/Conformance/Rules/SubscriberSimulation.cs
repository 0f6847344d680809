namespace Verified.Tests.Conformance.Rules;

/// <summary>
/// A correct at-least-once subscriber of the simulated store: it saves only what it has dealt with, now and then in one
/// transaction with the effect; handlers fail and are tried again, it dies and starts again from what was saved.
/// </summary>
internal sealed class SubscriberSimulation(StoreSimulation store)
{
    private long _process = store.NewProcess();
    private long _saver = store.NewProcess();
    private StoredEvent? _open;
    private long _dealtWith;
    private long _saved;

    private Random Random => store.Random;

    public void Step()
    {
        if (_open is { } e) Continue(e);
        else if (Random.Next(12) == 0) StartAgain();
        else if (Random.Next(3) == 0) Save();
        else Deliver();
    }

    private void Deliver()
    {
        _open = store.Log.Find(e => e.Position > _dealtWith);
        if (_open is not null)
            store.History.Line(_process, "invoke", "deliver", $"\"subscription\":\"x\",{HistoryText.Events([_open], withStream: true)}");
    }

    private void Continue(StoredEvent e)
    {
        switch (Random.Next(10))
        {
            case 0:
                End("fail");
                break;
            case 1:
                if (Random.Next(2) == 0) _dealtWith = e.Position; // It was dealt with, and nobody heard of it.
                Die(Random.Next(3));
                break;
            case 2:
                CommitTogether(e);
                break;
            case 3:
                Save();
                break;
            default:
                _dealtWith = e.Position;
                End("ok");
                break;
        }
    }

    private void End(string type)
    {
        store.History.Line(_process, type, "deliver");
        _open = null;
        if (type == "info") _process = store.NewProcess();
    }

    /// <summary>Effect and checkpoint are one transaction: what was delivered is complete before the checkpoint is.</summary>
    private void CommitTogether(StoredEvent e)
    {
        Checkpoint(e.Position);
        if (Random.Next(3) > 0) _saved = _dealtWith = e.Position;
        if (_saved != e.Position || Random.Next(3) == 0)
        {
            if (Random.Next(2) == 0) store.History.Line(_saver, "info", "checkpoint");
            _saver = store.NewProcess();
            Die(Random.Next(3));
            return;
        }

        End("ok");
        store.History.Line(_saver, "ok", "checkpoint");
    }

    private void Save()
    {
        var position = _dealtWith;
        Checkpoint(position);
        if (Random.Next(6) > 0)
        {
            _saved = position;
            store.History.Line(_saver, "ok", "checkpoint");
            return;
        }

        if (Random.Next(2) == 0) _saved = position;
        store.History.Line(_saver, "info", "checkpoint");
        _saver = store.NewProcess();
    }

    private void Checkpoint(long position) =>
        store.History.Line(_saver, "invoke", "checkpoint", HistoryText.Invariant($"\"subscription\":\"x\",\"position\":{position}"));

    private void Die(int how)
    {
        if (how == 0) End("info");
        else if (how == 1) store.History.Line(_process, "info", "crash");
        _open = null;
        _process = store.NewProcess();
        StartAgain();
    }

    private void StartAgain()
    {
        _dealtWith = _saved;
        store.History.Line(_saver, "invoke", "checkpoint", HistoryText.Invariant($"\"subscription\":\"x\",\"position\":{_saved},\"start\":true"));
        store.History.Line(_saver, "ok", "checkpoint");
    }
}
