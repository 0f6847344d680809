using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>What was read, or why it could not be.</summary>
public sealed class ParseResult<T>
    where T : class
{
    internal ParseResult(T? value, ImmutableArray<Diagnostic> diagnostics)
    {
        Value = value;
        Diagnostics = diagnostics;
    }

    /// <summary>The syntax, or null after an error.</summary>
    public T? Value { get; }

    /// <summary>The first error; empty after success.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsSuccess => Value is not null;
}
