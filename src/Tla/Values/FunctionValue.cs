using System.Diagnostics.CodeAnalysis;

namespace Verified.Tla.Values;

/// <summary><c>(0 :> "x" @@ 1 :> "y")</c>: a function in memory that is neither a tuple nor a record.</summary>
public sealed class FunctionValue : FunctionLike
{
    // Below this many arguments, identity is tried before the binary search.
    private const int ScanBound = 8;

    // An interval or an explicit set.
    private readonly SetValue _domain;

    // In the order of the domain.
    private readonly Value[] _results;
    private bool _isCanonical;

    internal FunctionValue(SetValue domain, Value[] results)
    {
        _domain = domain;
        _results = results;
    }

    /// <inheritdoc/>
    public override SetValue Domain => _domain;

    /// <inheritdoc/>
    public override long Count => _results.Length;

    internal override ReadOnlySpan<Value> Results => _results;

    internal override bool IsCanonical => _isCanonical
        || (_isCanonical = (_domain is IntervalSet || _domain.IsCanonical) && ExplicitSet.AllCanonical(_results));

    /// <inheritdoc/>
    public override bool TryApply(Value argument, [NotNullWhen(true)] out Value? result)
    {
        var place = PlaceOf(argument);
        result = place >= 0 ? _results[place] : null;
        return place >= 0;
    }

    /// <inheritdoc/>
    public override FunctionLike With(Value argument, Value result)
    {
        var place = PlaceOf(argument);
        if (place < 0 || ReferenceEquals(_results[place], result)) return this;
        var results = Results.ToArray();
        results[place] = result;
        return new FunctionValue(_domain, results);
    }

    /// <inheritdoc/>
    public override Value ArgumentAt(int place) => _domain is IntervalSet interval
        ? IntValue.Of(interval.Low + place)
        : ((ExplicitSet)_domain).Elements[place];

    /// <inheritdoc/>
    public override Value ResultAt(int place) => _results[place];

    /// <inheritdoc/>
    public override Value Canonical()
    {
        if (IsCanonical) return this;
        StackGuard.Require();
        return new FunctionValue((SetValue)_domain.Canonical(), ExplicitSet.CanonicalAll(_results))
        {
            _isCanonical = true,
        };
    }

    private protected override ulong ComputeFingerprint()
    {
        StackGuard.Require();
        ulong sum = 0;
        for (var i = 0; i < _results.Length; i++)
            sum = unchecked(sum + Mixing.Pair(ArgumentAt(i).Fingerprint, _results[i].Fingerprint));
        return Mixing.Whole(Mixing.Seed.Function, (ulong)_results.Length, sum);
    }

    internal override void Print(ValuePrinter printer) => Print(this, printer);

    internal static void Print(FunctionLike function, ValuePrinter printer)
    {
        StackGuard.Require();
        printer.Write("(");
        for (var i = 0; i < function.Count && !printer.IsFull; i++)
        {
            if (i > 0) printer.Write(" @@ ");
            function.ArgumentAt(i).Print(printer);
            printer.Write(" :> ");
            function.ResultAt(i).Print(printer);
        }

        printer.Write(")");
    }

    private int PlaceOf(Value argument)
    {
        if (_domain is IntervalSet interval)
        {
            if (argument is not IntValue number)
            {
                throw new ValueException(
                    $"Attempted to apply the function {Brief} with integer domain to {argument.Brief}");
            }

            var inside = number.TryGetInt64(out var value) && value >= interval.Low && value <= interval.High;
            return inside ? (int)(value - interval.Low) : -1;
        }

        var arguments = ((ExplicitSet)_domain).Elements;
        if (arguments.Length <= ScanBound)
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                if (ReferenceEquals(arguments[i], argument)) return i;
            }
        }

        return ValueSort.Search(arguments, argument);
    }
}
