namespace Verified.Tla.Syntax;

/// <summary>The steps of a proof, and the facts and definitions they cite.</summary>
internal sealed partial class Parser
{
    private void SkipStep()
    {
        switch (Kind)
        {
            case TokenKind.Use or TokenKind.Hide:
                SkipUseOrHide();
                break;
            case TokenKind.Instance:
                ParseInstance();
                break;
            case TokenKind.Define:
                Next();
                SkipDefinitions();
                break;
            case TokenKind.Take:
                Next();
                SkipBoundsOrNames();
                break;
            case TokenKind.Have:
                Next();
                ParseExpression();
                break;
            case TokenKind.Witness:
                Next();
                CommaList(ParseExpression);
                break;
            default:
                if (BeginsDefinition(0)) SkipDefinitions();
                else SkipProvedStep();
                return;
        }

        if (BeginsProof())
            throw new SyntaxFault(SyntaxErrors.ProofStep(
                SpanOf(Current), "begins a proof, but the step before it takes none"));
    }

    /// <summary>PICK, CASE, SUFFICES or an assertion, and its proof.</summary>
    private void SkipProvedStep()
    {
        switch (Kind)
        {
            case TokenKind.Pick:
                Next();
                SkipBoundsOrNames();
                Expect(TokenKind.Colon, "',' or ':'");
                ParseExpression();
                break;
            case TokenKind.Case:
                Next();
                ParseExpression();
                break;
            default:
                TryTake(TokenKind.Suffices);
                ParseStatement();
                break;
        }

        SkipProofIfAny();
    }

    private void SkipDefinitions()
    {
        do
        {
            if (Kind == TokenKind.Local)
                throw new SyntaxFault(SyntaxErrors.MisplacedLocal(SpanOf(Current)));
            ParseDefinition(false);
        }
        while (BeginsDefinition(0) || Kind == TokenKind.Local);
    }

    private void SkipBoundsOrNames()
    {
        var ahead = 0;
        while (KindAt(ahead) == TokenKind.Identifier && KindAt(ahead + 1) == TokenKind.Comma)
            ahead += 2;
        var areNames = KindAt(ahead) == TokenKind.Identifier
            && At(_position + ahead + 1).Symbol != OperatorTable.In;
        if (areNames) CommaList(() => ExpectName());
        else ParseBounds();
    }

    private void SkipUseOrHide()
    {
        Next();
        SkipFacts();
    }

    private void SkipBy()
    {
        Next();
        SkipFacts();
    }

    /// <summary><c>ONLY e, MODULE M, … DEF F, +, MODULE N</c>; each part may be missing.</summary>
    private void SkipFacts()
    {
        TryTake(TokenKind.Only);
        if (Kind != TokenKind.Def && BeginsFact()) CommaList(SkipFact);
        if (TryTake(TokenKind.Def)) CommaList(SkipFact);
    }

    private bool BeginsFact() => Kind is not (TokenKind.Step or TokenKind.End or TokenKind.EndModule
        or TokenKind.Bad) && !BeginsUnit(Kind) && !BeginsDefinition(0);

    private bool SkipFact()
    {
        if (TryTake(TokenKind.Module)) ExpectAnyWord("the name of a module");
        else ParseArgument();
        return true;
    }
}
