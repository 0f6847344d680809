using System.Collections.Immutable;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Tla.Semantics;

/// <summary>A resolved expression: every name is a symbol, every operator known, every level computed.</summary>
public abstract class Expr(Span span, Level level)
{
    public Span Span { get; } = span;

    /// <summary>Its level, taking the parameters of enclosing definitions as constants.</summary>
    public Level Level { get; } = level;

    public sealed class Literal(Value value, Span span) : Expr(span, Level.Constant)
    {
        public Value Value { get; } = value;
    }

    public sealed class Variable(VariableSymbol symbol, Span span) : Expr(span, Level.State)
    {
        public VariableSymbol Symbol { get; } = symbol;
    }

    /// <summary>A variable of an instantiated module, and the state function it stands for.</summary>
    public sealed class Substituted(SubstitutionSymbol symbol, Expr value, Span span) : Expr(span, value.Level)
    {
        public SubstitutionSymbol Symbol { get; } = symbol;

        public Expr Value { get; } = value;
    }

    /// <summary>A CONSTANT, applied to arguments if it is an operator.</summary>
    public sealed class Constant(ConstantSymbol symbol, ImmutableArray<Argument> arguments, Span span, Level level)
        : Expr(span, level)
    {
        public ConstantSymbol Symbol { get; } = symbol;

        public ImmutableArray<Argument> Arguments { get; } = arguments;
    }

    public sealed class Bound(BoundSymbol symbol, Span span) : Expr(span, Level.Constant)
    {
        public BoundSymbol Symbol { get; } = symbol;
    }

    /// <summary>A formal parameter, applied to arguments if it is an operator.</summary>
    public sealed class Parameter(ParameterSymbol symbol, ImmutableArray<Argument> arguments, Span span, Level level)
        : Expr(span, level)
    {
        public ParameterSymbol Symbol { get; } = symbol;

        public ImmutableArray<Argument> Arguments { get; } = arguments;
    }

    /// <summary>A call of a definition; its arguments are expressions or operators.</summary>
    public sealed class Call(
        Definition definition, ImmutableArray<Argument> arguments, Span span, Level level, bool isQualified = false)
        : Expr(span, level)
    {
        /// <summary>Written with the name of an instance: <c>Inst!Op</c>.</summary>
        public bool IsQualified { get; } = isQualified;

        public Definition Definition { get; } = definition;

        public ImmutableArray<Argument> Arguments { get; } = arguments;
    }

    /// <summary>An operator of the language or of a standard module.</summary>
    public sealed class Builtin(BuiltinOperator op, ImmutableArray<Argument> arguments, Span span, Level level)
        : Expr(span, level)
    {
        public BuiltinOperator Operator { get; } = op;

        public ImmutableArray<Argument> Arguments { get; } = arguments;

        /// <summary>The argument at <paramref name="index"/>, which must be an expression.</summary>
        public Expr this[int index] => ((Argument.Expression)Arguments[index]).Value;
    }

    /// <summary><c>\A</c> or <c>\E</c>; a bound without a set is unbounded.</summary>
    public sealed class Quantifier(
        bool isUniversal, ImmutableArray<Binding> bindings, Expr body, Span span, Level level) : Expr(span, level)
    {
        public bool IsUniversal { get; } = isUniversal;

        public ImmutableArray<Binding> Bindings { get; } = bindings;

        public Expr Body { get; } = body;
    }

    /// <summary><c>\AA</c> or <c>\EE</c>; no checker evaluates it.</summary>
    public sealed class TemporalQuantifier(Expr body, Span span) : Expr(span, Level.Temporal)
    {
        public Expr Body { get; } = body;
    }

    public sealed class Choose(Binding binding, Expr predicate, Span span, Level level) : Expr(span, level)
    {
        public Binding Binding { get; } = binding;

        public Expr Predicate { get; } = predicate;
    }

    public sealed class SetEnumeration(ImmutableArray<Expr> elements, Span span, Level level) : Expr(span, level)
    {
        public ImmutableArray<Expr> Elements { get; } = elements;
    }

    public sealed class SetFilter(Binding binding, Expr predicate, Span span, Level level) : Expr(span, level)
    {
        public Binding Binding { get; } = binding;

        public Expr Predicate { get; } = predicate;
    }

    public sealed class SetMap(Expr element, ImmutableArray<Binding> bindings, Span span, Level level)
        : Expr(span, level)
    {
        public Expr Element { get; } = element;

        public ImmutableArray<Binding> Bindings { get; } = bindings;
    }

    public sealed class Tuple(ImmutableArray<Expr> elements, Span span, Level level) : Expr(span, level)
    {
        public ImmutableArray<Expr> Elements { get; } = elements;
    }

    public sealed class Product(ImmutableArray<Expr> sets, Span span, Level level) : Expr(span, level)
    {
        public ImmutableArray<Expr> Sets { get; } = sets;
    }

    /// <summary><c>[x \in S |-> e]</c>; with <see cref="Self"/>, the function defined by <c>f[x \in S] == e</c>,
    /// whose body may apply itself.</summary>
    public sealed class FunctionConstructor(
        ImmutableArray<Binding> bindings, Expr body, BoundSymbol? self, Span span, Level level) : Expr(span, level)
    {
        public ImmutableArray<Binding> Bindings { get; } = bindings;

        public Expr Body { get; } = body;

        public BoundSymbol? Self { get; } = self;
    }

    public sealed class FunctionSet(Expr domain, Expr range, Span span, Level level) : Expr(span, level)
    {
        public Expr Domain { get; } = domain;

        public Expr Range { get; } = range;
    }

    /// <summary><c>f[e]</c>; several arguments have become a tuple.</summary>
    public sealed class FunctionApplication(Expr function, Expr argument, Span span, Level level) : Expr(span, level)
    {
        public Expr Function { get; } = function;

        public Expr Argument { get; } = argument;
    }

    public sealed class RecordConstructor(
        ImmutableArray<string> names, ImmutableArray<Expr> values, Span span, Level level) : Expr(span, level)
    {
        public ImmutableArray<string> Names { get; } = names;

        public ImmutableArray<Expr> Values { get; } = values;
    }

    public sealed class RecordSet(
        ImmutableArray<string> names, ImmutableArray<Expr> sets, Span span, Level level) : Expr(span, level)
    {
        public ImmutableArray<string> Names { get; } = names;

        public ImmutableArray<Expr> Sets { get; } = sets;
    }

    /// <summary><c>[f EXCEPT …]</c>; a field step has become a string key.</summary>
    public sealed class Except(Expr function, ImmutableArray<Update> updates, Span span, Level level)
        : Expr(span, level)
    {
        public Expr Function { get; } = function;

        public ImmutableArray<Update> Updates { get; } = updates;
    }

    public sealed class If(Expr condition, Expr then, Expr otherwise, Span span, Level level) : Expr(span, level)
    {
        public Expr Condition { get; } = condition;

        public Expr Then { get; } = then;

        public Expr Else { get; } = otherwise;
    }

    public sealed class Case(
        ImmutableArray<(Expr Guard, Expr Value)> arms, Expr? other, Span span, Level level) : Expr(span, level)
    {
        public ImmutableArray<(Expr Guard, Expr Value)> Arms { get; } = arms;

        public Expr? Other { get; } = other;
    }

    /// <summary><c>LET … IN body</c>; the body calls the definitions.</summary>
    public sealed class Let(ImmutableArray<Definition> definitions, Expr body, Span span, Level level)
        : Expr(span, level)
    {
        public ImmutableArray<Definition> Definitions { get; } = definitions;

        public Expr Body { get; } = body;
    }

    /// <summary><c>[A]_v</c> or <c>&lt;&lt;A&gt;&gt;_v</c>.</summary>
    public sealed class ActionSubscript(bool isBox, Expr action, Expr subscript, Span span)
        : Expr(span, Level.Action)
    {
        public bool IsBox { get; } = isBox;

        public Expr Action { get; } = action;

        public Expr Subscript { get; } = subscript;
    }

    /// <summary><c>WF_v(A)</c> or <c>SF_v(A)</c>.</summary>
    public sealed class Fairness(bool isStrong, Expr subscript, Expr action, Span span)
        : Expr(span, Level.Temporal)
    {
        public bool IsStrong { get; } = isStrong;

        public Expr Subscript { get; } = subscript;

        public Expr Action { get; } = action;
    }
}

/// <summary>An argument of a call: an expression, or an operator passed by name or LAMBDA.</summary>
public abstract record Argument
{
    private Argument()
    {
    }

    public sealed record Expression(Expr Value) : Argument;

    /// <summary>An operator: a definition, parameter, constant or builtin, by name.</summary>
    public sealed record Operator(Symbol Symbol, ImmutableArray<Argument> Leading, Span Span, Level Level) : Argument;

    /// <summary><c>LAMBDA x, y : body</c>.</summary>
    public sealed record Lambda(Definition Definition) : Argument;

    public Level LevelOf => this switch
    {
        Expression e => e.Value.Level,
        Operator o => o.Level,
        Lambda l => l.Definition.Level,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Names bound to the elements of a set: one name, or a tuple pattern.</summary>
/// <param name="Symbols">The name; several where the elements are taken apart as a tuple.</param>
/// <param name="IsTuple">The pattern is <c>&lt;&lt;x, y&gt;&gt;</c>.</param>
/// <param name="Set">The set, or null where the name is unbounded.</param>
public sealed record Binding(ImmutableArray<BoundSymbol> Symbols, bool IsTuple, Expr? Set, Span Span);

/// <summary>One update of EXCEPT: <c>![k1][k2] = value</c>, with <paramref name="At"/> standing for the old value.</summary>
public sealed record Update(ImmutableArray<Expr> Path, BoundSymbol At, Expr Value, Span Span);
