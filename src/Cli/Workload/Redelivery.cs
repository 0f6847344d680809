using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>Delivers messages again that were delivered before: at once, beside the first delivery, or later.</summary>
/// <remarks>As a second instance of a consumer would that does not know that it was replaced. Thread-safe.</remarks>
internal sealed class Redelivery(IEventStore store, Runtime runtime, Random random)
{
    /// <summary>One message in so many is delivered again.</summary>
    private const int OneIn = 6;

    /// <summary>So many milliseconds later at most.</summary>
    private const int LongestDelayMs = 60;

    private readonly List<Task> _deliveries = [];

    /// <summary>A handler whose messages are delivered again, past whatever the consumer remembers.</summary>
    public MessageHandler Around(ConsumerId consumer, MessageHandler handler)
    {
        var inbox = new Inbox(store, consumer);
        return (message, cancellation) =>
        {
            if (Draw(OneIn) == 0) Begin(() => DeliverAsync(inbox, message, handler, cancellation));
            return handler(message, cancellation);
        };
    }

    /// <summary>Waits for those under way.</summary>
    public Task EndAsync()
    {
        lock (_deliveries) return Task.WhenAll(_deliveries.ToArray());
    }

    private void Begin(Func<Task> delivery)
    {
        lock (_deliveries)
        {
            _deliveries.RemoveAll(task => task.IsCompleted);
            _deliveries.Add(runtime.Spawn("redelivery", delivery));
        }
    }

    private async Task DeliverAsync(Inbox inbox, Message message, MessageHandler handler, CancellationToken cancellation)
    {
        try
        {
            if (Draw(2) == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(Draw(LongestDelayMs)), runtime.Time, cancellation);
            InboxResult? result;
            do
            {
                result = await handler(message, cancellation) is Reaction.Append append
                    ? await inbox.WriteAsync(message.Recorded.Event.Id, append, cancellation)
                    : null;
            }
            while (result is InboxResult.Stale);
        }
        catch (Exception failure) when (failure is OperationCanceledException or EventStoreException or CompensationFailedException)
        {
            // The consumer's own delivery is what counts.
        }
    }

    private int Draw(int exclusiveMax)
    {
        lock (random) return random.Next(exclusiveMax);
    }
}
