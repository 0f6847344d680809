using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>The body of a recursive operator in the place of an action, compiled once.</summary>
/// <param name="captured">Slots of the enclosing frame that it sees.</param>
internal sealed class ActionProcedure(CallSite site, int captured)
{
    /// <summary>The call that the body was compiled for; all calls share the body.</summary>
    public CallSite Site { get; } = site;

    public int Captured { get; } = captured;

    public int FrameSize { get; set; }

    /// <summary>The body; it ends in <see cref="ReturnAction"/>.</summary>
    public ActionCode? Body { get; set; }
}

/// <summary>A call of a recursive operator in the place of an action: a frame of its own, then on in the caller's.</summary>
internal sealed class ActionCallAction(
    ActionProcedure procedure, (Code Code, bool Strict)[] arguments, ActionCode then, Origin origin) : ActionCode(origin)
{
    private readonly ProcedureCall _call = new(procedure.Site, origin);

    public override bool Run(Frame frame)
    {
        frame.Where = arguments.Length > 0 ? arguments[0].Code : frame.Where;
        var callee = frame.ForkForCall(_call, procedure.Captured, procedure.FrameSize);
        for (var i = 0; i < arguments.Length; i++)
            callee.Slots[procedure.Captured + i] =
                arguments[i].Strict ? arguments[i].Code.EvaluateToApply(frame) : new Thunk(arguments[i].Code, frame);
        callee.Unassigned = frame.Unassigned;
        callee.Return = inner => Continue(frame, inner);
        var root = frame.Root;
        var caller = root.Active;
        root.Active = callee;
        var stop = procedure.Body!.Run(callee);
        root.Active = caller;
        return stop;
    }

    private bool Continue(Frame frame, Frame callee)
    {
        var unassigned = frame.Unassigned;
        frame.Unassigned = callee.Unassigned;
        frame.Root.Active = frame;
        var stop = then.Run(frame);
        frame.Root.Active = callee;
        frame.Unassigned = unassigned;
        return stop;
    }
}

/// <summary>The end of a recursive operator's body: on with what follows the call.</summary>
internal sealed class ReturnAction(Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame) => frame.Return!(frame);
}

/// <summary>A parameter whose argument may branch: TLC branches over it, unless its value was needed before.</summary>
internal sealed class LazyAction(int slot, Code value, ActionCode branching, ActionCode then, Origin origin)
    : ActionCode(origin)
{
    public override bool Run(Frame frame) => frame.Slots[slot] is Thunk { IsForced: false }
        ? branching.Run(frame)
        : value.Test(frame) && then.Run(frame);
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
