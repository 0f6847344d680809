using System.Threading.Tasks.Sources;
using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>A scheduling point: an operation waits here until the search lets it go on.</summary>
/// <remarks>Pooled by its execution; one await each.</remarks>
internal class Point(Execution execution) : IValueTaskSource, IValueTaskSource<bool>, IValueTaskSource<Gate.Permit>
{
    private Action<object?>? _continuation;
    private object? _state;
    private bool _passed;

    /// <summary>Tells the uses of this object apart.</summary>
    public short Version { get; private set; }

    /// <summary>What is done here, for reports.</summary>
    public string Action { get; private set; } = "";

    /// <summary>The resource it is done to, for reports.</summary>
    public string Resource { get; private set; } = "";

    /// <summary>Known before the step is taken.</summary>
    public Footprint Footprint { get; private set; }

    /// <summary>Says when the operation may go on; null: always.</summary>
    public IGuard? Guard { get; private set; }

    /// <summary>The token that it was given; null: none that can be cancelled.</summary>
    public SeenToken? Token { get; private set; }

    public bool IsCancelled => Token is { } token && token.IsCancelled;

    public CancellationToken Cancellation { get; private set; }

    /// <summary>What the guard wants to remember: a version seen, a kind of request.</summary>
    public long Argument { get; set; }

    /// <summary>Where it is awaited in the code under test, for reports; null where that cannot be seen.</summary>
    public string? Site => AwaitSite.Of(_state);

    /// <summary>In use by the code under test.</summary>
    public bool IsRented { get; set; }

    public bool IsAwaited => _continuation is not null;

    public bool IsOpen => Guard is null || Guard.IsOpen(this) || IsCancelled;

    /// <summary>The result of the await, if it has one.</summary>
    protected bool Result { get; private set; }

    private Exception? Error { get; set; }

    public void Prepare(
        string action, string resource, Footprint footprint, IGuard? guard, CancellationToken cancellation)
    {
        Action = action;
        Resource = resource;
        Footprint = footprint;
        Guard = guard;
        Cancellation = cancellation;
        Argument = 0;
        Token = execution.Cancellations.Look(cancellation);
        if (Token is not null)
            Footprint |= Token.Footprint;
    }

    /// <summary>Does what the await is for, and runs the code behind it.</summary>
    public void Pass(Operation operation)
    {
        try
        {
            if (Guard is not null)
                Result = Guard.Pass(this);
        }
        catch (Exception e) when (e is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            Error = e;
        }

        _passed = true;
        operation.Run(_continuation!, _state);
    }

    public ValueTaskSourceStatus GetStatus(short token) =>
        !_passed ? ValueTaskSourceStatus.Pending
        : Error is null ? ValueTaskSourceStatus.Succeeded
        : Error is OperationCanceledException ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        if (token != Version || _continuation is not null)
            throw new InvalidOperationException($"The value task of '{Action} {Resource}' is awaited twice.");
        _continuation = continuation;
        _state = state;
        execution.Await(this);
    }

    public void GetResult(short token) => Finish(token);

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        var result = Result;
        Finish(token);
        return result;
    }

    Gate.Permit IValueTaskSource<Gate.Permit>.GetResult(short token)
    {
        var gate = (ControlledGate)Guard!;
        Finish(token);
        return gate.HeldPermit;
    }

    /// <summary>Ready for another use, whatever became of the last one.</summary>
    public void Reset()
    {
        unchecked
        {
            Version++;
        }

        IsRented = false;
        _continuation = null;
        _state = null;
        _passed = false;
        Error = null;
        Guard = null;
        Result = false;
        Cancellation = default;
        Token = null;
    }

    protected void Finish(short token)
    {
        if (token != Version || !_passed)
            throw new InvalidOperationException($"The value task of '{Action} {Resource}' is read before its end or twice.");
        var error = Error;
        execution.Return(this);
        if (error is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
    }
}
