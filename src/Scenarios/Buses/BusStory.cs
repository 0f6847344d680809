using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>Something that somebody does to a bus.</summary>
public abstract record BusAct
{
    private BusAct()
    {
    }

    public sealed record Subscribe(int Handler) : BusAct;

    public sealed record Unsubscribe(int Handler) : BusAct;

    /// <summary>Publishes the event of this number, and waits until it is handled if told so. Handlers with an odd sum of
    /// numbers fail if it <paramref name="Fails"/>; every handler publishes another event and waits for it if it
    /// <paramref name="Nests"/>.</summary>
    public sealed record Publish(int Event, bool Waits, bool Fails, bool Nests) : BusAct;

    /// <summary>Publishes an event that the middleware refuses.</summary>
    public sealed record PublishRefused(int Event) : BusAct;
}

/// <summary>What happens to a bus: two parties act beside each other.</summary>
/// <param name="Permits">How many handlers run at once.</param>
/// <param name="Acts">What is done; those at even places by one party, in order, the others by another.</param>
public sealed record BusStory(int Permits, EquatableArray<BusAct> Acts)
{
    /// <summary>How many handlers there are; they are numbered from 0.</summary>
    public const int Handlers = 3;

    private static readonly Binding s_all = new Binding.Fanout();

    /// <summary>Tells the story.</summary>
    /// <exception cref="BrokenClaimException">The bus does what its mirror does not allow, or leaves a run without an end.</exception>
    public async Task RunAsync(Runtime runtime)
    {
        var store = new InMemoryEventStore(runtime);
        var model = new EventBusModel(
            EquatableSet.From(Enumerable.Range(0, Handlers).Select(HandlerOf)),
            EquatableSet.From(Events()),
            Permits,
            EventBusVariant.Correct);
        var mirror = new MirrorRun<EventBusState, EventBusAction>(
            EventBus.Init(model), (state, action) => EventBus.Step(model, state, action), state => Check(model, state));
        PublishMiddleware guard = async (publication, next, token) => publication.Event.Type == "refused"
            ? new PublishVerdict.Veto("refused")
            : await next(publication, token);
        var bus = new LogEventBus(
            store, runtime, "bus", new() { MaxPermits = Permits, Middleware = [guard], Observer = mirror.Take });
        var run = runtime.Spawn("dispatcher", () => bus.RunAsync());
        await Task.WhenAll(
            Enumerable.Range(0, 2).Select(party => runtime.Spawn($"party {party}", () => ActAsync(bus, party))).ToArray());
        await bus.WaitForAsync(await store.EndAsync());
        bus.Drain();
        await run;
        foreach (var id in mirror.State.Stored)
            Claim.Holds(EventBus.IsHandled(mirror.State, id), $"every run of {id} has ended");
        foreach (var id in mirror.State.Vetoed)
            Claim.Holds(await store.FindAsync(id) is null, $"nothing of {id} is stored");
    }

    private async Task ActAsync(LogEventBus bus, int party)
    {
        for (var i = party; i < Acts.Count; i += 2)
            switch (Acts[i])
            {
                case BusAct.Subscribe(var handler):
                    await bus.SubscribeAsync(HandlerOf(handler), s_all, (context, token) => HandleAsync(handler, context, token));
                    break;
                case BusAct.Unsubscribe(var handler):
                    await bus.UnsubscribeAsync(HandlerOf(handler), s_all);
                    break;
                case BusAct.Publish(var number, var waits, var fails, var nests):
                    var data = Event($"e{number}", $"{(fails ? "fails" : "")}.{(nests ? "nests" : "")}");
                    await (waits ? bus.PublishAndWaitAsync(data) : bus.PublishAsync(data));
                    break;
                case BusAct.PublishRefused(var number):
                    await bus.PublishAsync(Event($"x{number}", "refused"));
                    break;
            }
    }

    private static async ValueTask HandleAsync(int handler, EventContext context, CancellationToken cancellationToken)
    {
        var (id, type) = (context.Recorded.Event.Id.Value, context.Recorded.Event.Type);
        if (type.EndsWith("nests", StringComparison.Ordinal))
            await context.PublishAndWaitAsync(Event($"n{id}-{handler}", "."), cancellationToken);
        if (type.StartsWith("fails", StringComparison.Ordinal) && (id[^1] + handler) % 2 == 1)
            throw new InvalidOperationException("as told");
    }

    private IEnumerable<EventId> Events()
    {
        foreach (var act in Acts)
            if (act is BusAct.Publish(var number, _, _, _))
            {
                yield return new($"e{number}");
                for (var handler = 0; handler < Handlers; handler++)
                    yield return new($"ne{number}-{handler}");
            }
            else if (act is BusAct.PublishRefused(var refused))
            {
                yield return new($"x{refused}");
            }
    }

    private static HandlerId HandlerOf(int number) => new($"h{number}");

    private static void Check(EventBusModel model, EventBusState state)
    {
        Claim.Holds(EventBus.OutcomePerMatchInv(state), nameof(EventBus.OutcomePerMatchInv));
        Claim.Holds(EventBus.IsolationInv(state), nameof(EventBus.IsolationInv));
        Claim.Holds(EventBus.VetoStoresNothingInv(state), nameof(EventBus.VetoStoresNothingInv));
        Claim.Holds(EventBus.PermitsInv(model, state), nameof(EventBus.PermitsInv));
    }
}
