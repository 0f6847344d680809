namespace Verified.Reference;

/// <summary>Hears of everything and keeps nothing.</summary>
internal sealed class SilentBusObserver : IBusObserver
{
    public Observation Subscribing(string consumer, string? topic, EffectPromise promise, bool isFiltered) => default;

    public Observation Unsubscribing(string consumer, string? topic) => default;

    public Observation Joining(string group, string member, string? topic, EffectPromise promise) => default;

    public void Joined(Observation joining, long generation)
    {
    }

    public Observation Publishing(in ObservedMessage message) => default;

    public void Published(
        Observation publishing,
        bool isDuplicate,
        string? partition,
        long position,
        IReadOnlyCollection<ObservedHandlerOutcome>? outcomes)
    {
    }

    public void Vetoed(Observation publishing)
    {
    }

    public Observation Delivering(string consumer, in ObservedMessage message) => default;

    public void Handled(Observation delivering, IReadOnlyCollection<string> outbox)
    {
    }

    public Observation Acknowledging(string consumer, string message) => default;

    public Observation Rejecting(string consumer, string message) => default;

    public Observation DeadLettering(string consumer, string message) => default;

    public Observation Replaying(string consumer, string message) => default;

    public Observation Committing(string consumer, string? partition, long position, long generation) => default;

    public void Started(string consumer, string? partition, long position)
    {
    }

    public void Ended(Observation observation, ObservedOutcome outcome, string? error)
    {
    }
}
