namespace Verified.Scenarios;

/// <summary>Follows what a shell does in its mirror: each step must be one that the mirror allows.</summary>
/// <param name="state">Where the mirror begins.</param>
/// <param name="step">The mirror's <c>Step</c>.</param>
/// <param name="invariant">Throws where a state breaks a claim.</param>
public sealed class MirrorRun<TState, TAction>(
    TState state, Func<TState, TAction, TState?> step, Action<TState>? invariant = null)
    where TState : class
{
    private readonly List<TAction> _taken = [];
    private BrokenClaimException? _broken;

    public TState State { get; private set; } = state;

    /// <summary>What was taken, in order.</summary>
    public IReadOnlyList<TAction> Taken => _taken;

    /// <exception cref="BrokenClaimException">The mirror does not allow it.</exception>
    public void Take(TAction action)
    {
        State = step(State, action) ?? throw new BrokenClaimException(
            $"The mirror does not allow {action} after [{string.Join(", ", _taken)}] in {State}.");
        _taken.Add(action);
        invariant?.Invoke(State);
    }

    /// <summary>Takes it, and lets the run go on where the mirror does not allow it: <see cref="Check"/> then says so.</summary>
    public void Follow(TAction action)
    {
        if (_broken is not null)
            return;
        try
        {
            Take(action);
        }
        catch (BrokenClaimException broken)
        {
            _broken = broken;
        }
    }

    /// <exception cref="BrokenClaimException">The mirror does not allow what was followed.</exception>
    public void Check() => Claim.Holds(_broken is null, _broken?.Message ?? "");
}
