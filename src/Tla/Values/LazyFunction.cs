using System.Diagnostics.CodeAnalysis;

namespace Verified.Tla.Values;

/// <summary><c>[x \in Domain |-> Body(x)]</c>, evaluated argument by argument: for infinite or large domains.</summary>
/// <remarks>The body must be a function of its argument only, and safe to call from several threads.</remarks>
public sealed class LazyFunction : FunctionLike
{
    private readonly Func<Value, Value> _body;

    // What EXCEPT has changed, the last change first.
    private readonly Change? _changes;
    private FunctionLike? _explicit;

    /// <summary>The function on <paramref name="domain"/> with <paramref name="body"/>.</summary>
    public LazyFunction(SetValue domain, Func<Value, Value> body)
        : this(domain, body, null)
    {
    }

    private LazyFunction(SetValue domain, Func<Value, Value> body, Change? changes)
    {
        Domain = domain;
        _body = body;
        _changes = changes;
    }

    /// <inheritdoc/>
    public override SetValue Domain { get; }

    /// <inheritdoc/>
    public override long Count => ToExplicit().Count;

    internal override ReadOnlySpan<Value> Results => ToExplicit().Results;

    internal override bool IsCanonical => false;

    /// <inheritdoc/>
    public override bool TryApply(Value argument, [NotNullWhen(true)] out Value? result)
    {
        StackGuard.Require();
        if (_explicit is not null) return _explicit.TryApply(argument, out result);
        result = Domain.Contains(argument) ? Evaluate(argument) : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public override FunctionLike With(Value argument, Value result)
    {
        if (_explicit is not null) return _explicit.With(argument, result);
        return Domain.Contains(argument)
            ? new LazyFunction(Domain, _body, new Change(argument, result, _changes))
            : this;
    }

    /// <inheritdoc/>
    public override FunctionLike ToExplicit() => _explicit ??= Construct(Domain, Evaluate);

    /// <inheritdoc/>
    public override Value ArgumentAt(int place) => ToExplicit().ArgumentAt(place);

    /// <inheritdoc/>
    public override Value ResultAt(int place) => ToExplicit().ResultAt(place);

    /// <inheritdoc/>
    public override Value Canonical() => ToExplicit().Canonical();

    private protected override ulong ComputeFingerprint() => ToExplicit().Fingerprint;

    internal override void Print(ValuePrinter printer)
    {
        StackGuard.Require();
        if (_explicit is not null || Domain is not InfiniteSet)
        {
            try
            {
                ToExplicit().Print(printer);
                return;
            }
            catch (ValueException)
            {
                // Its definition stands for it, as in TLC.
            }
        }

        printer.Write("[x \\in ");
        Domain.Print(printer);
        printer.Write(" |-> <expression>]");
    }

    private Value Evaluate(Value argument)
    {
        for (var change = _changes; change is not null; change = change.Earlier)
        {
            if (change.Argument.EqualTo(argument)) return change.Result;
        }

        return _body(argument);
    }

    private sealed class Change(Value argument, Value result, Change? earlier)
    {
        internal Value Argument { get; } = argument;

        internal Value Result { get; } = result;

        internal Change? Earlier { get; } = earlier;
    }
}
