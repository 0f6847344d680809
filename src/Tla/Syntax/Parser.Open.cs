using System.Collections.Immutable;
using System.Diagnostics;

namespace Verified.Tla.Syntax;

/// <summary>Expressions that extend as far as they can: quantifiers, CHOOSE, LAMBDA, IF, CASE,
/// LET.</summary>
internal sealed partial class Parser
{
    private ExprSyntax ParseOpen() => Kind switch
    {
        TokenKind.Forall or TokenKind.Exists => ParseQuantifier(),
        TokenKind.TemporalForall or TokenKind.TemporalExists => ParseTemporalQuantifier(),
        TokenKind.Choose => ParseChoose(),
        TokenKind.If => ParseIf(),
        TokenKind.Case => ParseCase(),
        TokenKind.Let => ParseLet(),
        _ => throw new UnreachableException(),
    };

    private ExprSyntax.Quantifier ParseQuantifier()
    {
        var first = Next();
        var bounds = ParseQuantifierBounds();
        Expect(TokenKind.Colon, "':' behind the bounds");
        var body = ParseExpression();
        return new ExprSyntax.Quantifier(first.Kind == TokenKind.Forall, bounds, body, SpanFrom(first));
    }

    private ExprSyntax.TemporalQuantifier ParseTemporalQuantifier()
    {
        var first = Next();
        var names = CommaList(() => ExpectName());
        Expect(TokenKind.Colon, "',' or ':'");
        var body = ParseExpression();
        return new ExprSyntax.TemporalQuantifier(
            first.Kind == TokenKind.TemporalForall, names, body, SpanFrom(first));
    }

    private ExprSyntax.Choose ParseChoose()
    {
        var first = Next();
        var start = Current;
        var isTuple = Kind == TokenKind.LeftTuple;
        var names = isTuple ? ParseTuplePattern() : [ExpectName()];
        ExprSyntax? set = null;
        if (Symbol == OperatorTable.In)
        {
            Next();
            set = ParseExpression();
        }

        var bound = new BoundSyntax(names, isTuple, set, SpanFrom(start));
        Expect(TokenKind.Colon, set is null ? "'\\in' or ':'" : "':' behind the set");
        return new ExprSyntax.Choose(bound, ParseExpression(), SpanFrom(first));
    }

    private ExprSyntax.Lambda ParseLambda()
    {
        var first = Next();
        var parameters = CommaList(() => ExpectName());
        Expect(TokenKind.Colon, "',' or ':'");
        return new ExprSyntax.Lambda(parameters, ParseExpression(), SpanFrom(first));
    }

    private ExprSyntax.If ParseIf()
    {
        var first = Next();
        var condition = ParseExpression();
        Expect(TokenKind.Then, "THEN");
        var then = ParseExpression();
        Expect(TokenKind.Else, "ELSE");
        return new ExprSyntax.If(condition, then, ParseExpression(), SpanFrom(first));
    }

    private ExprSyntax.Case ParseCase()
    {
        var first = Next();
        var arms = ImmutableArray.CreateBuilder<CaseArmSyntax>();
        do arms.Add(ParseArm());
        while (BeginsArm() && KindAt(1) != TokenKind.Other && TryTake(TokenKind.Operator));
        if (!BeginsArm())
            return new ExprSyntax.Case(arms.DrainToImmutable(), null, SpanFrom(first));
        Next();
        Next();
        Expect(TokenKind.Arrow, "'->'");
        var other = ParseExpression();
        return new ExprSyntax.Case(arms.DrainToImmutable(), other, SpanFrom(first));
    }

    /// <summary><c>[]</c> separates arms, unless it begins the definition <c>[] x ==
    /// …</c>.</summary>
    private bool BeginsArm() => Symbol == OperatorTable.Always && !BeginsDefinition(0);

    private CaseArmSyntax ParseArm()
    {
        var guard = ParseExpression();
        Expect(TokenKind.Arrow, "'->'");
        return new CaseArmSyntax(guard, ParseExpression());
    }

    private ExprSyntax.Let ParseLet()
    {
        var first = Next();
        var definitions = ImmutableArray.CreateBuilder<UnitSyntax>();
        do definitions.Add(ParseLetDefinition());
        while (Kind is not (TokenKind.In or TokenKind.End) && MayBeginLetDefinition());
        Expect(TokenKind.In, "a definition or IN");
        var body = ParseExpression();
        return new ExprSyntax.Let(definitions.DrainToImmutable(), body, SpanFrom(first));
    }

    private bool MayBeginLetDefinition() =>
        Kind is TokenKind.Recursive or TokenKind.Local || BeginsDefinition(0) || MayBeginDefinition();

    private UnitSyntax ParseLetDefinition() => Kind switch
    {
        TokenKind.Recursive => ParseRecursive(),
        TokenKind.Local => throw new SyntaxFault(SyntaxErrors.MisplacedLocal(SpanOf(Current))),
        _ => ParseDefinition(false),
    };
}
