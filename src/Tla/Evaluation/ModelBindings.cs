using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>What a model says about the names of its specification: values of constants, definitions replaced.</summary>
public sealed class ModelBindings
{
    /// <summary><c>CONSTANT C = value</c>; also a definition may be given a value.</summary>
    public Dictionary<Symbol, Value> Values { get; } = [];

    /// <summary><c>CONSTANT C &lt;- D</c>: wherever the first stands, the second is meant.</summary>
    public Dictionary<Symbol, Symbol> Replacements { get; } = [];

    /// <summary>The symbol that is meant, following replacements.</summary>
    public Symbol Resolve(Symbol symbol) =>
        Replacements.TryGetValue(symbol, out var other) && !ReferenceEquals(other, symbol) ? other : symbol;
}
