using System.Diagnostics.CodeAnalysis;

namespace Verified.Tla.Values;

/// <summary>A function. Each has one representation: a tuple if its domain is <c>1..n</c>, a record if its domain is a
/// nonempty set of strings, a <see cref="FunctionValue"/> otherwise, or a <see cref="LazyFunction"/> that becomes one
/// of them on demand.</summary>
public abstract class FunctionLike : Value
{
    private protected FunctionLike()
    {
    }

    /// <inheritdoc/>
    public override string Kind => "the function";

    /// <summary><c>DOMAIN</c> of it.</summary>
    public abstract SetValue Domain { get; }

    /// <summary>The number of arguments.</summary>
    /// <exception cref="ValueException">The domain is infinite.</exception>
    public abstract long Count { get; }

    /// <summary>Applies the function; false outside of its domain.</summary>
    /// <exception cref="ValueException">The argument cannot be compared with those of the domain.</exception>
    public abstract bool TryApply(Value argument, [NotNullWhen(true)] out Value? result);

    /// <summary>Applies the function.</summary>
    /// <exception cref="ValueException">The argument is not in the domain.</exception>
    public Value Apply(Value argument) => TryApply(argument, out var result)
        ? result
        : throw new ValueException(
            $"Attempted to apply {Kind} {Brief} to {argument.Brief}, which is not in its domain {Domain.Brief}");

    /// <summary><c>[this EXCEPT ![argument] = result]</c>; this function, outside of its domain.</summary>
    /// <exception cref="ValueException">The argument cannot be compared with those of the domain.</exception>
    public abstract FunctionLike With(Value argument, Value result);

    /// <summary>The same function with its results in memory.</summary>
    /// <exception cref="ValueException">The domain cannot be enumerated.</exception>
    public virtual FunctionLike ToExplicit() => this;

    /// <summary>The argument at a place in the order of the domain, from 0; not of lazy functions.</summary>
    public abstract Value ArgumentAt(int place);

    /// <summary>The result at a place in the order of the domain, from 0; not of lazy functions.</summary>
    public abstract Value ResultAt(int place);

    /// <summary>The results in the order of the domain; of a lazy function, once it is evaluated.</summary>
    internal abstract ReadOnlySpan<Value> Results { get; }

    /// <summary><c>[x \in domain |-> result(x)]</c>, evaluated at once in the order of the domain.</summary>
    /// <exception cref="ValueException">The domain cannot be enumerated.</exception>
    public static FunctionLike Construct(SetValue domain, Func<Value, Value> result) =>
        Construct(FunctionForm.Of(domain), result);

    /// <summary><c>[x \in form.Domain |-> result(x)]</c>, evaluated at once in the order of the domain.</summary>
    public static FunctionLike Construct(FunctionForm form, Func<Value, Value> result)
    {
        var results = new Value[form.Count];
        var arguments = form.Domain.GetElements();
        for (var i = 0; arguments.MoveNext(out var argument); i++) results[i] = result(argument);
        return form.Make(results);
    }

    /// <summary><c>argument :> result</c>.</summary>
    public static FunctionLike Singleton(Value argument, Value result) =>
        FunctionForm.Of(ExplicitSet.Singleton(argument)).Make([result]);

    /// <summary><c>left @@ right</c>; where both are defined, <paramref name="left"/> counts.</summary>
    public static FunctionLike Combine(FunctionLike left, FunctionLike right)
    {
        FunctionLike a = left.ToExplicit(), b = right.ToExplicit();
        var arguments = new Value[a.Count + b.Count];
        var results = new Value[arguments.Length];
        int i = 0, j = 0, count = 0;
        while (i < a.Count || j < b.Count)
        {
            var order = i == a.Count ? 1 : j == b.Count ? -1 : a.ArgumentAt(i).CompareTo(b.ArgumentAt(j));
            if (order == 0) j++;
            var (from, place) = order <= 0 ? (a, i++) : (b, j++);
            arguments[count] = from.ArgumentAt(place);
            results[count++] = from.ResultAt(place);
        }

        Array.Resize(ref arguments, count);
        Array.Resize(ref results, count);
        return FunctionForm.Of(ExplicitSet.FromSorted(arguments)).Make(results);
    }

    /// <inheritdoc/>
    public sealed override bool EqualTo(Value other)
    {
        if (ReferenceEquals(this, other)) return true;
        StackGuard.Require();
        if (this is TupleValue left && other is TupleValue right) return FunctionOrder.AreEqual(left.Items, right.Items);
        return other switch
        {
            FunctionLike function => FunctionOrder.AreEqual(ToExplicit(), function.ToExplicit())
                ?? throw EqualityFault(other),
            ModelValue model => model.EqualToOther(this),
            _ => throw EqualityFault(other),
        };
    }

    /// <inheritdoc/>
    public sealed override int CompareTo(Value other)
    {
        if (ReferenceEquals(this, other)) return 0;
        StackGuard.Require();
        if (this is TupleValue left && other is TupleValue right) return FunctionOrder.Compare(left.Items, right.Items);
        return other switch
        {
            FunctionLike function => FunctionOrder.Compare(ToExplicit(), function.ToExplicit())
                ?? throw OrderFault(other),
            ModelValue model => -model.CompareToOther(this),
            _ => throw OrderFault(other),
        };
    }
}
