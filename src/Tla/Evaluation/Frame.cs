using System.Runtime.CompilerServices;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>What compiled code runs on: the two states, and a slot for each bound name of the formula.</summary>
/// <remarks>
/// Definitions are expanded where they are used, so one formula needs one frame; only recursion and values that
/// outlive their formula (a filter over <c>Nat</c>, say) take a copy. Not safe for two threads at once.
/// </remarks>
internal sealed class Frame
{
    /// <summary>More calls of recursive operators than this within each other are taken for recursion without end.</summary>
    public const int MaxDepth = 50_000;

    public Frame(int size, EvaluationHost host)
    {
        Slots = new object?[size];
        Host = host;
        Root = this;
        Active = this;
    }

    /// <summary>A <see cref="Value"/>, or a <see cref="Thunk"/> not yet needed.</summary>
    public readonly object?[] Slots;

    /// <summary>The host: where printing goes.</summary>
    public readonly EvaluationHost Host;

    /// <summary>The frame that this one was forked from in the end; itself, if it is none's fork.</summary>
    public Frame Root;

    /// <summary>In a root: the frame whose code runs. A fault leaves it as it was, so that its place is known.</summary>
    public Frame Active;

    /// <summary>How many recursive calls lie between this frame and its root.</summary>
    public int Depth;

    /// <summary>In the frame of a recursive operator: its call; null elsewhere.</summary>
    public ProcedureCall? Call;

    /// <summary>In the frame of a recursive operator: the frame that called it.</summary>
    public Frame? Caller;

    /// <summary>The values of the variables now; null at those not yet assigned (only while states are built).</summary>
    public Value?[] Current = [];

    /// <summary>The values of the variables next, likewise.</summary>
    public Value?[] Next = [];

    /// <summary>Where the variables are read and written when the states are packed; null when they are values.</summary>
    public Recorder? Recorder;

    /// <summary>The code that last began a step which may fail: where a fault is reported.</summary>
    public Code? Where;

    /// <summary>How many variables of the state under construction have no value yet.</summary>
    public int Unassigned;

    /// <summary>The action under way, for the sink.</summary>
    public ActionLabel? Label;

    /// <summary>Where finished states go; returns true to stop the enumeration.</summary>
    public Func<Frame, bool>? Sink;

    /// <summary>In a root: how many states between the two parts of a composition there were.</summary>
    public long StatesBetween;

    /// <summary>The composition of actions under way, if any.</summary>
    public ComposeAction.Outer? Composition;

    /// <summary>In the frame of a recursive action: what follows its call.</summary>
    public Func<Frame, bool>? Return;

    /// <summary>A copy of the first <paramref name="count"/> slots in a frame of <paramref name="newSize"/> slots.</summary>
    public Frame Fork(int count, int newSize)
    {
        var copy = new Frame(newSize, Host)
        {
            Root = Root,
            Depth = Depth,
            Call = Call,
            Caller = Caller,
            Current = Current,
            Next = Next,
            Where = Where,
            Recorder = Recorder,
        };
        for (var i = 0; i < count; i++)
            copy.Slots[i] = Slots[i] is Thunk thunk ? thunk.MovedTo(this, copy) : Slots[i];
        return copy;
    }

    /// <summary>A fork whose values may outlive the evaluation that made it.</summary>
    public Frame Detach(int count, int newSize)
    {
        var copy = Fork(count, newSize);
        (copy.Root, copy.Call, copy.Caller) = (copy, null, null);
        for (var i = 0; i < count; i++)
            if (copy.Slots[i] is Thunk thunk) copy.Slots[i] = thunk.DetachedFor(copy);
        return copy;
    }

    /// <summary>The fork in which a recursive call runs.</summary>
    /// <exception cref="ValueException">The recursion is too deep.</exception>
    public Frame ForkForCall(ProcedureCall call, int count, int newSize)
    {
        StackGuard.Require();
        if (Depth == MaxDepth)
            throw new ValueException($"the recursion is deeper than {MaxDepth} calls");
        var callee = Fork(count, newSize);
        callee.Depth++;
        (callee.Call, callee.Caller) = (call, this);
        return callee;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Value Strict(int slot) => Unsafe.As<Value>(Slots[slot]!);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Value Lazy(int slot)
    {
        var content = Slots[slot]!;
        if (content is not Thunk thunk) return Unsafe.As<Value>(content);
        return Recorder is { IsRecording: true } recorder
            ? thunk.Force(recorder)
            : Unsafe.As<Value>(Slots[slot] = thunk.Force());
    }
}

/// <summary>An argument or LET definition that is evaluated when first needed, as TLA+ operators demand.</summary>
internal sealed class Thunk(Code code, Frame frame)
{
    private Value? _value;

    // The words that the value depends on, when the states are packed.
    private int[] _reads = [];

    public bool IsForced => _value is not null;

    public Value Force() => _value ?? Compute();

    /// <summary>The same when the states are packed: whoever uses the value depends on what it depends on.</summary>
    public Value Force(Recorder recorder)
    {
        if (_value is null)
            _reads = recorder.Capture(() => Compute());
        else
            foreach (var word in _reads) recorder.Note(word);
        return _value!;
    }

    private Value Compute()
    {
        var root = frame.Root;
        var user = root.Active;
        root.Active = frame;
        _value = code.EvaluateToApply(frame);
        root.Active = user;
        return _value;
    }

    /// <summary>The same for a frame that outlives its caller: an argument not yet evaluated speaks of the caller's frame,
    /// whose slots change when the call is over.</summary>
    public Thunk DetachedFor(Frame owner)
    {
        if (IsForced || ReferenceEquals(frame, owner)) return this;
        StackGuard.Require();
        return new Thunk(code, frame.Detach(frame.Slots.Length, frame.Slots.Length));
    }

    /// <summary>The same, unevaluated, on the copy of a frame whose slots may change under it.</summary>
    public object MovedTo(Frame from, Frame to) =>
        _value switch
        {
            { } known => from.Recorder is null ? known : this,
            null => ReferenceEquals(frame, from) ? new Thunk(code, to) : this,
        };
}

/// <summary>What becomes of lazy functions when the states are packed.</summary>
internal static class LazyFunctions
{
    /// <summary>The value, which may be used in any way from here on: what a lazy function reads later is remembered by
    /// nobody, so all that is read decides the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Escaping(this Value value, Frame frame)
    {
        if (frame.Recorder is { } recorder && value is LazyFunction) recorder.Merge();
        return value;
    }
}
