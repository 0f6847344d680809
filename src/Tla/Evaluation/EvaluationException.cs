using System.Collections.Immutable;
using Verified.Tla.Source;

namespace Verified.Tla.Evaluation;

/// <summary>A formula of the specification has no value: the fault, its place, and the calls that led there.</summary>
public sealed class EvaluationException : Exception
{
    /// <summary>At most this many different calls are kept; recursion has no bound.</summary>
    public const int MaxStack = 20;

    internal EvaluationException(string message, Origin origin, Frame? frame = null, Exception? inner = null)
        : base(message, inner)
    {
        Span = origin.Span;
        Stack = CallStack.Of(origin, frame);
    }

    /// <summary>The expression that has no value.</summary>
    public Span Span { get; }

    /// <summary>The calls it was reached through, innermost first.</summary>
    public ImmutableArray<SpecificationCall> Stack { get; }

    /// <summary>The same as a diagnostic.</summary>
    public Diagnostic ToDiagnostic() => new("VTL0501", Span.Location, Message);
}

/// <summary>The specification is legal, but this engine refuses it rather than answer wrongly.</summary>
public sealed class UnsupportedException(string code, string message, Span span) : Exception(message)
{
    public Diagnostic Diagnostic { get; } = new(code, span.Location, message, Unsupported: true);
}
