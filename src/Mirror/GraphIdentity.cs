using Verified.Checking.Models;

namespace Verified.Mirror;

/// <summary>Which models have the same state graph: those that differ in their properties only.</summary>
public static class GraphIdentity
{
    /// <summary>Equal for two models of a mirrored module when their behaviour and constants are.</summary>
    public static string Of(string module, Model model)
    {
        var bindings = model.Compiled.Bindings;
        var values = bindings.Values.Select(v => $"{v.Key.Name} = {v.Value}")
            .Concat(bindings.Replacements.Select(r => $"{r.Key.Name} <- {r.Value.Name}"))
            .Order(StringComparer.Ordinal);
        return $"{module} {model.Module} {model.Behaviour} {string.Join(", ", values)}";
    }
}
