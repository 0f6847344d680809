namespace Verified.Tests.Conformance.Rules;

/// <summary>
/// A correct at-least-once subscriber of the simulated store: it saves only what it has dealt with, now and then in one
/// transaction with the effect; handlers fail and are tried again, it dies and starts again from what was saved.
/// </summary>
internal sealed class SubscriberSimulation(StoreSimulation store)
{
    private long process = store.NewProcess();
    private long saver = store.NewProcess();
    private StoredEvent? open;
    private long dealtWith;
    private long saved;

    private Random Random => store.Random;

    public void Step()
    {
        if (open is { } e) Continue(e);
        else if (Random.Next(12) == 0) StartAgain();
        else if (Random.Next(3) == 0) Save();
        else Deliver();
    }

    private void Deliver()
    {
        open = store.Log.Find(e => e.Position > dealtWith);
        if (open is not null)
            store.History.Line(process, "invoke", "deliver", $"\"subscription\":\"x\",{HistoryText.Events([open], withStream: true)}");
    }

    private void Continue(StoredEvent e)
    {
        switch (Random.Next(10))
        {
            case 0:
                End("fail");
                break;
            case 1:
                if (Random.Next(2) == 0) dealtWith = e.Position; // It was dealt with, and nobody heard of it.
                Die(Random.Next(3));
                break;
            case 2:
                CommitTogether(e);
                break;
            case 3:
                Save();
                break;
            default:
                dealtWith = e.Position;
                End("ok");
                break;
        }
    }

    private void End(string type)
    {
        store.History.Line(process, type, "deliver");
        open = null;
        if (type == "info") process = store.NewProcess();
    }

    /// <summary>Effect and checkpoint are one transaction: what was delivered is complete before the checkpoint is.</summary>
    private void CommitTogether(StoredEvent e)
    {
        Checkpoint(e.Position);
        if (Random.Next(3) > 0) saved = dealtWith = e.Position;
        if (saved != e.Position || Random.Next(3) == 0)
        {
            if (Random.Next(2) == 0) store.History.Line(saver, "info", "checkpoint");
            saver = store.NewProcess();
            Die(Random.Next(3));
            return;
        }

        End("ok");
        store.History.Line(saver, "ok", "checkpoint");
    }

    private void Save()
    {
        var position = dealtWith;
        Checkpoint(position);
        if (Random.Next(6) > 0)
        {
            saved = position;
            store.History.Line(saver, "ok", "checkpoint");
            return;
        }

        if (Random.Next(2) == 0) saved = position;
        store.History.Line(saver, "info", "checkpoint");
        saver = store.NewProcess();
    }

    private void Checkpoint(long position) =>
        store.History.Line(saver, "invoke", "checkpoint", HistoryText.Invariant($"\"subscription\":\"x\",\"position\":{position}"));

    private void Die(int how)
    {
        if (how == 0) End("info");
        else if (how == 1) store.History.Line(process, "info", "crash");
        open = null;
        process = store.NewProcess();
        StartAgain();
    }

    private void StartAgain()
    {
        dealtWith = saved;
        store.History.Line(saver, "invoke", "checkpoint", HistoryText.Invariant($"\"subscription\":\"x\",\"position\":{saved},\"start\":true"));
        store.History.Line(saver, "ok", "checkpoint");
    }
}
