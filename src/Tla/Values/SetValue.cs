using System.Numerics;

namespace Verified.Tla.Values;

/// <summary>A set. Some are lazy: they answer membership and often cardinality without their elements.</summary>
public abstract class SetValue : Value
{
    private protected SetValue()
    {
    }

    /// <inheritdoc/>
    public override string Kind => "the set";

    /// <summary>Whether it has finitely many elements.</summary>
    /// <exception cref="ValueException">Undecided, as for the intersection of two infinite sets.</exception>
    public abstract bool IsFinite { get; }

    /// <summary>Whether TLC can enumerate it as far as its own kind tells; <c>SUBSET Nat</c> is, and fails later.</summary>
    public virtual bool IsEnumerable => true;

    /// <summary>How many elements it has; exact at any size.</summary>
    /// <exception cref="ValueException">The set is infinite.</exception>
    public abstract BigInteger Cardinality { get; }

    /// <summary>Whether it has no elements.</summary>
    public virtual bool IsEmpty => !GetElements().MoveNext();

    /// <summary>Whether <see cref="Cardinality"/> is arithmetic, not a count.</summary>
    internal virtual bool CountsWithoutEnumerating => false;

    /// <summary>It is printed by its elements when it has fewer than this, by its definition otherwise.</summary>
    internal virtual int ExpansionBound => 2000;

    /// <summary>Whether its elements are at hand (TLC: Reducible): then operations on it are done at once.</summary>
    internal virtual bool IsReducible => false;

    /// <summary>Whether <see cref="GetElements"/> yields them in the order of <see cref="Value.CompareTo"/>,
    /// each once.</summary>
    internal virtual bool EnumeratesInOrder => false;

    /// <summary>Whether <paramref name="element"/> is in it.</summary>
    /// <exception cref="ValueException">TLC refuses: <c>"a" \in Nat</c>.</exception>
    public abstract bool Contains(Value element);

    /// <summary>The elements in the order in which TLC tries them for <c>x \in S</c> and <c>x' \in S</c> of an
    /// unassigned variable. Lazy unions yield an element of two parts twice, which TLC's count of generated states
    /// shows; quantifiers and set constructors take <see cref="GetElementsInOrder"/> instead.</summary>
    /// <exception cref="ValueException">The set cannot be enumerated; the message names it.</exception>
    public abstract ElementEnumerator GetElements();

    /// <summary>For <c>foreach</c>: <see cref="GetElements"/>.</summary>
    public ElementEnumerator GetEnumerator() => GetElements();

    /// <summary>The elements in the order of <see cref="Value.CompareTo"/>, each once: the order of <c>CHOOSE</c>,
    /// of quantifiers and of <c>{f(x) : x \in S}</c>. Lazy where the set allows.</summary>
    /// <exception cref="ValueException">The set cannot be enumerated.</exception>
    public ElementEnumerator GetElementsInOrder() =>
        EnumeratesInOrder ? GetElements() : ToExplicit().GetElements();

    /// <summary><c>this \subseteq other</c>.</summary>
    /// <exception cref="ValueException">This set cannot be enumerated.</exception>
    public virtual bool IsSubsetOf(SetValue other)
    {
        StackGuard.Require();
        var elements = GetElements();
        while (elements.MoveNext(out var element))
        {
            if (!other.Contains(element)) return false;
        }

        return true;
    }

    /// <summary>The same set with its elements in memory, sorted.</summary>
    /// <exception cref="ValueException">The set cannot be enumerated.</exception>
    public abstract ExplicitSet ToExplicit();

    /// <inheritdoc/>
    public sealed override bool EqualTo(Value other)
    {
        if (ReferenceEquals(this, other)) return true;
        StackGuard.Require();
        return other switch
        {
            SetValue set => SetOrder.AreEqual(this, set) ?? throw EqualityFault(other),
            ModelValue model => model.EqualToOther(this),
            _ => throw EqualityFault(other),
        };
    }

    /// <inheritdoc/>
    public sealed override int CompareTo(Value other)
    {
        if (ReferenceEquals(this, other)) return 0;
        StackGuard.Require();
        return other switch
        {
            SetValue set => SetOrder.Compare(this, set) ?? throw OrderFault(other),
            ModelValue model => -model.CompareToOther(this),
            _ => throw OrderFault(other),
        };
    }

    private protected static ulong FingerprintOfElements(SetValue distinct)
    {
        StackGuard.Require();
        ulong count = 0, sum = 0;
        var elements = distinct.GetElements();
        while (elements.MoveNext(out var element))
        {
            count++;
            sum = unchecked(sum + Mixing.Element(element.Fingerprint));
        }

        return Mixing.Whole(Mixing.Seed.Set, count, sum);
    }
}
