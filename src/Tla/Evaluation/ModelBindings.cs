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

    /// <summary>The same definition in other instances of its module: replaced where the module itself speaks of it, not
    /// where another one does by the instance's name.</summary>
    public Dictionary<Symbol, Symbol> InnerReplacements { get; } = [];

    /// <summary><c>CONSTANT C &lt;- [M]D</c> for an operator C of a standard module: in the text of the module M.</summary>
    public Dictionary<(string Module, string Name), Symbol> ModuleReplacements { get; } = [];

    /// <summary>The definition or operator that a call means.</summary>
    public Symbol Resolve(Expr.Call call) =>
        !call.IsQualified && InnerReplacements.TryGetValue(call.Definition, out var other) ? other : Resolve(call.Definition);

    /// <summary>The definition or operator that an operator of a standard module means in the place where it stands.</summary>
    public Symbol Resolve(Expr.Builtin e) =>
        ModuleReplacements.Count > 0
        && ModuleReplacements.TryGetValue((Path.GetFileNameWithoutExtension(e.Span.Source.Path), e.Operator.Name), out var other)
            ? other
            : Resolve(e.Operator);

    /// <summary>The symbol that is meant, following replacements.</summary>
    public Symbol Resolve(Symbol symbol) =>
        Replacements.TryGetValue(symbol, out var other) && !ReferenceEquals(other, symbol) ? other : symbol;
}
