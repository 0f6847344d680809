using System.Collections.Immutable;

namespace Verified.Tla.Syntax;

/// <summary>Declarations, assumptions, theorems, instances.</summary>
internal sealed partial class Parser
{
    private UnitSyntax.Variables ParseVariables()
    {
        var first = Next();
        var names = CommaList(() => ExpectName());
        return new UnitSyntax.Variables(names, SpanFrom(first));
    }

    private UnitSyntax.Constants ParseConstants()
    {
        var first = Next();
        var operators = CommaList(ParseDeclaration);
        return new UnitSyntax.Constants(operators, SpanFrom(first));
    }

    private UnitSyntax.Recursive ParseRecursive()
    {
        var first = Next();
        var operators = CommaList(ParseDeclaration);
        return new UnitSyntax.Recursive(operators, SpanFrom(first));
    }

    /// <summary><c>x</c>, <c>F(_, _)</c>, <c>_ + _</c>, <c>-. _</c>, <c>_ ^+</c>.</summary>
    private OperatorDeclaration ParseDeclaration()
    {
        if (Symbol is { Fixity: Fixity.Prefix }) return ParsePrefixDeclaration();
        if (Kind == TokenKind.Underscore) return ParseSymbolDeclaration();
        var name = ExpectName("an identifier or '_' with an operator symbol");
        if (Kind != TokenKind.LeftParen || KindAt(1) != TokenKind.Underscore)
            return new OperatorDeclaration(name, 0);
        var opener = Next();
        var arity = CommaList(() => Expect(TokenKind.Underscore, "'_'")).Length;
        Close(TokenKind.RightParen, ")", opener);
        return new OperatorDeclaration(name, arity);
    }

    private OperatorDeclaration ParsePrefixDeclaration()
    {
        var name = Name(Next());
        Expect(TokenKind.Underscore, "'_' behind the prefix operator");
        return new OperatorDeclaration(name, 1);
    }

    private OperatorDeclaration ParseSymbolDeclaration()
    {
        Next();
        if (Symbol is not { Fixity: Fixity.Infix or Fixity.Postfix } symbol)
            throw Unexpected("an infix or postfix operator behind '_'");
        var name = Name(Next());
        if (symbol.Fixity == Fixity.Postfix) return new OperatorDeclaration(name, 1);
        Expect(TokenKind.Underscore, "'_' behind the infix operator");
        return new OperatorDeclaration(name, 2);
    }

    private UnitSyntax.Assume ParseAssumption()
    {
        var first = Next();
        var name = ParseStatementName();
        var body = ParseExpression();
        return new UnitSyntax.Assume(name, body, SpanFrom(first));
    }

    private UnitSyntax.Theorem ParseTheorem()
    {
        var first = Next();
        var name = ParseStatementName();
        var body = ParseStatement();
        var span = SpanFrom(first);
        SkipProofIfAny();
        return new UnitSyntax.Theorem(name, body, span);
    }

    private NameSyntax? ParseStatementName()
    {
        if (KindAt(1) != TokenKind.Definition) return null;
        var name = ExpectName();
        Next();
        return name;
    }

    private UnitSyntax ParseLocal()
    {
        var local = Next();
        if (Kind == TokenKind.Instance) return ParseInstanceUnit(true);
        if (BeginsDefinition(0) || MayBeginDefinition()) return ParseDefinition(true);
        throw new SyntaxFault(SyntaxErrors.MisplacedLocal(SpanOf(local)));
    }

    private UnitSyntax.Instance ParseInstanceUnit(bool isLocal)
    {
        var instance = ParseInstance();
        return new UnitSyntax.Instance(instance, isLocal, instance.Span);
    }

    private InstanceSyntax ParseInstance()
    {
        var first = Next();
        var module = ExpectAnyWord("the name of a module");
        var substitutions = ImmutableArray.CreateBuilder<SubstitutionSyntax>();
        if (TryTake(TokenKind.With))
        {
            substitutions.Add(ParseSubstitution());
            while (Kind == TokenKind.Comma && KindAt(2) == TokenKind.Substitute)
            {
                Next();
                substitutions.Add(ParseSubstitution());
            }
        }

        return new InstanceSyntax(module, substitutions.DrainToImmutable(), SpanFrom(first));
    }

    private SubstitutionSyntax ParseSubstitution()
    {
        var target = Symbol is not null
            ? Name(Next())
            : ExpectName("a constant, a variable or an operator symbol");
        Expect(TokenKind.Substitute, "'<-'");
        return new SubstitutionSyntax(target, ParseArgument());
    }
}
