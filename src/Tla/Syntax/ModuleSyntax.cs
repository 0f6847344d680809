using System.Collections.Immutable;
using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>An identifier or operator symbol, with its place.</summary>
public readonly record struct NameSyntax(string Text, Span Span)
{
    public override string ToString() => Text;
}

/// <summary>A module: <c>---- MODULE Name ---- EXTENDS … units ====</c>.</summary>
public sealed record ModuleSyntax(
    NameSyntax Name, ImmutableArray<NameSyntax> Extends, ImmutableArray<UnitSyntax> Units, Span Span);

/// <summary>A declared name with its arity: <c>x</c>, <c>F(_, _)</c>, <c>_ + _</c>, <c>-. _</c>, <c>_ ^+</c>.</summary>
public readonly record struct OperatorDeclaration(NameSyntax Name, int Arity);

/// <summary>A top-level unit of a module, or a definition of a LET.</summary>
public abstract record UnitSyntax(Span Span)
{
    /// <summary><c>VARIABLES x, y</c>.</summary>
    public sealed record Variables(ImmutableArray<NameSyntax> Names, Span Span) : UnitSyntax(Span);

    /// <summary><c>CONSTANTS C, F(_)</c>.</summary>
    public sealed record Constants(ImmutableArray<OperatorDeclaration> Operators, Span Span) : UnitSyntax(Span);

    /// <summary><c>RECURSIVE F(_), G(_, _)</c>; also inside LET.</summary>
    public sealed record Recursive(ImmutableArray<OperatorDeclaration> Operators, Span Span) : UnitSyntax(Span);

    /// <summary><c>F(x, G(_)) == body</c>, <c>a ++ b == body</c>, <c>-. a == body</c>; a symbol's name is the
    /// symbol, <c>-.</c> for the prefix minus.</summary>
    public sealed record Operator(
        NameSyntax Name, ImmutableArray<OperatorDeclaration> Parameters, ExprSyntax Body, bool IsLocal, Span Span)
        : UnitSyntax(Span);

    /// <summary><c>f[x \in S, y, z \in T] == body</c>.</summary>
    public sealed record Function(
        NameSyntax Name, ImmutableArray<BoundSyntax> Bounds, ExprSyntax Body, bool IsLocal, Span Span)
        : UnitSyntax(Span);

    /// <summary><c>INSTANCE M WITH …</c> as a unit of its own.</summary>
    public sealed record Instance(InstanceSyntax Of, bool IsLocal, Span Span) : UnitSyntax(Span);

    /// <summary><c>N(x) == INSTANCE M WITH …</c>.</summary>
    public sealed record NamedInstance(
        NameSyntax Name, ImmutableArray<OperatorDeclaration> Parameters, InstanceSyntax Of, bool IsLocal, Span Span)
        : UnitSyntax(Span);

    /// <summary><c>ASSUME name == body</c>; AXIOM is the same.</summary>
    public sealed record Assume(NameSyntax? Name, ExprSyntax Body, Span Span) : UnitSyntax(Span);

    /// <summary><c>THEOREM name == body</c>, also LEMMA, PROPOSITION, COROLLARY; the proof is skipped.</summary>
    public sealed record Theorem(NameSyntax? Name, ExprSyntax Body, Span Span) : UnitSyntax(Span);

    /// <summary>A module inside a module.</summary>
    public sealed record Inner(ModuleSyntax Module, Span Span) : UnitSyntax(Span);
}

/// <summary><c>INSTANCE Module WITH a &lt;- e, …</c>; a target may be an operator symbol.</summary>
public sealed record InstanceSyntax(
    NameSyntax Module, ImmutableArray<SubstitutionSyntax> Substitutions, Span Span);

/// <summary><c>target &lt;- value</c>; the value may be the name of an operator (see <see cref="ExprSyntax.OperatorName"/>).</summary>
public sealed record SubstitutionSyntax(NameSyntax Target, ExprSyntax Value);
