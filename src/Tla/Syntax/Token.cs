namespace Verified.Tla.Syntax;

/// <summary>What a token is to the grammar.</summary>
internal enum TokenKind : byte
{
    End,
    /// <summary>No token begins here; the lexer holds the diagnostic.</summary>
    Bad,
    Identifier,
    At,
    Number,
    String,
    /// <summary>An operator symbol other than the two that can be bullets.</summary>
    Operator,
    /// <summary><c>/\</c>, which also begins a list; <c>\land</c> does not.</summary>
    AndBullet,
    OrBullet,
    /// <summary><c>&lt;1&gt;2.</c>, <c>&lt;*&gt;</c>: begins a proof step.</summary>
    Step,
    /// <summary><c>&lt;1&gt;2</c>: begins a proof step or names one.</summary>
    StepName,

    Separator, EndModule,
    LeftParen, RightParen, LeftBracket, RightBracket, RightBracketSubscript,
    LeftBrace, RightBrace, LeftTuple, RightTuple, RightTupleSubscript,
    Comma, Colon, Label, Dot, Underscore, Definition, Bang, Arrow, Substitute, MapsTo,
    Forall, Exists, TemporalForall, TemporalExists, WeakFairness, StrongFairness,
    BoxAssume, BoxProve,

    // Keywords, in the order of Lexicon.Keywords.
    Action, Assume, Assumption, By, Case, Choose, Constant, Def, Define, Else, Except, Extends,
    Have, Hide, If, In, Instance, Lambda, Let, Local, Module, New, Obvious, Omitted, Only, Other, Pick,
    Proof, Prove, Qed, Recursive, State, Suffices, Take, Temporal, Then, Theorem, Use,
    Variable, With, Witness,
}

/// <summary>A token: kind, offsets into the text, the column that layout counts, and its operator
/// symbol if it is one.</summary>
/// <param name="Kind">What it is to the grammar.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset behind its last character.</param>
/// <param name="Column">From 1, in code points, tab stops every eight columns, as SANY counts
/// them.</param>
/// <param name="Symbol">The operator symbol, or null.</param>
internal readonly record struct Token(
    TokenKind Kind, int Start, int End, int Column, OperatorSymbol? Symbol = null);
