using System.Collections.Immutable;
using System.Numerics;
using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>What a bound binds: <c>x, y \in S</c> (several names, one set), <c>&lt;&lt;x, y&gt;&gt; \in S</c> (a tuple pattern),
/// or, with no set, the bare <c>x</c> of an unbounded quantifier.</summary>
public sealed record BoundSyntax(
    ImmutableArray<NameSyntax> Names, bool IsTuple, ExprSyntax? Set, Span Span);

/// <summary>One step of a compound name: <c>Inst(e)</c> of <c>Inst(e)!Op(f)</c>, or a positional step such as
/// <c>1</c>, <c>&lt;&lt;</c>, <c>@</c>, <c>:</c>; arguments alone, as in <c>Op!(x)</c>, have the empty name.</summary>
public sealed record NameStepSyntax(NameSyntax Name, ImmutableArray<ExprSyntax> Arguments);

/// <summary>An expression.</summary>
public abstract record ExprSyntax(Span Span)
{
    /// <summary>An integer in decimal, <c>\b</c>, <c>\o</c> or <c>\h</c>.</summary>
    public sealed record Number(BigInteger Value, Span Span) : ExprSyntax(Span);

    /// <summary>A decimal fraction such as <c>3.14</c>; only modules of Reals use it.</summary>
    public sealed record Decimal(string Text, Span Span) : ExprSyntax(Span);

    /// <summary>A string, escapes resolved.</summary>
    public sealed record String(string Value, Span Span) : ExprSyntax(Span);

    /// <summary>A name or operator application, by whatever notation: <c>x</c>, <c>F(a)</c>, <c>a + b</c>, <c>-a</c>,
    /// <c>x'</c>, <c>TRUE</c>, <c>SUBSET S</c>, <c>Inst(e)!Op(a)</c>. <paramref name="Prefix"/> are the steps before
    /// the last <c>!</c>. Symbols carry their canonical spelling (the operator table): <c>\/</c>, <c>/\</c>,
    /// <c>~</c>, <c>=&gt;</c>, <c>&lt;=&gt;</c>, <c>\in</c>, <c>\cup</c>, <c>\leq</c>, <c>\geq</c>, <c>/=</c>, <c>'</c>, <c>-.</c>, …</summary>
    public sealed record Apply(
        ImmutableArray<NameStepSyntax> Prefix, NameSyntax Name, ImmutableArray<ExprSyntax> Arguments, Span Span)
        : ExprSyntax(Span);

    /// <summary>An operator symbol or name used as an argument, where the grammar alone can tell: <c>+</c> in
    /// <c>Fold(+, 0, s)</c>. A plain identifier is an <see cref="Apply"/> without arguments.</summary>
    public sealed record OperatorName(NameSyntax Name, Span Span) : ExprSyntax(Span);

    /// <summary><c>LAMBDA x, y : body</c>; only as an operator argument.</summary>
    public sealed record Lambda(ImmutableArray<NameSyntax> Parameters, ExprSyntax Body, Span Span) : ExprSyntax(Span);

    /// <summary><c>(e)</c>; kept because positional names and <c>\X</c> see it.</summary>
    public sealed record Parenthesised(ExprSyntax Inner, Span Span) : ExprSyntax(Span);

    /// <summary>A bulleted list of <c>/\</c> (conjunction) or <c>\/</c>, two or more items or a single one.</summary>
    public sealed record Junction(bool IsConjunction, ImmutableArray<ExprSyntax> Items, Span Span) : ExprSyntax(Span);

    /// <summary><c>\A</c> or <c>\E</c>; bounds without a set are unbounded.</summary>
    public sealed record Quantifier(
        bool IsUniversal, ImmutableArray<BoundSyntax> Bounds, ExprSyntax Body, Span Span) : ExprSyntax(Span);

    /// <summary><c>\AA x : F</c> or <c>\EE x : F</c>.</summary>
    public sealed record TemporalQuantifier(
        bool IsUniversal, ImmutableArray<NameSyntax> Names, ExprSyntax Body, Span Span) : ExprSyntax(Span);

    /// <summary><c>CHOOSE x \in S : p</c>; unbounded without a set.</summary>
    public sealed record Choose(BoundSyntax Bound, ExprSyntax Body, Span Span) : ExprSyntax(Span);

    /// <summary><c>{a, b}</c>.</summary>
    public sealed record SetEnumeration(ImmutableArray<ExprSyntax> Elements, Span Span) : ExprSyntax(Span);

    /// <summary><c>{x \in S : p}</c>.</summary>
    public sealed record SetFilter(BoundSyntax Bound, ExprSyntax Predicate, Span Span) : ExprSyntax(Span);

    /// <summary><c>{e : x \in S, y \in T}</c>.</summary>
    public sealed record SetMap(ExprSyntax Element, ImmutableArray<BoundSyntax> Bounds, Span Span) : ExprSyntax(Span);

    /// <summary><c>&lt;&lt;a, b&gt;&gt;</c>.</summary>
    public sealed record Tuple(ImmutableArray<ExprSyntax> Elements, Span Span) : ExprSyntax(Span);

    /// <summary><c>A \X B \X C</c>, n-ary.</summary>
    public sealed record Product(ImmutableArray<ExprSyntax> Sets, Span Span) : ExprSyntax(Span);

    /// <summary><c>[x \in S, y \in T |-> e]</c>.</summary>
    public sealed record FunctionConstructor(
        ImmutableArray<BoundSyntax> Bounds, ExprSyntax Body, Span Span) : ExprSyntax(Span);

    /// <summary><c>[S -> T]</c>.</summary>
    public sealed record FunctionSet(ExprSyntax Domain, ExprSyntax Range, Span Span) : ExprSyntax(Span);

    /// <summary><c>f[a]</c>, <c>f[a, b]</c>.</summary>
    public sealed record FunctionApplication(
        ExprSyntax Function, ImmutableArray<ExprSyntax> Arguments, Span Span) : ExprSyntax(Span);

    /// <summary><c>[a |-> 1, b |-> 2]</c>.</summary>
    public sealed record RecordConstructor(ImmutableArray<FieldSyntax> Fields, Span Span) : ExprSyntax(Span);

    /// <summary><c>[a : S, b : T]</c>.</summary>
    public sealed record RecordSet(ImmutableArray<FieldSyntax> Fields, Span Span) : ExprSyntax(Span);

    /// <summary><c>r.field</c>.</summary>
    public sealed record RecordField(ExprSyntax Record, NameSyntax Field, Span Span) : ExprSyntax(Span);

    /// <summary><c>[f EXCEPT ![a].b = e, …]</c>.</summary>
    public sealed record Except(
        ExprSyntax Function, ImmutableArray<UpdateSyntax> Updates, Span Span) : ExprSyntax(Span);

    /// <summary><c>@</c> inside an EXCEPT.</summary>
    public sealed record At(Span Span) : ExprSyntax(Span);

    public sealed record If(ExprSyntax Condition, ExprSyntax Then, ExprSyntax Else, Span Span) : ExprSyntax(Span);

    /// <summary><c>CASE p -> e [] q -> f [] OTHER -> g</c>.</summary>
    public sealed record Case(ImmutableArray<CaseArmSyntax> Arms, ExprSyntax? Other, Span Span) : ExprSyntax(Span);

    /// <summary><c>LET definitions IN body</c>.</summary>
    public sealed record Let(ImmutableArray<UnitSyntax> Definitions, ExprSyntax Body, Span Span) : ExprSyntax(Span);

    /// <summary><c>[A]_v</c> (<paramref name="IsBox"/>) or <c>&lt;&lt;A&gt;&gt;_v</c>.</summary>
    public sealed record ActionSubscript(bool IsBox, ExprSyntax Action, ExprSyntax Subscript, Span Span)
        : ExprSyntax(Span);

    /// <summary><c>WF_v(A)</c> or <c>SF_v(A)</c>.</summary>
    public sealed record Fairness(bool IsStrong, ExprSyntax Subscript, ExprSyntax Action, Span Span)
        : ExprSyntax(Span);

    /// <summary><c>label(x, y) :: e</c>.</summary>
    public sealed record Labelled(
        NameSyntax Label, ImmutableArray<NameSyntax> Parameters, ExprSyntax Body, Span Span) : ExprSyntax(Span);

    /// <summary><c>ASSUME … PROVE …</c>; only the statement of a theorem, never evaluated.</summary>
    public sealed record AssumeProve(Span Span) : ExprSyntax(Span);
}

/// <summary><c>name |-> value</c> or <c>name : value</c>.</summary>
public sealed record FieldSyntax(NameSyntax Name, ExprSyntax Value);

/// <summary><c>!path = value</c>.</summary>
public sealed record UpdateSyntax(ImmutableArray<PathStepSyntax> Path, ExprSyntax Value, Span Span);

/// <summary>One step of an EXCEPT path: <c>[a, b]</c> (arguments) or <c>.field</c>.</summary>
public sealed record PathStepSyntax(ImmutableArray<ExprSyntax> Arguments, NameSyntax? Field);

/// <summary><c>guard -> value</c>.</summary>
public sealed record CaseArmSyntax(ExprSyntax Guard, ExprSyntax Value);
