namespace Verified.Tla.Syntax;

/// <summary>Statements of theorems, and proofs, which are read exactly and then dropped.</summary>
/// <remarks>Source: <c>tla+.jj</c>, productions <c>AssumeProve</c> to <c>AssertStep</c>.</remarks>
internal sealed partial class Parser
{
    /// <summary>Level of the proof whose steps are being read; -1 outside proofs.</summary>
    private int _proofLevel = -1;

    /// <summary>An expression or ASSUME … PROVE, either with a label.</summary>
    private ExprSyntax ParseStatement()
    {
        var isLabelled = Kind == TokenKind.Identifier && KindAt(1) == TokenKind.Label;
        if (KindAt(isLabelled ? 2 : 0) is not (TokenKind.Assume or TokenKind.BoxAssume))
            return ParseExpression();
        var first = Current;
        if (isLabelled)
        {
            Next();
            Next();
        }

        SkipAssumeProve();
        return new ExprSyntax.AssumeProve(SpanFrom(first));
    }

    private void SkipAssumeProve()
    {
        Enter();
        Next();
        do SkipAssumption();
        while (TryTake(TokenKind.Comma));
        if (!TryTake(TokenKind.BoxProve)) Expect(TokenKind.Prove, "',' or PROVE");
        ParseExpression();
        Leave();
    }

    private void SkipAssumption()
    {
        if (Kind is TokenKind.New or TokenKind.Constant or TokenKind.Variable or TokenKind.State
            or TokenKind.Action or TokenKind.Temporal)
            SkipNewSymbol();
        else ParseStatement();
    }

    private void SkipNewSymbol()
    {
        TryTake(TokenKind.New);
        if (Kind is TokenKind.Constant or TokenKind.Variable or TokenKind.State or TokenKind.Action
            or TokenKind.Temporal)
            Next();
        ParseDeclaration();
        if (Symbol != OperatorTable.In) return;
        Next();
        ParseExpression();
    }

    private void SkipProofIfAny()
    {
        if (!BeginsProof()) return;
        Enter();
        var outer = _proofLevel;
        TryTake(TokenKind.Proof);
        switch (Kind)
        {
            case TokenKind.Obvious or TokenKind.Omitted:
                Next();
                break;
            case TokenKind.By:
                SkipBy();
                break;
            default:
                SkipSteps(outer);
                break;
        }

        _proofLevel = outer;
        Leave();
    }

    private bool BeginsProof() => Kind switch
    {
        TokenKind.By or TokenKind.Proof or TokenKind.Obvious or TokenKind.Omitted => true,
        TokenKind.Step or TokenKind.StepName => LevelOf(Current) switch
        {
            ImplicitSame => _proofLevel < 0,
            ImplicitDeeper => true,
            var level => level > _proofLevel,
        },
        _ => false,
    };

    private const int ImplicitSame = -1;
    private const int ImplicitDeeper = -2;

    /// <summary>The number in <c>&lt;1&gt;2</c>, or what <c>&lt;*&gt;</c> and <c>&lt;+&gt;</c>
    /// stand for.</summary>
    private int LevelOf(Token step)
    {
        var text = SpanOf(step).Text[1..];
        var digits = text[..text.IndexOf('>')];
        return digits switch
        {
            "*" => ImplicitSame,
            "+" => ImplicitDeeper,
            _ => int.TryParse(digits, out var level)
                ? level
                : throw new SyntaxFault(SyntaxErrors.ProofStep(SpanOf(step), "has too large a level")),
        };
    }

    /// <summary>Steps of one level, up to and with QED.</summary>
    private void SkipSteps(int outer)
    {
        _proofLevel = -1;
        while (true)
        {
            if (Kind is not (TokenKind.Step or TokenKind.StepName))
                throw Unexpected("a proof step or QED");
            CheckLevel(Next(), outer);
            if (TryTake(TokenKind.Qed))
            {
                SkipProofIfAny();
                return;
            }

            SkipStep();
        }
    }

    private void CheckLevel(Token step, int outer)
    {
        var level = LevelOf(step);
        if (_proofLevel < 0)
        {
            _proofLevel = level < 0 ? outer + 1 : level;
            if (_proofLevel > outer) return;
        }
        else if (level == ImplicitSame || level == _proofLevel)
        {
            return;
        }

        throw new SyntaxFault(SyntaxErrors.ProofStep(
            SpanOf(step),
            "has the wrong level here",
            $"a step or QED of level <{Math.Max(_proofLevel, outer + 1)}>"));
    }
}
