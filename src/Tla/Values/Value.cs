using System.Runtime.CompilerServices;

namespace Verified.Tla.Values;

/// <summary>A TLA+ value: immutable and safe to share between threads.</summary>
/// <remarks>
/// Two relations live side by side. <see cref="EqualTo"/> and <see cref="CompareTo"/> are those of TLA+ as TLC
/// evaluates them, and refuse to compare values of different kinds; <see cref="Equals(Value)"/> is for hash tables,
/// never refuses, and agrees with the first wherever that answers.
/// Deep values exhaust the stack as <see cref="InsufficientExecutionStackException"/>, never as a crash.
/// </remarks>
public abstract class Value : IEquatable<Value>
{
    /// <summary>The longest text of a value inside an error message, in characters.</summary>
    public const int MessageLength = 300;

    // Computed on demand; 0 stands for "not yet". Written by several threads with the same value.
    private ulong _fingerprint;

    private protected Value()
    {
    }

    /// <summary>What it is, for people: <c>the integer</c>, <c>the set</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>64 bits that equal values share whatever their representation: <c>1..2</c> and <c>{1, 2}</c>,
    /// <c>&lt;&lt;5&gt;&gt;</c> and <c>[i \in {1} |-> 5]</c>. Equal across processes and independent of the order in which
    /// strings were first mentioned. Computed once, linear in the size of the value.</summary>
    /// <exception cref="ValueException">The value has infinitely many parts, as <c>SUBSET Nat</c>.</exception>
    public ulong Fingerprint
    {
        get
        {
            var known = _fingerprint;
            return known != 0 ? known : RememberFingerprint();
        }
    }

    /// <summary>TLA+ equality.</summary>
    /// <exception cref="ValueException">TLC refuses the comparison: <c>1 = "a"</c>, <c>{} = &lt;&lt;&gt;&gt;</c>. Inside
    /// composite values the parts are compared in TLC's order, and the first difference ends the comparison.</exception>
    public abstract bool EqualTo(Value other);

    /// <summary>TLC's total order within one kind: negative, zero or positive. It decides the order of set elements and
    /// so what <c>CHOOSE</c> takes.</summary>
    /// <exception cref="ValueException">The kinds differ and neither is an untyped model value.</exception>
    public abstract int CompareTo(Value other);

    /// <summary>The same value without laziness at any depth: what a state stores.</summary>
    /// <exception cref="ValueException">The value contains an infinite set.</exception>
    public virtual Value Canonical() => this;

    /// <summary>TLA+ text as TLC prints it, on one line; it parses back to the value.</summary>
    public sealed override string ToString() => ValuePrinter.Print(this, int.MaxValue);

    /// <summary>The text, cut with <c>…</c> after <paramref name="maxLength"/> characters.</summary>
    public string ToString(int maxLength) => ValuePrinter.Print(this, maxLength);

    /// <summary>Equality for hash tables: never refuses; values that TLC does not compare are different.</summary>
    public bool Equals(Value? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || Fingerprint != other.Fingerprint) return false;
        try
        {
            return EqualTo(other);
        }
        catch (ValueException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as Value);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => unchecked((int)(Fingerprint ^ (Fingerprint >> 32)));

    /// <summary>The fingerprint, without the cache.</summary>
    private protected abstract ulong ComputeFingerprint();

    /// <summary>Writes the text.</summary>
    internal abstract void Print(ValuePrinter printer);

    /// <summary>Whether <see cref="Canonical"/> would return the same object.</summary>
    internal virtual bool IsCanonical => true;

    /// <summary>The text for an error message.</summary>
    internal string Brief => ToString(MessageLength);

    private protected ValueException EqualityFault(Value other) => new(
        $"Attempted to check equality of {Kind} {Brief} with {other.Kind} {other.Brief}");

    private protected ValueException OrderFault(Value other) => new(
        $"Attempted to compare {Kind} {Brief} with {other.Kind} {other.Brief}");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong RememberFingerprint()
    {
        var computed = ComputeFingerprint();
        return _fingerprint = computed != 0 ? computed : 1;
    }
}
