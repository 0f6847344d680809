using System.Runtime.CompilerServices;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>What compiled code runs on: the two states, and a slot for each bound name of the formula.</summary>
/// <remarks>
/// Definitions are expanded where they are used, so one formula needs one frame; only recursion and values that
/// outlive their formula (a filter over <c>Nat</c>, say) take a copy. Not safe for two threads at once.
/// </remarks>
internal sealed class Frame(int size, EvaluationHost host)
{
    /// <summary>A <see cref="Value"/>, or a <see cref="Thunk"/> not yet needed.</summary>
    public readonly object?[] Slots = new object?[size];

    /// <summary>The host: where printing goes.</summary>
    public readonly EvaluationHost Host = host;

    /// <summary>The values of the variables now; null at those not yet assigned (only while states are built).</summary>
    public Value?[] Current = [];

    /// <summary>The values of the variables next, likewise.</summary>
    public Value?[] Next = [];

    /// <summary>The code that last began a step which may fail: where a fault is reported.</summary>
    public Code? Where;

    /// <summary>How many variables of the state under construction have no value yet.</summary>
    public int Unassigned;

    /// <summary>The action under way, for the sink.</summary>
    public ActionLabel? Label;

    /// <summary>Where finished states go; returns true to stop the enumeration.</summary>
    public Func<Frame, bool>? Sink;

    /// <summary>In the frame of a recursive action: what follows its call.</summary>
    public Func<Frame, bool>? Return;

    /// <summary>A copy of the first <paramref name="count"/> slots in a frame of <paramref name="newSize"/> slots.</summary>
    public Frame Fork(int count, int newSize)
    {
        var copy = new Frame(newSize, Host) { Current = Current, Next = Next, Where = Where };
        for (var i = 0; i < count; i++)
            copy.Slots[i] = Slots[i] is Thunk thunk ? thunk.MovedTo(this, copy) : Slots[i];
        return copy;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Value Strict(int slot) => Unsafe.As<Value>(Slots[slot]!);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Value Lazy(int slot)
    {
        var content = Slots[slot]!;
        return content is Thunk thunk ? Unsafe.As<Value>(Slots[slot] = thunk.Force()) : Unsafe.As<Value>(content);
    }
}

/// <summary>What evaluation needs of the outside. Implementations are safe for use from several threads.</summary>
public class EvaluationHost
{
    /// <summary>A line printed by <c>Print</c> or <c>PrintT</c>; nothing is done with it by default.</summary>
    public virtual void Print(string line)
    {
    }
}

/// <summary>An argument or LET definition that is evaluated when first needed, as TLA+ operators demand.</summary>
internal sealed class Thunk(Code code, Frame frame)
{
    private Value? value;

    public Value Force() => value ??= code.Evaluate(frame);

    /// <summary>The same, unevaluated, on the copy of a frame whose slots may change under it.</summary>
    public object MovedTo(Frame from, Frame to) =>
        value is { } known ? known : ReferenceEquals(frame, from) ? new Thunk(code, to) : this;
}
