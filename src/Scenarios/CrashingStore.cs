using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>The store as one process sees it that may die at each of its calls: before it, or after it, so that the
/// answer is lost.</summary>
/// <remarks>All that survives a process is in the store, so nothing can tell two deaths between the same two calls
/// apart: these are all there are. A dead process does nothing more; its later calls fail as well.</remarks>
/// <param name="store">The store, which survives.</param>
/// <param name="runtime">Decides, as a fault.</param>
/// <param name="process">Names the process.</param>
internal sealed class CrashingStore(IEventStore store, Runtime runtime, string process)
    : ForwardingEventStore(store)
{
    public string Process => process;

    /// <summary>It does not die after all.</summary>
    public bool IsImmortal { get; init; }

    public bool IsDead { get; private set; }

    /// <summary>The life of the process: it works until what is waited for is there and it is drained, or it dies.</summary>
    /// <param name="work">What it does.</param>
    /// <param name="wait">Ends when enough is done.</param>
    /// <param name="drain">Asks it to end in good order.</param>
    /// <returns>Whether it came to the end.</returns>
    public async Task<bool> LiveAsync(Func<Task> work, Func<CancellationToken, Task> wait, Action drain)
    {
        var working = runtime.Spawn(process, work);
        using var over = new CancellationTokenSource();
        var waiting = runtime.Spawn($"{process} waits", () => wait(over.Token));
        await Operations.First(working, waiting);
        drain();
        over.Cancel();
        try
        {
            await waiting;
        }
        catch (OperationCanceledException)
        {
            // It died before it came so far.
        }

        try
        {
            await working;
            return true;
        }
        catch (EventStoreException.Unavailable) when (IsDead)
        {
            return false;
        }
    }

    public override async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        var crash = await ChooseAsync($"append to {stream}", 3);
        ThrowIf(crash == 1);
        var result = await Inner.AppendAsync(stream, expected, events, cancellationToken);
        ThrowIf(crash == 2);
        return result;
    }

    public override IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, ReadDirection direction, long fromVersion, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
        AliveAsync(Inner.ReadStreamAsync(stream, direction, fromVersion, maxCount, cancellationToken));

    public override IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        ReadDirection direction, long fromPosition, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
        AliveAsync(Inner.ReadAllAsync(direction, fromPosition, maxCount, cancellationToken));

    public override async ValueTask<RecordedEvent?> FindAsync(EventId id, CancellationToken cancellationToken = default)
    {
        ThrowIf(false);
        return await Inner.FindAsync(id, cancellationToken);
    }

    public override IAsyncEnumerable<RecordedEvent> SubscribeAsync(long afterPosition, CancellationToken cancellationToken = default) =>
        AliveAsync(Inner.SubscribeAsync(afterPosition, cancellationToken));

    private async ValueTask<int> ChooseAsync(string call, int alternatives)
    {
        ThrowIf(false);
        return IsImmortal ? 0 : await runtime.ChooseAsync($"{process} dies: {call}", alternatives);
    }

    /// <param name="events">They have the token of who reads them.</param>
    private async IAsyncEnumerable<RecordedEvent> AliveAsync(IAsyncEnumerable<RecordedEvent> events)
    {
        ThrowIf(false);
        await foreach (var recorded in events)
        {
            ThrowIf(false);
            yield return recorded;
        }
    }

    private void ThrowIf(bool diesNow)
    {
        IsDead |= diesNow;
        if (IsDead)
            throw new EventStoreException.Unavailable($"The process '{process}' is dead.") { IsOutcomeKnown = false };
    }
}
