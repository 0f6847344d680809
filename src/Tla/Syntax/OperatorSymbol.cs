namespace Verified.Tla.Syntax;

/// <summary>Where an operator symbol stands: before, between or after its operands.</summary>
public enum Fixity
{
    Prefix,
    Infix,
    Postfix,
}

/// <summary>An operator symbol with its precedence range, from 1 (binds weakest) to 17.</summary>
/// <param name="Text">The canonical spelling, <c>/\</c> for <c>\land</c>.</param>
/// <param name="Fixity">Prefix, infix or postfix.</param>
/// <param name="Low">Lower end of the precedence range.</param>
/// <param name="High">Upper end of the precedence range; ranges that overlap conflict.</param>
/// <param name="IsAssociative"><c>a + b + c</c> means <c>(a + b) + c</c>; otherwise it is an
/// error.</param>
/// <remarks>Source: Lamport, <i>Specifying Systems</i>, table 6.</remarks>
public sealed record OperatorSymbol(string Text, Fixity Fixity, int Low, int High, bool IsAssociative)
{
    /// <summary>Whether the whole range lies above that of <paramref name="other"/>.</summary>
    public bool BindsTighterThan(OperatorSymbol other) => Low > other.High;

    /// <summary>Whether <c>a this b other c</c> means <c>(a this b) other c</c>.</summary>
    public bool GroupsBefore(OperatorSymbol other) =>
        BindsTighterThan(other) || (this == other && IsAssociative);
}
