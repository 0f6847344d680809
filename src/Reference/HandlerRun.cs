namespace Verified.Reference;

/// <summary>What becomes of one handler's duty to handle one event. Source: <c>EventBus!Runs</c>.</summary>
/// <remarks>
/// The methods are the rules of a run, one run at a time: the one copy of them, for the mirror
/// (<see cref="EventBus"/>) and for every bus that runs. Each gives what comes after it, or null where the rule does
/// not allow it. Pure.
/// </remarks>
public abstract record HandlerRun
{
    private HandlerRun()
    {
    }

    /// <summary>The first state of every run.</summary>
    public static readonly HandlerRun IsDue = new Due();

    private static readonly Running s_running = new();
    private static readonly Ended s_succeeded = new(HandlerOutcome.Succeeded);
    private static readonly Ended s_failed = new(HandlerOutcome.Failed);

    public sealed record Due : HandlerRun;

    /// <summary>With a permit.</summary>
    public sealed record Running : HandlerRun;

    /// <summary>Until all handlers of <paramref name="Event"/> ended; without a permit.</summary>
    public sealed record WaitingFor(EventId Event) : HandlerRun;

    public sealed record Ended(HandlerOutcome Outcome) : HandlerRun;

    /// <summary>Takes one of the free permits and runs. Source: <c>EventBus!StartHandler</c>.</summary>
    public HandlerRun? Start(int permits) => this is Due && permits > 0 ? s_running : null;

    /// <summary>Published <paramref name="nested"/>, and waits until it is handled.</summary>
    /// <remarks>Source: <c>EventBus!PublishNested</c>.</remarks>
    public HandlerRun? WaitFor(EventId nested) => this is Running ? new WaitingFor(nested) : null;

    /// <summary>What it waits for is over; it takes a permit and goes on. Source: <c>EventBus!Resume</c>.</summary>
    /// <param name="nested">What was published.</param>
    /// <param name="isHandled">Every run of it is over.</param>
    /// <param name="permits">The permits that nobody holds.</param>
    /// <param name="needed">What it gave back before it waited.</param>
    public HandlerRun? Resume(EventId nested, bool isHandled, int permits, int needed = 1) =>
        this is WaitingFor(var awaited) && awaited == nested && isHandled && permits >= needed ? s_running : null;

    /// <summary>Ends itself, and gives its permit back.</summary>
    /// <remarks>Source: <c>EventBus!HandlerSucceeds</c>, <c>EventBus!HandlerFails</c>.</remarks>
    public HandlerRun? End(HandlerOutcome outcome) =>
        this is not Running ? null : outcome == HandlerOutcome.Succeeded ? s_succeeded : s_failed;
}
