using System.Diagnostics.CodeAnalysis;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

internal sealed class LiteralCode(Value value, Origin origin) : Code(origin)
{
    public Value Value { get; } = value;

    public override Value Evaluate(Frame frame) => Value;

    internal override object Delay(Frame frame) => Value;
}

/// <summary>A bound name: its slot holds a value.</summary>
internal sealed class StrictSlotCode(int slot, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame) => EvaluateToApply(frame).Escaping(frame);

    internal override Value EvaluateToApply(Frame frame) =>
        frame.Recorder is { } recorder && frame.Slots[slot] is Place place ? recorder.Read(place) : frame.Strict(slot);

    internal override object Delay(Frame frame) => frame.Slots[slot] is Value value ? value : new Thunk(this, frame);

    internal override bool TryLocate(Frame frame, [NotNullWhen(true)] out object? found) =>
        (found = frame.Slots[slot] as Place) is not null;
}

/// <summary>A parameter or LET definition: its slot may hold a thunk.</summary>
internal sealed class LazySlotCode(int slot, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame) => frame.Lazy(slot).Escaping(frame);

    internal override Value EvaluateToApply(Frame frame) => frame.Lazy(slot);

    internal override object Delay(Frame frame) => frame.Slots[slot]!;
}

/// <summary>A variable in the current state.</summary>
internal sealed class CurrentVariableCode(int index, string name, Origin origin) : Code(origin)
{
    public int Index => index;

    public override Value Evaluate(Frame frame)
    {
        if (frame.Recorder is { } recorder) return recorder.ReadVariable(index);
        if (frame.Current[index] is { } value) return value;
        frame.Where = this;
        throw new ValueException($"the variable {name} has no value yet");
    }

    internal override bool TryLocate(Frame frame, [NotNullWhen(true)] out object? found) =>
        (found = frame.Recorder?.PlaceOf(index)) is not null;
}

/// <summary>A variable in the next state.</summary>
internal sealed class NextVariableCode(int index, string name, Origin origin) : Code(origin)
{
    public int Index => index;

    public override Value Evaluate(Frame frame)
    {
        if (frame.Next.Length > index && frame.Next[index] is { } value)
            return ReferenceEquals(value, Recorder.Kept) ? frame.Recorder!.ReadVariable(index) : value;
        if (frame.Recorder is { } recorder && ReferenceEquals(frame.Next, recorder.OwnNext)
            && recorder.ReadNext(index) is { } packed)
            return packed;
        frame.Where = this;
        throw new ValueException($"{name}' has no value yet");
    }
}

/// <summary>A constant-level definition: evaluated once, on first use, for all threads; a fault is thrown anew each time.</summary>
internal sealed class SharedConstantCode(SharedConstant constant, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame) => constant.Evaluate(frame);
}

/// <summary>A constant expression inside another: evaluated once, on first use, for all threads. A fault is met again where
/// it stands.</summary>
internal sealed class SharedExpressionCode(SharedConstant constant, Code expanded, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        try
        {
            return constant.Evaluate(frame);
        }
        catch (Exception fault) when (fault is ValueException or InsufficientExecutionStackException)
        {
            return expanded.Evaluate(frame);
        }
    }
}

/// <summary>The value of a constant-level definition, shared by all its uses.</summary>
internal sealed class SharedConstant(Code code, int frameSize)
{
    private readonly Lock _gate = new();
    private volatile Value? _value;

    public Value Evaluate(Frame frame) => _value ?? Compute(frame);

    private Value Compute(Frame frame)
    {
        lock (_gate)
        {
            if (_value is { } known) return known;
            var own = new Frame(frameSize, frame.Host);
            try
            {
                return _value = code.Evaluate(own);
            }
            catch (Exception fault) when (fault is ValueException or InsufficientExecutionStackException)
            {
                frame.Where = own.Active.Where ?? code;
                throw;
            }
        }
    }
}
