using System.Globalization;
using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>What happens to a bus: two parties act beside each other.</summary>
/// <param name="Permits">How many handlers run at once.</param>
/// <param name="Topics">How many topics: that of an event or a handler is its number modulo this.</param>
/// <param name="Acts">What is done, by each party in this order. Each event is published once.</param>
public sealed record BusStory(int Permits, int Topics, EquatableArray<BusAct> Acts) : Story
{
    /// <summary>How many handlers there are; they are numbered from 0.</summary>
    public const int Handlers = 3;

    /// <summary>The design of the bus, or a mistake in it.</summary>
    internal EventBusVariant Variant { get; init; } = EventBusVariant.Correct;

    /// <summary>Draws up to eight acts.</summary>
    public static BusStory Draw(Func<int, int> next)
    {
        var (permits, topics, acts) = (1 + next(3), 1 + next(2), new List<BusAct>());
        var published = new HashSet<int>();
        for (var left = 1 + next(8); left > 0; left--)
            if (BusAct.Draw(next) is var act && (act.Published is not { } id || published.Add(id)))
                acts.Add(act); // the mirror knows no retries of a publication
        return new(permits, topics, EquatableArray.From(acts));
    }

    public override async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var store = new DeadLetterWatch(on.Around(new InMemoryEventStore(runtime)), on.Bus, "bus");
        var mirrors = Enumerable.Range(0, Topics).Select(Mirror).ToArray();
        // Who looks on is to see the run to its end, whatever the mirrors say of it.
        Action<EventBusAction> follow = on.Bus == IBusObserver.None
            ? action => mirrors[TopicOf(action)].Take(action)
            : action => mirrors[TopicOf(action)].Follow(action);
        PublishMiddleware guard = async (publication, next, token) =>
            publication.Event.Type.EndsWith("refused", StringComparison.Ordinal)
                ? new PublishVerdict.Veto("refused")
                : await next(publication, token);
        var bus = new LogEventBus(store, runtime, "bus", new()
        {
            MaxPermits = Permits,
            Middleware = [guard],
            Variant = Variant,
            Observer = follow,
        });
        var run = runtime.Spawn("dispatcher", () => bus.RunAsync());
        var told = new Telling(this, new WatchedBus(bus, on.Bus, data => data.Type[..2]));
        await Operations.Join([.. Acts.Select(act => act.Party).Distinct().Select(party =>
            runtime.Spawn($"party {party}", () => told.ActAsync(party)))]);
        await bus.WaitForAsync(await store.EndAsync());
        bus.Drain();
        await run;
        foreach (var mirror in mirrors)
        {
            mirror.Check();
            await CheckAsync(bus, store, mirror.State);
        }
    }

    public override IEnumerable<Story> Simpler()
    {
        if (Topics > 1)
            yield return this with { Topics = 1 };
        foreach (var acts in Shorter(Acts)
            .Concat(WithOneSimpler(Acts, act => act.Simpler()))
            .Concat(InOrder(Acts, act => act.Rank)))
            yield return this with { Acts = acts };
        foreach (var permits in Less(Permits, 1))
            yield return this with { Permits = permits };
        if (Renumbered() is var renumbered && renumbered != Acts)
            yield return this with { Acts = renumbered };
    }

    /// <summary>Events and handlers by when each is first mentioned.</summary>
    private EquatableArray<BusAct> Renumbered()
    {
        var events = Numbered(Acts.Select(act => act.Published).OfType<int>());
        var handlers = Numbered(Acts.Select(act => act.Subject).OfType<int>());
        return EquatableArray.From(Acts.Select(act => act.Renumbered(events, handlers)));
    }

    /// <summary>The mirror of one topic. The permits are those of all topics together, so that there are enough.</summary>
    private MirrorRun<EventBusState, EventBusAction> Mirror(int topic)
    {
        var model = new EventBusModel(
            EquatableSet.From(Enumerable.Range(0, Handlers).Where(handler => handler % Topics == topic).Select(HandlerOf)),
            EquatableSet.From(Events().Where(id => NumberOf(id.Value) % Topics == topic)),
            Permits,
            EventBusVariant.Correct);
        return new(EventBus.Init(model), (state, action) => EventBus.Step(model, state, action), state => Check(model, state));
    }

    private IEnumerable<EventId> Events()
    {
        foreach (var act in Acts)
            if (act is BusAct.Publish { Event: var number })
            {
                yield return new($"e{number}");
                for (var handler = 0; handler < Handlers; handler++)
                    yield return new($"ne{number}-{handler}");
            }
            else if (act is BusAct.PublishRefused { Event: var refused })
            {
                yield return new($"x{refused}");
            }
    }

    private int TopicOf(EventBusAction action) => Topics == 1 ? 0 : NumberOf(action switch
    {
        EventBusAction.Subscribe subscribe => subscribe.Handler.Value,
        EventBusAction.Unsubscribe unsubscribe => unsubscribe.Handler.Value,
        EventBusAction.Publish publish => publish.Event.Value,
        EventBusAction.Veto veto => veto.Event.Value,
        EventBusAction.StartHandler start => start.Event.Value,
        EventBusAction.PublishNested nested => nested.Event.Value,
        EventBusAction.Resume resume => resume.Event.Value,
        EventBusAction.HandlerSucceeds success => success.Event.Value,
        EventBusAction.HandlerFails failure => failure.Event.Value,
        _ => throw new System.Diagnostics.UnreachableException(),
    }) % Topics;

    private static int NumberOf(string name) => name.First(char.IsAsciiDigit) - '0';

    private static HandlerId HandlerOf(int number) => new($"h{number}");

    private static void Check(EventBusModel model, EventBusState state)
    {
        Claim.Holds(EventBus.OutcomePerMatchInv(state), nameof(EventBus.OutcomePerMatchInv));
        Claim.Holds(EventBus.IsolationInv(state), nameof(EventBus.IsolationInv));
        Claim.Holds(EventBus.VetoStoresNothingInv(state), nameof(EventBus.VetoStoresNothingInv));
        Claim.Holds(EventBus.PermitsInv(model, state), nameof(EventBus.PermitsInv));
    }

    /// <summary>Every run has ended, each failure is a dead letter, and nothing is stored of what was refused.</summary>
    private static async Task CheckAsync(LogEventBus bus, IEventStore store, EventBusState state)
    {
        foreach (var id in state.Stored)
            Claim.Holds(EventBus.IsHandled(state, id), $"every run of {id} has ended");
        foreach (var id in state.Vetoed)
            Claim.Holds(await store.FindAsync(id) is null, $"nothing of {id} is stored");
        foreach (var handler in state.Ends.Select(end => end.Handler).Distinct())
            Claim.Equal(
                state.Ends.Count(end => end.Handler == handler && end.Outcome == HandlerOutcome.Failed),
                (await bus.DeadLettersOf(handler).ReadAsync()).Count,
                $"the dead letters of {handler}");
    }

    /// <summary>What the parties do and the handlers run.</summary>
    private sealed class Telling(BusStory story, WatchedBus bus)
    {
        private int _running;

        public async Task ActAsync(int party)
        {
            foreach (var act in story.Acts.Where(act => act.Party == party))
                switch (act)
                {
                    case BusAct.Subscribe { Handler: var handler }:
                        await bus.SubscribeAsync(
                            HandlerOf(handler), BindingOf(handler), (context, token) => HandleAsync(handler, context, token), TopicOf(handler));
                        break;
                    case BusAct.Unsubscribe { Handler: var handler }:
                        await bus.UnsubscribeAsync(HandlerOf(handler), BindingOf(handler), TopicOf(handler));
                        break;
                    case BusAct.Publish publish:
                        await PublishAsync(publish);
                        break;
                    case BusAct.PublishRefused { Event: var number }:
                        var refused = await bus.PublishAsync(Event($"x{number}", $"{TopicOf(number)}.refused"));
                        Claim.Holds(refused is PublishResult.Vetoed, $"x{number} is refused, and it is {refused}");
                        break;
                }
        }

        private async Task PublishAsync(BusAct.Publish publish)
        {
            var (fails, nests) = (publish.Fails ? "fails" : "works", publish.Nests ? "nests" : "ends");
            var data = Event($"e{publish.Event}", $"{TopicOf(publish.Event)}.{fails}.{nests}");
            var result = await (publish.Waits ? bus.PublishAndWaitAsync(data) : bus.PublishAsync(data));
            Claim.Holds(
                publish.Waits == result is PublishResult.Handled, $"{data.Id} is handled when a wait for it is over, and it is {result}");
            if (result is PublishResult.Handled handled)
                foreach (var report in handled.Outcomes)
                    Claim.Holds(
                        report.Handler is { Value: var name } && Fails(data, NumberOf(name)) == (report.Outcome == HandlerOutcome.Failed),
                        $"{data.Id} is told how its handlers ended, and that is {report}");
        }

        private async ValueTask HandleAsync(int handler, EventContext context, CancellationToken cancellationToken)
        {
            var data = context.Recorded.Event;
            Claim.Holds(++_running <= story.Permits, $"no more than {story.Permits} handlers run");
            if (data.Type.EndsWith("nests", StringComparison.Ordinal))
            {
                _running--;
                var nested = Event($"n{data.Id}-{handler}", $"{data.Type[..2]}.works.ends");
                await bus.PublishAndWaitAsync(context, nested, cancellationToken);
                _running++;
            }

            _running--;
            if (Fails(data, handler))
                throw new InvalidOperationException("as told");
        }

        private static bool Fails(EventData data, int handler) =>
            data.Type.Contains(".fails.", StringComparison.Ordinal) && (NumberOf(data.Id.Value) + handler) % 2 == 0;

        private string TopicOf(int number) => string.Create(CultureInfo.InvariantCulture, $"t{number % story.Topics}");

        private Binding BindingOf(int handler) =>
            story.Topics == 1 ? new Binding.Fanout() : new Binding.Pattern($"{TopicOf(handler)}.#");
    }
}
