using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Verified.Tla.Semantics;

/// <summary>The names visible at a place of a module; inner scopes see outer ones.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, Symbol> _symbols = new(StringComparer.Ordinal);

    /// <summary>What is declared in this scope itself.</summary>
    public IReadOnlyDictionary<string, Symbol> Own => _symbols;

    public bool TryFind(string name, [NotNullWhen(true)] out Symbol? symbol)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope._symbols.TryGetValue(name, out symbol))
                return true;
        symbol = null;
        return false;
    }

    public void Set(string name, Symbol symbol) => _symbols[name] = symbol;

    /// <summary>Every visible name; for suggestions.</summary>
    public IEnumerable<string> Names()
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            foreach (var name in scope._symbols.Keys)
                yield return name;
    }

    private Scope? Outer { get; } = outer;
}

/// <summary>A constant or variable of an instantiated module: it stands for what WITH gave it.</summary>
public sealed class SubstitutionSymbol : Symbol
{
    internal SubstitutionSymbol(string name, int arity, bool isVariable, Argument replacement)
        : base(name, arity)
    {
        IsVariable = isVariable;
        Replacement = replacement;
    }

    /// <summary>Declared by VARIABLE: primed under ENABLED it is a name of its own, not its replacement.</summary>
    public bool IsVariable { get; }

    public Argument Replacement { get; }
}

/// <summary>The name before <c>!</c>: <c>I(p) == INSTANCE M WITH …</c>.</summary>
internal sealed class InstanceSymbol(
    string name, ImmutableArray<ParameterSymbol> parameters, int isImplicit, Elaboration of)
    : Symbol(name, parameters.Length)
{
    /// <summary>How many parameters of enclosing instances its definitions take before its own.</summary>
    public int Implicit { get; } = isImplicit;

    public ImmutableArray<ParameterSymbol> Parameters { get; } = parameters;

    public Elaboration Of { get; } = of;
}

/// <summary>A module inside a module; known by name to later EXTENDS and INSTANCE.</summary>
internal sealed class InnerModuleSymbol(string name, Syntax.ModuleSyntax syntax, Scope scope) : Symbol(name, 0)
{
    public Syntax.ModuleSyntax Syntax { get; } = syntax;

    /// <summary>The scope it stands in: an inner module sees what is defined before it.</summary>
    public Scope Scope { get; } = scope;
}
