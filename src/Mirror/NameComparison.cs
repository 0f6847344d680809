using System.Reflection;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;

namespace Verified.Mirror;

/// <summary>Constants, variables, actions with their parameters, and properties: the same names on both sides.</summary>
internal static class NameComparison
{
    /// <summary>What is missing or extra; null where the names agree.</summary>
    public static MirrorDifference? Compare(MirrorModule mirror, CompiledModel compiled)
    {
        var module = compiled.Module;
        var details = new List<string>();
        Compare(details, "constant",
            module.Constants.Select(c => c.Name), ValueMapping.PropertiesOf(mirror.Model).Select(p => p.Name));
        Compare(details, "variable",
            module.Variables.Select(v => v.Name),
            mirror.StateProperties.Select(p => ValueMapping.CamelCase(p.Name)));
        Compare(details, "action",
            compiled.ActionSignatures.Select(a => Signature(a.Name, a.Parameters)),
            mirror.Cases.Select(c => Signature(
                c.Name, ValueMapping.PropertiesOf(c).Select(p => ValueMapping.CamelCase(p.Name)))));
        Compare(details, "property", Properties(compiled, mirror.Name), Properties(mirror));
        return details.Count == 0
            ? null
            : new MirrorDifference($"The names of {mirror.Name} differ.", [], [.. details]);
    }

    /// <summary>The claims of the module itself about states and steps: definitions without parameters named
    /// <c>…Inv</c> or <c>…Prop</c>. Claims about whole behaviours have no counterpart in a mirror.</summary>
    public static IEnumerable<string> Properties(CompiledModel compiled, string of) => compiled.Module.Symbols.Values
        .OfType<Definition>()
        .Where(d => d.Module == of && d.Arity == 0 && IsProperty(d.Name))
        .Where(d => compiled.Module.Symbols.TryGetValue(d.Name, out var seen) && ReferenceEquals(seen, d))
        .Where(d => d.Level <= Level.State || compiled.Property(d).All(p => p.Kind == TemporalKind.Action))
        .Select(d => d.Name)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Properties(MirrorModule mirror) => mirror.Functions
        .GetMethods(BindingFlags.Static | BindingFlags.Public)
        .Where(m => m.ReturnType == typeof(bool) && IsProperty(m.Name))
        .Select(m => m.Name)
        .Order(StringComparer.Ordinal);

    private static bool IsProperty(string name) =>
        (name.EndsWith("Inv", StringComparison.Ordinal) && !name.EndsWith("DebugInv", StringComparison.Ordinal))
        || name.EndsWith("Prop", StringComparison.Ordinal);

    private static string Signature(string name, IEnumerable<string> parameters) =>
        $"{name}({string.Join(", ", parameters)})";

    private static void Compare(
        List<string> details, string what, IEnumerable<string> specification, IEnumerable<string> mirror)
    {
        var left = specification.ToHashSet(StringComparer.Ordinal);
        var right = mirror.ToHashSet(StringComparer.Ordinal);
        details.AddRange(left.Except(right).Order(StringComparer.Ordinal)
            .Select(name => $"{what} {name} is in the specification, not in the mirror"));
        details.AddRange(right.Except(left).Order(StringComparer.Ordinal)
            .Select(name => $"{what} {name} is in the mirror, not in the specification"));
    }
}
