using System.Collections.Immutable;

namespace Verified.Tla.Syntax;

/// <summary>Modules: header, EXTENDS, units, end.</summary>
internal sealed partial class Parser
{
    public static ModuleSyntax ParseFile(Source.SourceText source)
    {
        var start = FindModule(source.Text);
        if (start < 0) throw new SyntaxFault(SyntaxErrors.NoModule(source));
        return new Parser(source, start).ParseModule();
    }

    /// <summary>Where <c>---- MODULE</c> first stands; what comes before may be anything, comments
    /// included.</summary>
    private static int FindModule(string text)
    {
        for (var dashes = text.IndexOf("----", StringComparison.Ordinal); dashes >= 0;)
        {
            var end = dashes;
            while (end < text.Length && text[end] == '-') end++;
            var word = end;
            while (word < text.Length && text[word] == ' ') word++;
            if (text.AsSpan(word).StartsWith("MODULE", StringComparison.Ordinal)
                && word + 6 < text.Length && !char.IsAsciiLetterOrDigit(text[word + 6]))
                return dashes;
            dashes = text.IndexOf("----", end, StringComparison.Ordinal);
        }

        return -1;
    }

    private ModuleSyntax ParseModule()
    {
        Enter();
        var first = Expect(TokenKind.Separator, "'---- MODULE'");
        Expect(TokenKind.Module, "MODULE");
        var name = ExpectAnyWord("the name of the module");
        Expect(TokenKind.Separator, "'----' behind the name of the module");
        var extends = TryTake(TokenKind.Extends) ? CommaList(() => ExpectAnyWord("the name of a module")) : [];
        var units = ParseUnits();
        if (Kind != TokenKind.EndModule) throw UnitExpected(name, units.Length > 0);
        Next();
        Leave();
        return new ModuleSyntax(name, extends, units, SpanFrom(first));
    }

    private ImmutableArray<UnitSyntax> ParseUnits()
    {
        var units = ImmutableArray.CreateBuilder<UnitSyntax>();
        while (true)
            switch (Kind)
            {
                case TokenKind.Separator when KindAt(1) == TokenKind.Module:
                    units.Add(ParseInnerModule());
                    break;
                case TokenKind.Separator:
                    Next();
                    break;
                case TokenKind.Use or TokenKind.Hide:
                    SkipUseOrHide();
                    break;
                default:
                    if (ParseUnit() is not { } unit) return units.DrainToImmutable();
                    units.Add(unit);
                    break;
            }
    }

    private UnitSyntax.Inner ParseInnerModule()
    {
        var module = ParseModule();
        return new UnitSyntax.Inner(module, module.Span);
    }

    /// <summary>A declaration, definition, assumption, theorem or instance; null where none
    /// begins.</summary>
    private UnitSyntax? ParseUnit() => Kind switch
    {
        TokenKind.Variable => ParseVariables(),
        TokenKind.Constant => ParseConstants(),
        TokenKind.Recursive => ParseRecursive(),
        TokenKind.Assume or TokenKind.Assumption => ParseAssumption(),
        TokenKind.Theorem => ParseTheorem(),
        TokenKind.Instance => ParseInstanceUnit(false),
        TokenKind.Local => ParseLocal(),
        _ when BeginsDefinition(0) || MayBeginDefinition() => ParseDefinition(false),
        _ => null,
    };

    private SyntaxFault UnitExpected(NameSyntax module, bool afterUnit)
    {
        if (Kind == TokenKind.End && Current.Kind == TokenKind.End)
            return new SyntaxFault(SyntaxErrors.UnclosedModule(SpanOf(Current), module));
        if (Kind == TokenKind.Bad) return new SyntaxFault(_lexer.Error!);
        if (IsKeyword(Current) && KindAt(1) == TokenKind.Definition)
            return new SyntaxFault(SyntaxErrors.KeywordAsName(SpanOf(Current)));
        return afterUnit && Kind != TokenKind.Extends
            ? new SyntaxFault(SyntaxErrors.UnexpectedInExpression(SpanOf(Current), Describe(Current)))
            : Unexpected(Kind == TokenKind.Extends
                ? "EXTENDS only directly behind the module's header"
                : "a declaration, a definition or '===='");
    }
}
