using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tla.Modules;

/// <summary>The modules that every TLA+ tool knows, by name.</summary>
internal static class StandardModules
{
    private static readonly Dictionary<string, KeyValuePair<string, Symbol>[]> s_modules =
        new(StringComparer.Ordinal)
        {
            ["Naturals"] = Export(Numbers.Naturals),
            ["Integers"] = Export(Numbers.Naturals, Numbers.Integers),
            ["Reals"] = Export(Numbers.Naturals, Numbers.Integers, Numbers.Reals),
            ["Sequences"] = Export(Sequences.All),
            ["FiniteSets"] = Export(FiniteSets.All),
            ["TLC"] = Export(TlcModule.All),
        };

    /// <summary>What is visible everywhere: the operators of the language.</summary>
    public static Scope Language { get; } = MakeLanguage();

    /// <summary>What a standard module exports, or null where the name is not one of a standard module.</summary>
    public static KeyValuePair<string, Symbol>[]? Find(string module) => s_modules.GetValueOrDefault(module);

    /// <summary>The standard module that defines a name, for a hint; null where none does.</summary>
    public static string? Defining(string name)
    {
        foreach (var (module, exports) in s_modules)
            foreach (var export in exports)
                if (export.Key == name)
                    return module;
        return null;
    }

    private static KeyValuePair<string, Symbol>[] Export(params BuiltinOperator[][] groups) =>
        [.. groups.SelectMany(g => g).Select(op => KeyValuePair.Create<string, Symbol>(op.Name, op))];

    private static Scope MakeLanguage()
    {
        var scope = new Scope(null);
        foreach (var op in LanguageOperators.All)
            scope.Set(op.Name, op);
        foreach (var constant in new[]
                 {
                     BuiltinOperator.Value("TRUE", () => BoolValue.True),
                     BuiltinOperator.Value("FALSE", () => BoolValue.False),
                     BuiltinOperator.Value("BOOLEAN", () => ExplicitSet.Boolean),
                     BuiltinOperator.Value("STRING", () => InfiniteSet.String),
                 })
            scope.Set(constant.Name, constant);
        return scope;
    }
}
