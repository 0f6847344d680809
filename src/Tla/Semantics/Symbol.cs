using System.Collections.Immutable;
using Verified.Tla.Source;

namespace Verified.Tla.Semantics;

/// <summary>What a name can mean after resolution. Symbols are compared by reference.</summary>
public abstract class Symbol(string name, int arity)
{
    public string Name { get; } = name;

    /// <summary>How many arguments it takes; 0 for a plain name.</summary>
    public int Arity { get; } = arity;

    public override string ToString() => Name;
}

/// <summary>A state variable; <see cref="Index"/> is its place in a state.</summary>
public sealed class VariableSymbol(string name, int index, Span span) : Symbol(name, 0)
{
    public int Index { get; } = index;

    public Span Span { get; } = span;
}

/// <summary>A declared CONSTANT, to be given a value or an operator by the model.</summary>
public sealed class ConstantSymbol(string name, int arity, Span span) : Symbol(name, arity)
{
    public Span Span { get; } = span;
}

/// <summary>A name bound by a quantifier, a constructor, CHOOSE, or <c>@</c> in EXCEPT: a rigid value.</summary>
public sealed class BoundSymbol(string name, Span span) : Symbol(name, 0)
{
    public Span Span { get; } = span;
}

/// <summary>A formal parameter of a definition; with an arity above 0, an operator.</summary>
public sealed class ParameterSymbol(string name, int arity, Span span) : Symbol(name, arity)
{
    public Span Span { get; } = span;

    /// <summary>The highest level an argument may have: <see cref="Level.State"/> once the parameter is primed.</summary>
    public Level MaxLevel { get; internal set; } = Level.Temporal;
}

/// <summary>A definition: an operator, or a function (<see cref="IsFunction"/>), of a module or a LET.</summary>
public sealed class Definition(string name, ImmutableArray<ParameterSymbol> parameters, Span span, string module)
    : Symbol(name, parameters.Length)
{
    private Expr? _body;

    public ImmutableArray<ParameterSymbol> Parameters { get; private set; } = parameters;

    public Span Span { get; private set; } = span;

    /// <summary>Where the name was first declared: by RECURSIVE, if it is.</summary>
    internal Span DeclaredAt { get; } = span;

    /// <summary>The module whose text holds it.</summary>
    public string Module { get; } = module;

    /// <summary>How many leading parameters are those of enclosing parametrised instances.</summary>
    public int Implicit { get; internal init; }

    /// <summary>Declared RECURSIVE.</summary>
    public bool IsRecursive { get; internal set; }

    /// <summary>Defined as <c>f[x \in S] == e</c>.</summary>
    public bool IsFunction { get; internal set; }

    /// <summary>LOCAL: not visible to a module that extends or instantiates its own.</summary>
    public bool IsLocal { get; internal set; }

    /// <summary>The theorem or assumption of this name; usable as an expression.</summary>
    public bool IsFact { get; internal set; }

    public bool HasBody => _body is not null;

    /// <summary>Its right side; set once, when its text has been resolved.</summary>
    public Expr Body
    {
        get => _body ?? throw new InvalidOperationException($"{Name} has no body yet");
        internal set => _body = value;
    }

    /// <summary>The labelled parts of its right side: <c>lab(x) :: e</c>, with the bound names that x stands for.</summary>
    internal Dictionary<string, (ImmutableArray<BoundSymbol> Bound, Expr Body)> Labels { get; set; } = [];

    /// <summary>Gives a RECURSIVE declaration the parameters and the place of its definition.</summary>
    internal void Complete(ImmutableArray<ParameterSymbol> formals, Span place)
    {
        Parameters = formals;
        Span = place;
    }

    /// <summary>The level of the body with constant arguments; <see cref="Level.Constant"/> until resolved.</summary>
    public Level Level => _body?.Level ?? Level.Constant;
}
