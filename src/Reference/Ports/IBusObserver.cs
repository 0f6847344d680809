namespace Verified.Reference;

/// <summary>A message as an observer is told of it.</summary>
/// <param name="Id">Its identity; a retry, a redelivery and a replay carry the same one.</param>
/// <param name="Topic">Its topic, or null where there is one only.</param>
/// <param name="Key">What it is about; messages of one key have an order. Null: none.</param>
/// <param name="Partition">The partition that holds it, or null where nobody knows or there is none.</param>
/// <param name="Position">Its place in the partition, or −1 where nobody knows.</param>
/// <param name="Cause">The id of the event or message whose effect it announces, or null.</param>
/// <param name="Saga">The saga whose coordinator it is a reply to, or null.</param>
/// <param name="Content">Its content; observers keep a hash. May be empty.</param>
public readonly record struct ObservedMessage(
    string Id,
    string? Topic = null,
    string? Key = null,
    string? Partition = null,
    long Position = -1,
    string? Cause = null,
    string? Saga = null,
    ReadOnlyMemory<byte> Content = default);

/// <summary>How a handler ended for a published message, as the publisher was told.</summary>
/// <param name="Consumer">The handler's name.</param>
/// <param name="Succeeded">Whether it succeeded.</param>
public readonly record struct ObservedHandlerOutcome(string Consumer, bool Succeeded);

/// <summary>What a consumer promises about the effect of a message, however often it is delivered.</summary>
public enum EffectPromise
{
    AtLeastOnce,
    AtMostOnce,
    ExactlyOnce,
}

/// <summary>Is told what a bus and its consumers do: call a method <em>before</em> the thing is done, and
/// <see cref="Ended"/> <em>after</em>, once, on every path.</summary>
/// <remarks>
/// Implementations are thread-safe; what they throw is a failure of the infrastructure. <see cref="None"/> does nothing and allocates nothing. A consumer is
/// whoever has one inbox or one cursor: a handler, a durable subscription, a consumer group. An operation whose
/// <see cref="Ended"/> never comes (a killed process) counts as <see cref="ObservedOutcome.Unknown"/>.
/// Source: the actions of <c>EventBus</c>, <c>Delivery</c> and <c>ConsumerGroup</c>.
/// </remarks>
public interface IBusObserver
{
    /// <summary>Nobody.</summary>
    static IBusObserver None { get; } = new SilentBusObserver();

    /// <summary>A consumer subscribes to a topic (null: to all), or a member joins its group.</summary>
    /// <param name="consumer">The consumer.</param>
    /// <param name="topic">The exact topic; null where it is all of them.</param>
    /// <param name="promise">What it promises about effects.</param>
    /// <param name="isFiltered">It takes some of the topic's messages only (a pattern, a predicate): what it does not get is not missing.</param>
    Observation Subscribing(
        string consumer, string? topic, EffectPromise promise = EffectPromise.AtLeastOnce, bool isFiltered = false);

    Observation Unsubscribing(string consumer, string? topic);

    /// <summary>A member joins a consumer group, or is dealt partitions anew; ends with <see cref="Joined"/>.</summary>
    Observation Joining(string group, string member, string? topic, EffectPromise promise = EffectPromise.AtLeastOnce);

    /// <summary>The deal of this generation is in force.</summary>
    void Joined(Observation joining, long generation);

    /// <summary>A message is published.</summary>
    Observation Publishing(in ObservedMessage message);

    /// <summary>It was published: where it is (−1: nobody knows), and how the handlers ended that the publisher waited for.</summary>
    /// <param name="publishing">What ended.</param>
    /// <param name="isDuplicate">The bus recognised the id, and stored nothing again.</param>
    /// <param name="partition">Its partition, or null.</param>
    /// <param name="position">Its place in the partition, or −1.</param>
    /// <param name="outcomes">One for each handler that matched; null where the publisher did not wait for them.</param>
    void Published(
        Observation publishing,
        bool isDuplicate = false,
        string? partition = null,
        long position = -1,
        IReadOnlyCollection<ObservedHandlerOutcome>? outcomes = null);

    /// <summary>The middleware refused it: nothing may be stored of it, and nobody may hear of it.</summary>
    void Vetoed(Observation publishing);

    /// <summary>A message is handed to a consumer. <see cref="ObservedOutcome.Succeeded"/>: its effect is durable;
    /// <see cref="ObservedOutcome.Duplicate"/>: the inbox had its id.</summary>
    Observation Delivering(string consumer, in ObservedMessage message);

    /// <summary>A delivery had its effect, and in the same transaction committed these ids to be published.</summary>
    void Handled(Observation delivering, IReadOnlyCollection<string> outbox);

    /// <summary>A consumer acknowledges a message: the broker may forget it. An acknowledgement that the broker ignores
    /// (too late) has <see cref="ObservedOutcome.Failed"/>.</summary>
    Observation Acknowledging(string consumer, string message);

    /// <summary>A consumer gives a message back, to be delivered again.</summary>
    Observation Rejecting(string consumer, string message);

    /// <summary>A message is set aside: it was tried too often.</summary>
    Observation DeadLettering(string consumer, string message);

    /// <summary>A dead letter is queued again.</summary>
    Observation Replaying(string consumer, string message);

    /// <summary>A consumer says that all of a partition up to this position (inclusive) is dealt with.</summary>
    /// <param name="consumer">The consumer, or group.</param>
    /// <param name="partition">The partition, or null where there is one only.</param>
    /// <param name="position">The last position dealt with.</param>
    /// <param name="generation">The deal the member knows, or −1 for a consumer without members.</param>
    Observation Committing(string consumer, string? partition, long position, long generation = -1);

    /// <summary>A consumer starts, or starts again, behind this position: it was read from what it committed.</summary>
    void Started(string consumer, string? partition, long position);

    /// <summary>How any of them ended, where no other method says it.</summary>
    void Ended(Observation observation, ObservedOutcome outcome, string? error = null);
}
