namespace Verified.Tla.Syntax;

/// <summary>What tells forms apart that begin alike: a look ahead that jumps over
/// brackets.</summary>
internal sealed partial class Parser
{
    private const int NoCloser = int.MaxValue;

    /// <summary>For each opening bracket met by a look ahead, the index of the token that closes
    /// it. Nested brackets
    /// are entered together, so that all look ahead is linear in the text.</summary>
    private readonly Dictionary<int, int> _closers = [];

    /// <summary>Behind <c>{</c> or <c>[</c>: whether <c>x \in</c> or <c>&lt;&lt;x, y&gt;&gt;
    /// \in</c> follows.</summary>
    private bool BeginsPattern()
    {
        var ahead = 1;
        if (Kind == TokenKind.LeftTuple)
        {
            while (KindAt(ahead) is TokenKind.Identifier or TokenKind.Comma) ahead++;
            if (KindAt(ahead++) != TokenKind.RightTuple) return false;
        }
        else if (Kind != TokenKind.Identifier)
        {
            return false;
        }

        return At(_position + ahead).Symbol == OperatorTable.In;
    }

    /// <summary>Behind <c>{</c>: a filter, because a colon that belongs to no quantifier comes
    /// before the brace.</summary>
    private bool BeginsFilter()
    {
        if (!BeginsPattern()) return false;
        var binders = 0;
        for (var index = _position; ; index++)
            switch (At(index).Kind)
            {
                case TokenKind.Colon when !IsPosition(index):
                    if (binders-- == 0) return true;
                    break;
                case TokenKind.Forall or TokenKind.Exists or TokenKind.TemporalForall
                    or TokenKind.TemporalExists or TokenKind.Choose or TokenKind.Lambda:
                    binders++;
                    break;
                case var kind:
                    if (EndsScan(kind, ref index) is { } isUnclosed) return isUnclosed;
                    break;
            }
    }

    /// <summary>Behind <c>[</c>: bounds and <c>|-></c>, not <c>[x \in S]_v</c>.</summary>
    private bool BeginsFunction()
    {
        var ahead = 0;
        while (KindAt(ahead) == TokenKind.Identifier && KindAt(ahead + 1) == TokenKind.Comma)
            ahead += 2;
        var isPattern = ahead > 0
            ? KindAt(ahead) is TokenKind.Identifier or TokenKind.LeftTuple
            : BeginsPattern();
        if (!isPattern) return false;
        for (var index = _position; ; index++)
        {
            if (At(index).Kind == TokenKind.MapsTo) return true;
            if (EndsScan(At(index).Kind, ref index) is { } isUnclosed) return isUnclosed;
        }
    }

    /// <summary>Moves over brackets; answers once the enclosing bracket is closed (false) or never
    /// will be (true).</summary>
    private bool? EndsScan(TokenKind kind, ref int index)
    {
        if (IsOpening(kind) && !IsPosition(index)) index = CloserOf(index);
        if (index == NoCloser) return true;
        if (IsClosing(kind) && !IsPosition(index)) return false;
        return kind is TokenKind.End or TokenKind.Bad or TokenKind.EndModule ? true : null;
    }

    /// <summary>The token behind the bracket that opens <paramref name="ahead"/> tokens from
    /// here.</summary>
    private Token Behind(int ahead)
    {
        var closer = CloserOf(_position + ahead);
        return closer == NoCloser ? default : At(closer + 1);
    }

    private int CloserOf(int opener)
    {
        if (_closers.TryGetValue(opener, out var known)) return known;
        var open = new Stack<int>();
        for (var index = opener; ; index++)
        {
            var kind = At(index).Kind;
            if (kind is TokenKind.End or TokenKind.Bad or TokenKind.EndModule) break;
            if (IsPosition(index)) continue;
            if (IsOpening(kind)) open.Push(index);
            else if (IsClosing(kind)) _closers[open.Pop()] = index;
            if (open.Count == 0) return index;
        }

        foreach (var index in open) _closers[index] = NoCloser;
        return NoCloser;
    }

    /// <summary>Whether a token is a position, as in <c>Op!&lt;&lt;!:</c>, not a bracket or a
    /// separator.</summary>
    private bool IsPosition(int index) => index > 0
        && At(index).Kind is TokenKind.LeftTuple or TokenKind.RightTuple or TokenKind.Colon
        && At(index - 1).Kind == TokenKind.Bang;

    private static bool IsOpening(TokenKind kind) => kind is TokenKind.LeftParen or TokenKind.LeftBracket
        or TokenKind.LeftBrace or TokenKind.LeftTuple;

    private static bool IsClosing(TokenKind kind) => kind is TokenKind.RightParen or TokenKind.RightBracket
        or TokenKind.RightBracketSubscript or TokenKind.RightBrace or TokenKind.RightTuple
        or TokenKind.RightTupleSubscript;
}
