using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Tells an observer of a queue in the words of a bus: who puts publishes, and all that take are one consumer, to
/// which each item goes once.</summary>
internal sealed class QueueWatch
{
    private const string Topic = "queue";
    private const string Takers = "takers";

    private readonly IBusObserver _observer;

    public QueueWatch(IBusObserver observer)
    {
        _observer = observer;
        observer.Ended(observer.Subscribing(Takers, Topic, EffectPromise.ExactlyOnce), ObservedOutcome.Succeeded);
    }

    public Observation Putting(string item) => _observer.Publishing(new ObservedMessage(item, Topic));

    public void Put(Observation putting) => _observer.Published(putting);

    public void Took(string item) =>
        _observer.Ended(_observer.Delivering(Takers, new ObservedMessage(item, Topic)), ObservedOutcome.Succeeded);
}
