using System.Diagnostics.CodeAnalysis;
using Verified.Tla.Packing;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>Where code comes from: its text, and the calls it was expanded through.</summary>
/// <param name="Span">The expression's text.</param>
/// <param name="Caller">The call that expanded the enclosing definition, or null at the top.</param>
internal sealed record Origin(Span Span, CallSite? Caller);

/// <summary>A call in the specification: what was called, from where.</summary>
internal sealed record CallSite(string Definition, Origin From);

/// <summary>A compiled expression.</summary>
internal abstract class Code(Origin origin)
{
    public Origin Origin { get; } = origin;

    /// <summary>The value of the expression in a frame.</summary>
    /// <exception cref="ValueException">It has none; <see cref="Frame.Where"/> tells which code found out.</exception>
    public abstract Value Evaluate(Frame frame);

    /// <summary>The value, for who only keeps it in a slot or applies it. Where the states are packed a lazy function then
    /// reads for whoever applies it; otherwise its reads decide the step itself (<see cref="Recorder.Merge"/>).</summary>
    internal virtual Value EvaluateToApply(Frame frame) => Evaluate(frame);

    /// <summary>The value, or a <see cref="Thunk"/> that tells it when it is first needed.</summary>
    internal virtual object Delay(Frame frame) => new Thunk(this, frame);

    /// <summary>The value as a truth value.</summary>
    public virtual bool Test(Frame frame)
    {
        var value = Evaluate(frame);
        if (ReferenceEquals(value, BoolValue.True)) return true;
        if (ReferenceEquals(value, BoolValue.False)) return false;
        frame.Where = this;
        throw new ValueException($"a boolean was expected, not {value.Brief}");
    }

    /// <summary>Finds the place of the value in a packed state, without reading it; false where this is no part of one.</summary>
    /// <param name="found">The place; or the value itself, of a part that has no place of its own.</param>
    internal virtual bool TryLocate(Frame frame, [NotNullWhen(true)] out object? found)
    {
        found = null;
        return false;
    }

    /// <summary>Writes the value to a place of a packed state: what changes, if that can be told.</summary>
    internal virtual void WriteTo(Frame frame, Recorder recorder, Place place)
    {
        if (!TryLocate(frame, out var found) || !ReferenceEquals(found, place)) recorder.WriteValue(this, frame, place);
    }

    /// <summary>Values that tell as much as the value does: those of a tuple.</summary>
    internal virtual IReadOnlyList<Code> Components => [this];

    /// <summary>Splits a condition into conjuncts, for packed states.</summary>
    internal virtual void Split(Frame frame, Splitter splitter) => splitter.Add(this);

    protected static SetValue AsSet(Value value, Frame frame, Code code)
    {
        if (value is SetValue set) return set;
        frame.Where = code;
        throw new ValueException($"a set was expected, not {value.Brief}");
    }
}

/// <summary>Code whose value is a boolean: it computes the truth value and wraps it only on demand.</summary>
internal abstract class Predicate(Origin origin) : Code(origin)
{
    public sealed override Value Evaluate(Frame frame) => BoolValue.Of(Test(frame));

    public abstract override bool Test(Frame frame);
}
