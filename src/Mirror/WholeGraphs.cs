using Verified.Checking.Models;

namespace Verified.Mirror;

/// <summary>The graphs compared from end to end: a model that differs in its properties only has the same one.</summary>
/// <remarks>Not safe for two threads at once.</remarks>
public sealed class WholeGraphs
{
    private readonly Dictionary<string, MirrorResult> _compared = new(StringComparer.Ordinal);

    /// <summary>The result under a model with the same behaviour and constants, or null.</summary>
    public MirrorResult? Find(string module, Model model) => _compared.GetValueOrDefault(KeyOf(module, model));

    /// <summary>Remembers a result, if it is of a whole graph without a difference.</summary>
    public void Add(string module, Model model, MirrorResult result)
    {
        if (result is { IsEqual: true, ViolatedAt: null }) _compared.TryAdd(KeyOf(module, model), result);
    }

    private static string KeyOf(string module, Model model)
    {
        var bindings = model.Compiled.Bindings;
        var values = bindings.Values.Select(v => $"{v.Key.Name} = {v.Value}")
            .Concat(bindings.Replacements.Select(r => $"{r.Key.Name} <- {r.Value.Name}"))
            .Order(StringComparer.Ordinal);
        return $"{module} {model.Module} {model.Behaviour} {string.Join(", ", values)}";
    }
}
