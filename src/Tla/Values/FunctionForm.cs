namespace Verified.Tla.Values;

/// <summary>What functions on a domain look like: tuples on <c>1..n</c>, records on strings, others elsewhere.
/// Computed once for a domain, it makes many functions.</summary>
public sealed class FunctionForm
{
    private readonly Kind _kind;
    private readonly RecordShape? _shape;

    private FunctionForm(Kind kind, SetValue domain, int count, RecordShape? shape)
    {
        _kind = kind;
        _shape = shape;
        Domain = domain;
        Count = count;
    }

    private enum Kind
    {
        Tuple,
        Record,
        Other,
    }

    /// <summary>The arguments, enumerable without laziness and in order.</summary>
    public SetValue Domain { get; }

    /// <summary>How many arguments there are.</summary>
    public int Count { get; }

    /// <summary>The argument at a place in the order of the domain, from 0.</summary>
    public Value ArgumentAt(int place) => Domain is IntervalSet interval
        ? IntValue.Of(interval.Low + place)
        : ((ExplicitSet)Domain).Elements[place];

    /// <summary>Whether the functions are tuples.</summary>
    internal bool IsTuple => _kind == Kind.Tuple;

    /// <summary>The form for a domain.</summary>
    /// <exception cref="ValueException">The domain cannot be enumerated.</exception>
    public static FunctionForm Of(SetValue domain)
    {
        if (domain is IntervalSet interval && interval.TryCount(out var count))
        {
            var kind = interval.Low == 1 || count == 0 ? Kind.Tuple : Kind.Other;
            return new FunctionForm(kind, interval, count, null);
        }

        return Of(domain.ToExplicit());
    }

    /// <summary>The function with these results, in the order of <see cref="Domain"/>; the array is its own from now
    /// on.</summary>
    public FunctionLike Make(Value[] results) => _kind switch
    {
        Kind.Tuple => TupleValue.Adopt(results),
        Kind.Record => new RecordValue(_shape!, results),
        _ => new FunctionValue(Domain, results),
    };

    private static FunctionForm Of(ExplicitSet domain)
    {
        var arguments = domain.Elements;
        if (IsSequence(arguments)) return new FunctionForm(Kind.Tuple, domain, arguments.Length, null);
        return RecordShape.TryOf(arguments, out var shape)
            ? new FunctionForm(Kind.Record, domain, arguments.Length, shape)
            : new FunctionForm(Kind.Other, domain, arguments.Length, null);
    }

    private static bool IsSequence(ReadOnlySpan<Value> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not IntValue number || !number.TryGetInt64(out var value) || value != i + 1)
                return false;
        }

        return true;
    }
}
