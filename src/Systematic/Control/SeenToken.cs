namespace Verified.Systematic;

/// <summary>A cancellation token that a primitive was given.</summary>
internal sealed class SeenToken
{
    private readonly Execution _execution;
    private readonly CancellationToken _token;
    private readonly ulong _bit;

    /// <summary>Cancelled before anyone looked, or by a step.</summary>
    private bool _isExpected;

    public SeenToken(Execution execution, ulong bit, CancellationToken token)
    {
        (_execution, _token, _bit) = (execution, token, bit);
        _isExpected = token.IsCancellationRequested;
        // Who cancelled it before anyone looked left no trace.
        Footprint = _isExpected ? Footprint.Everything : new Footprint(bit, 0);
        if (!_isExpected)
            token.UnsafeRegister(static seen => ((SeenToken)seen!).Note(), this);
    }

    /// <summary>What a step touches that looks at the token.</summary>
    public Footprint Footprint { get; }

    public bool IsCancelled
    {
        get
        {
            var isCancelled = _token.IsCancellationRequested;
            if (isCancelled && !_isExpected)
                _execution.Report("a token was cancelled");
            return isCancelled;
        }
    }

    private void Note()
    {
        if (!_execution.IsOwnThread)
        {
            _execution.Report("a token was cancelled");
            return;
        }

        _isExpected = true;
        _execution.Touch(new Footprint(0, _bit));
    }
}
