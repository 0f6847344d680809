using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>Reads TLA+ 2 as SANY does: junction lists by column, precedence as ranges, proofs
/// skipped.</summary>
/// <remarks>Thread-safe; linear in the text. Nothing here throws on bad input.</remarks>
public static class TlaParser
{
    /// <summary>How deep expressions, proofs and inner modules may nest, so that later passes may
    /// recurse.</summary>
    public const int MaxDepth = 2_000;

    /// <summary>How many digits a number may have.</summary>
    public const int MaxDigits = 10_000;

    /// <summary>Parses the first module of a file; text before and behind it is ignored.</summary>
    public static ParseResult<ModuleSyntax> Parse(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Guard(() => Parser.ParseFile(source));
    }

    /// <summary>Parses a text that is one expression.</summary>
    public static ParseResult<ExprSyntax> ParseExpression(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Guard(() => Parser.ParseExpressionOnly(source));
    }

    private static ParseResult<T> Guard<T>(Func<T> parse)
        where T : class
    {
        try
        {
            return new ParseResult<T>(parse(), []);
        }
        catch (SyntaxFault fault)
        {
            return new ParseResult<T>(null, [fault.Diagnostic]);
        }
    }
}
