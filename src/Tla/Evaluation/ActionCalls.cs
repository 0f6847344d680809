using System.Runtime.CompilerServices;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>The body of a recursive operator in the place of an action, compiled once.</summary>
/// <param name="captured">Slots of the enclosing frame that it sees.</param>
internal sealed class ActionProcedure(int captured)
{
    public int Captured { get; } = captured;

    public int FrameSize { get; set; }

    /// <summary>The body; it ends in <see cref="ReturnAction"/>.</summary>
    public ActionCode? Body { get; set; }
}

/// <summary>A call of a recursive operator in the place of an action: a frame of its own, then on in the caller's.</summary>
internal sealed class ActionCallAction(
    ActionProcedure procedure, (Code Code, bool Strict)[] arguments, ActionCode then, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var callee = frame.Fork(procedure.Captured, procedure.FrameSize);
        for (var i = 0; i < arguments.Length; i++)
            callee.Slots[procedure.Captured + i] =
                arguments[i].Strict ? arguments[i].Code.Evaluate(frame) : new Thunk(arguments[i].Code, frame);
        callee.Unassigned = frame.Unassigned;
        callee.Return = inner => Continue(frame, inner);
        try
        {
            return procedure.Body!.Run(callee);
        }
        catch (Exception fault) when (Record(frame, callee, fault))
        {
            throw;
        }
    }

    private bool Continue(Frame frame, Frame callee)
    {
        var unassigned = frame.Unassigned;
        frame.Unassigned = callee.Unassigned;
        var stop = then.Run(frame);
        frame.Unassigned = unassigned;
        callee.Where = frame.Where;
        return stop;
    }

    // A filter that never catches: it runs while the stack of the specification still stands.
    private static bool Record(Frame caller, Frame callee, Exception fault)
    {
        if (fault is ValueException or InsufficientExecutionStackException)
            caller.Where = callee.Where;
        return false;
    }
}

/// <summary>The end of a recursive operator's body: on with what follows the call.</summary>
internal sealed class ReturnAction(Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame) => frame.Return!(frame);
}

/// <summary><c>[x \in S |-> A][e]</c>: A, with x bound to e.</summary>
internal sealed class ApplyAction(Code argument, BindingCode[] bindings, ActionCode body, Code where, Origin origin)
    : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        var value = argument.Evaluate(frame);
        var parts = bindings.Length == 1 ? [value] : Parts(frame, value);
        for (var i = 0; i < bindings.Length; i++)
        {
            var domain = bindings[i].Set(frame);
            frame.Where = where;
            if (!domain.Contains(parts[i]))
                throw new ValueException($"the function is applied to {value.Brief}, which is not in its domain");
        }

        for (var i = 0; i < bindings.Length; i++) bindings[i].Bind(frame, parts[i]);
        return body.Run(frame);
    }

    private Value[] Parts(Frame frame, Value argument)
    {
        frame.Where = where;
        return SequenceOps.AsSequence(argument) is { } tuple && tuple.Items.Length == bindings.Length
            ? tuple.Items.ToArray()
            : throw new ValueException($"the function takes {bindings.Length} arguments, not {argument.Brief}");
    }
}
