namespace Verified.Reference;

/// <summary>An event on its way into the log. Its type is its topic.</summary>
public sealed record Publication(EventData Event, StreamId Stream);

/// <summary>What the middleware says about a publication.</summary>
public abstract record PublishVerdict
{
    private PublishVerdict()
    {
    }

    /// <summary>It may be stored, perhaps with other content.</summary>
    public sealed record Pass(Publication Publication) : PublishVerdict;

    /// <summary>It may not; nothing of it will be stored. Source: <c>EventBus!Veto</c>.</summary>
    public sealed record Veto(string Reason) : PublishVerdict;
}

/// <summary>Asks the layers further in.</summary>
public delegate ValueTask<PublishVerdict> PublishNext(Publication publication, CancellationToken cancellationToken);

/// <summary>A layer around publishing: it may change the publication, refuse it, or look at what those further in said.</summary>
/// <remarks>All layers are asked before anything is stored, so a veto stores nothing, whichever layer it comes from and
/// whenever.</remarks>
public delegate ValueTask<PublishVerdict> PublishMiddleware(
    Publication publication, PublishNext next, CancellationToken cancellationToken);

/// <summary>What became of a publication.</summary>
public abstract record PublishResult
{
    private PublishResult()
    {
    }

    /// <summary>The event is durable, and with it the duty to dispatch it. Source: <c>EventBus!Publish</c>.</summary>
    /// <param name="Position">Its place in the log.</param>
    /// <param name="IsNew">False: the same event was published before, and stands there.</param>
    public sealed record Published(long Position, bool IsNew) : PublishResult;

    /// <summary>Durable, and every handler that matched it has ended. Source: <c>EventBus!IsHandled</c>.</summary>
    /// <param name="Position">Its place in the log.</param>
    /// <param name="Outcomes">One for each handler that was subscribed when the event was published.</param>
    public sealed record Handled(long Position, EquatableArray<HandlerReport> Outcomes) : PublishResult;

    /// <summary>The middleware refused it; nothing is stored.</summary>
    public sealed record Vetoed(string Reason) : PublishResult;

    /// <summary>The command has no handler; nothing is stored.</summary>
    public sealed record NoHandler : PublishResult;

    /// <summary>Its id belongs to another event; nothing is stored.</summary>
    public sealed record DuplicateEventId : PublishResult;

    /// <summary>The stream takes no more events; nothing is stored.</summary>
    public sealed record StreamDeleted : PublishResult;
}

/// <summary>How a handler ended.</summary>
/// <param name="Handler">Its name; null for a command that found no handler when it was dispatched.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it failed; null where it succeeded.</param>
public sealed record HandlerReport(HandlerId? Handler, HandlerOutcome Outcome, string? Reason);

/// <summary>What became of a request.</summary>
public abstract record RequestResult
{
    private RequestResult()
    {
    }

    public sealed record Replied(EventData Reply) : RequestResult;

    /// <summary>The handler ended without a reply.</summary>
    public sealed record NoReply : RequestResult;

    /// <summary>The handler failed.</summary>
    public sealed record Failed(string Reason) : RequestResult;

    /// <summary>No reply in time; there may be one later, under <see cref="EventContext.ReplyTo"/>.</summary>
    public sealed record TimedOut : RequestResult;

    /// <summary>The request itself was not accepted; nothing is stored.</summary>
    public sealed record Refused(PublishResult Why) : RequestResult;
}

/// <summary>What became of a subscription.</summary>
public enum SubscribeResult
{
    /// <summary>The handler gets what is published from now on.</summary>
    Subscribed,

    /// <summary>It was subscribed like this before; its code is what was given now.</summary>
    AlreadySubscribed,

    /// <summary>The command belongs to another handler; nothing changed.</summary>
    CommandTaken,
}
