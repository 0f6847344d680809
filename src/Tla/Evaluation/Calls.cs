using Verified.Tla.Packing;
using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

internal sealed class UnaryCode(Func<Value, Value> apply, Code argument, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var x = argument.Evaluate(frame);
        frame.Where = this;
        return apply(x);
    }
}

internal sealed class BinaryCode(Func<Value, Value, Value> apply, Code left, Code right, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var x = left.Evaluate(frame);
        var y = right.Evaluate(frame);
        frame.Where = this;
        return apply(x, y);
    }
}

/// <summary>An operator of a standard module whose value is a boolean.</summary>
internal sealed class RelationCode(Func<Value, Value, bool> holds, Code left, Code right, Origin origin) : Predicate(origin)
{
    public override bool Test(Frame frame)
    {
        var x = left.Evaluate(frame);
        var y = right.Evaluate(frame);
        frame.Where = this;
        return holds(x, y);
    }
}

/// <summary>An operator of a standard module that takes many arguments, operators among them, or prints.</summary>
internal sealed class InvocationCode(
    Func<Invocation, Value> apply, Code?[] values, OperatorCode?[] operators, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var arguments = new Value[values.Length];
        var passed = new OperatorArgument?[values.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (values[i] is { } value) arguments[i] = value.Evaluate(frame);
            if (operators[i] is { } op) passed[i] = op.On(frame, this);
        }

        frame.Where = this;
        return apply(new Invocation(arguments, passed, frame.Host));
    }
}

/// <summary>An operator passed to one of a standard module: its parameters' slots and its body.</summary>
internal sealed record OperatorCode(int[] Slots, Code Body)
{
    public OperatorArgument On(Frame frame, Code caller) => arguments =>
    {
        for (var i = 0; i < Slots.Length; i++) frame.Slots[Slots[i]] = arguments[i];
        var result = Body.Evaluate(frame);
        frame.Where = caller;
        return result;
    };
}

/// <summary>An operator that prints, draws at random, or keeps registers: its result is never kept for another state.</summary>
internal sealed class EffectCode(Code inner, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        if (frame.Recorder is { IsRecording: true }) throw new EffectException();
        return inner.Evaluate(frame);
    }
}

/// <summary>LET: starts each definition's slot, as a value where the body is sure to need it, else as a thunk.</summary>
internal sealed class LetCode((int Slot, Code Code, bool Strict)[] definitions, Code body, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        Start(frame);
        return body.Evaluate(frame);
    }

    public override bool Test(Frame frame)
    {
        Start(frame);
        return body.Test(frame);
    }

    internal override void WriteTo(Frame frame, Recorder recorder, Place place)
    {
        Start(frame);
        body.WriteTo(frame, recorder, place);
    }

    internal override void Split(Frame frame, Splitter splitter)
    {
        if (!splitter.TryStart(definitions, () => body.Split(frame, splitter))) splitter.Add(this);
    }

    private void Start(Frame frame)
    {
        foreach (var (slot, code, strict) in definitions)
            frame.Slots[slot] = strict ? code.EvaluateToApply(frame) : code.Delay(frame);
    }
}

/// <summary>The body of a recursive operator, compiled once.</summary>
/// <param name="captured">Slots of the enclosing frame that it sees.</param>
internal sealed class Procedure(CallSite site, int captured)
{
    /// <summary>The call that the body was compiled for; all calls share the body.</summary>
    public CallSite Site { get; } = site;

    public int Captured { get; } = captured;

    public int FrameSize { get; set; }

    public Code? Body { get; set; }
}

/// <summary>A call of a recursive operator: a frame of its own.</summary>
internal sealed class ProcedureCallCode(
    Procedure procedure, (Code Code, bool Strict)[] arguments, Origin origin) : Code(origin)
{
    private readonly ProcedureCall _call = new(procedure.Site, origin);

    public override Value Evaluate(Frame frame)
    {
        frame.Where = this;
        var callee = frame.ForkForCall(_call, procedure.Captured, procedure.FrameSize);
        for (var i = 0; i < arguments.Length; i++)
            callee.Slots[procedure.Captured + i] =
                arguments[i].Strict ? arguments[i].Code.EvaluateToApply(frame) : arguments[i].Code.Delay(frame);
        var root = frame.Root;
        var caller = root.Active;
        root.Active = callee;
        var result = procedure.Body!.Evaluate(callee);
        root.Active = caller;
        return result;
    }
}
