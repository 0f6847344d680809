using Verified.Oracle.History;

namespace Verified.Oracle.Rules;

/// <summary>Pairs completions with invocations: one operation at a time per process.</summary>
/// <remarks>Memory: one entry per process. O(1) per line.</remarks>
internal sealed class OpenOperations(MemoryBudget budget)
{
    private static readonly Operation s_deadMarker = new() { Dead = true };

    private readonly Dictionary<long, Operation> _byProcess = [];
    private readonly Stack<Operation> _pool = new();
    private long _lastIndex = -1;

    /// <summary>The operations still open, in no order; at the end of a history their outcome is unknown.</summary>
    public IEnumerable<Operation> Open
    {
        get
        {
            foreach (var operation in _byProcess.Values)
                if (!operation.Dead)
                    yield return operation;
        }
    }

    /// <summary>
    /// The operation this line begins or ends. Null for a <c>crash</c> or <c>fault</c>, and where the line is
    /// malformed, which <paramref name="reader"/> is told.
    /// </summary>
    public Operation? Pair(HistoryReader reader)
    {
        var line = reader.Line;
        if (line.Index <= _lastIndex)
        {
            reader.Refuse(Codes.IndexOrder, $"index {line.Index} after index {_lastIndex}", "indices that increase");
            return null;
        }

        _lastIndex = line.Index;
        _byProcess.TryGetValue(line.Process, out var open);
        if (line.Function is LineFunction.Crash or LineFunction.Fault) return null;
        return line.Type == LineType.Invoke ? Begin(reader, line, open) : Complete(reader, line, open);
    }

    /// <summary>Ends an operation: its process may go on, or not if the outcome is unknown.</summary>
    public void End(long process, Operation operation, bool unknown)
    {
        if (unknown) _byProcess[process] = s_deadMarker;
        else if (_byProcess.Remove(process)) budget.Return(40);
        _pool.Push(operation);
    }

    /// <summary>The process died: its open operation has an unknown outcome. Returns that operation, or null.</summary>
    public Operation? Crash(long process)
    {
        _byProcess.TryGetValue(process, out var open);
        _byProcess[process] = s_deadMarker;
        return open is { Dead: false } ? open : null;
    }

    private Operation? Begin(HistoryReader reader, HistoryLine line, Operation? open)
    {
        if (open is not null)
        {
            if (open.Dead)
            {
                reader.Refuse(
                    Codes.ProcessReused,
                    $"process {line.Process} goes on after an operation whose outcome is unknown",
                    "a new process id after an info or a crash");
            }
            else
            {
                reader.Refuse(
                    Codes.TwoOpen,
                    $"process {line.Process} invokes while its operation of line {open.Invoke} is open",
                    "one open operation per process");
            }

            return null;
        }

        var operation = _pool.TryPop(out var pooled) ? pooled : new Operation();
        operation.Function = line.Function;
        operation.Invoke = line.Number;
        operation.Stream = -1;
        operation.SlotCount = 0;
        operation.Consumer = operation.Partition = operation.Replica = operation.Saga = -1;
        operation.Messages.Clear();
        operation.Outbox.Clear();
        operation.Positions.Clear();
        if (_byProcess.TryAdd(line.Process, operation)) budget.Take(40);
        return operation;
    }

    private static Operation? Complete(HistoryReader reader, HistoryLine line, Operation? open)
    {
        if (open is null or { Dead: true })
        {
            reader.Refuse(
                Codes.CompletionWithoutInvoke,
                $"process {line.Process} has no open operation to complete",
                "an invoke of this process above");
            return null;
        }

        if (open.Function != line.Function)
        {
            reader.Refuse(
                Codes.OtherFunction,
                $"a completion of {FunctionNames.Of(line.Function)}, but line {open.Invoke} invoked "
                    + FunctionNames.Of(open.Function),
                "the f of the invoke");
            return null;
        }

        return open;
    }
}
