using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>The way out of a recursive descent at the first error; never leaves the
/// parser.</summary>
internal sealed class SyntaxFault(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    public Diagnostic Diagnostic { get; } = diagnostic;
}
