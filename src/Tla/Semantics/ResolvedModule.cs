using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Verified.Tla.Source;

namespace Verified.Tla.Semantics;

/// <summary>An assumption of a module: <c>ASSUME name == body</c>.</summary>
public sealed record Assumption(string? Name, Expr Body, Span Span);

/// <summary>A root module with all it extends and instantiates, every name resolved.</summary>
public sealed class ResolvedModule
{
    internal ResolvedModule(
        string name,
        ImmutableArray<VariableSymbol> variables,
        ImmutableArray<ConstantSymbol> constants,
        ImmutableArray<Assumption> assumptions,
        IReadOnlyDictionary<string, Symbol> symbols,
        ImmutableArray<Definition> definitions,
        ImmutableArray<SourceText> sources)
    {
        Name = name;
        Variables = variables;
        Constants = constants;
        Assumptions = assumptions;
        Symbols = symbols;
        Definitions = definitions;
        Sources = sources;
    }

    public string Name { get; }

    /// <summary>The variables, in the order of their declaration, those of extended modules first.</summary>
    public ImmutableArray<VariableSymbol> Variables { get; }

    public ImmutableArray<ConstantSymbol> Constants { get; }

    public ImmutableArray<Assumption> Assumptions { get; }

    /// <summary>Every name visible at the end of the module.</summary>
    public IReadOnlyDictionary<string, Symbol> Symbols { get; }

    /// <summary>Every definition, those of instances included: a definition of a module that is also instantiated is there twice.</summary>
    public ImmutableArray<Definition> Definitions { get; }

    /// <summary>The files read, the root first.</summary>
    public ImmutableArray<SourceText> Sources { get; }

    public bool TryFind<T>(string name, [NotNullWhen(true)] out T? symbol)
        where T : Symbol
    {
        symbol = Symbols.TryGetValue(name, out var found) ? found as T : null;
        return symbol is not null;
    }
}

/// <summary>A module with its declarations given meaning: once as itself, once for each INSTANCE of it.</summary>
internal sealed class Elaboration(string module, Scope scope)
{
    public string Module { get; } = module;

    /// <summary>All that is visible at its end.</summary>
    public Scope Scope { get; } = scope;

    /// <summary>What a module that extends or instantiates it sees, in order of definition.</summary>
    public List<KeyValuePair<string, Symbol>> Exports { get; } = [];

    public List<Assumption> Assumptions { get; } = [];
}
