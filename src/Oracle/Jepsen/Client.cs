using Verified.Oracle.History;

namespace Verified.Oracle.Jepsen;

/// <summary>One process of a log-shaped history: a producer, and a consumer with a position per key.</summary>
internal sealed class Client
{
    private LogFunction _function;
    private uint _invoke;
    private bool _dead;

    /// <summary>Messages the open operation sends.</summary>
    public List<int> Slots { get; } = [];

    /// <summary>Per key: the offset last shown, by which operation, and whether a failed poll may have gone on.</summary>
    public Dictionary<int, (long Offset, uint Number, bool Unsure)> Positions { get; } = [];

    /// <summary>Its polls continue where they stopped: it assigns its partitions itself.</summary>
    public bool CanBeFollowed { get; set; } = true;

    public bool IsOpen => _invoke != 0;

    /// <summary>The open, or last, operation polls.</summary>
    public bool Polls { get; set; }

    public bool Begin(JepsenOperation operation, EdnReader reader)
    {
        if (_dead)
        {
            reader.Refuse(
                Codes.ProcessReused,
                $"process {operation.Process} goes on after an unknown outcome",
                "a new process after :info");
        }
        else if (_invoke != 0)
        {
            reader.Refuse(
                Codes.TwoOpen,
                $"process {operation.Process} invokes while an operation of it is open",
                "one open operation per process");
        }

        if (reader.Malformed is not null) return false;
        _invoke = operation.Number;
        _function = operation.Function;
        Polls = _function is LogFunction.Poll or LogFunction.Txn;
        Slots.Clear();
        return true;
    }

    public bool End(JepsenOperation operation, EdnReader reader)
    {
        if (_invoke == 0)
        {
            reader.Refuse(
                Codes.CompletionWithoutInvoke,
                $"process {operation.Process} has no open operation to complete",
                "an :invoke above");
        }
        else if (_function != operation.Function)
        {
            reader.Refuse(
                Codes.OtherFunction, "a completion whose :f is not that of its :invoke", "the :f of the invoke");
        }

        _invoke = 0;
        return reader.Malformed is null;
    }

    /// <summary>Its positions may be anywhere now.</summary>
    public void Reassign() => Positions.Clear();

    /// <summary>A poll of it failed: it may have been shown messages nobody recorded.</summary>
    public void MayHaveAdvanced()
    {
        if (!Polls) return;
        foreach (var (key, position) in Positions) Positions[key] = position with { Unsure = true };
    }

    public void Die()
    {
        _dead = true;
        Positions.Clear();
    }
}
