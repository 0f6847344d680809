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
            ["Bags"] = Export(TlcModule.All, Bags.All),
            ["TLCExt"] = Export(TlcExt.All),
            ["Randomization"] = Export(Randomization.All),
            ["Json"] = Export(Json.All),
            ["Toolbox"] = Export(TlcExt.Toolbox),
            ["IOUtils"] = Export(IOUtils.All),
        };

    // Modules that everybody uses and no tool defines: a file of the same name takes their place.
    private static readonly Dictionary<string, KeyValuePair<string, Symbol>[]> s_community =
        new(StringComparer.Ordinal)
        {
            ["Folds"] = Export(Folds.All),
            ["Functions"] = Export(FunctionOperators.All),
            ["FiniteSetsExt"] = Export(Folds.All, FunctionOperators.All, FiniteSetsExt.All),
            ["SequencesExt"] = Export(SequencesExt.All),
            ["BagsExt"] = Export(BagsExt.All),
            ["Bitwise"] = Export(Bitwise.All),
            ["Relation"] = Export(Relation.All),
            ["TransitiveClosure"] = Export(TransitiveClosure.All),
            ["Graphs"] = Export(Graphs.Directed),
            ["UndirectedGraphs"] = Export(Graphs.Undirected),
            ["DyadicRationals"] = Export(DyadicRationals.All),
            ["VectorClocks"] = Export(Numbers.Naturals, Sequences.All, FunctionOperators.All, VectorClocks.All),
            ["SVG"] = Export(
                Numbers.Naturals, Numbers.Integers, Sequences.All, FiniteSets.All, TlcModule.All, Svg.All),
            ["CSV"] = Export(Csv.All),
            // Of modules for proofs only what they extend matters: theorems are not checked.
            ["TLAPS"] = [],
            ["NaturalsInduction"] = Export(Numbers.Naturals, Numbers.Integers),
            ["WellFoundedInduction"] = Export(Numbers.Naturals, Numbers.Integers),
            ["FunctionTheorems"] = Export(FunctionOperators.All),
            ["FiniteSetTheorems"] = Export(Numbers.Naturals, Numbers.Integers, FiniteSets.All),
            ["SequenceTheorems"] = Export(Numbers.Naturals, Numbers.Integers, Sequences.All),
            ["SequencesExtTheorems"] = Export(Numbers.Naturals, Numbers.Integers, Sequences.All, SequencesExt.All),
        };

    // The identifiers of the modules' texts as the tools ship them; those of operators' parameters count too.
    private static readonly Dictionary<string, ModuleMentions> s_sources = new(StringComparer.Ordinal)
    {
        ["Naturals"] = Mentions("Naturals Nat a b n", [], []),
        ["Integers"] = Mentions("Integers Naturals Int a", ["Naturals"], []),
        ["Reals"] = Mentions("Reals Integers Real a b m Infinity i r", ["Integers"], []),
        ["Sequences"] = Mentions(
            "Sequences Naturals Seq S n Nat Len s t i Append e Head Tail SubSeq m SelectSeq Test F", [], ["Naturals"]),
        ["FiniteSets"] = Mentions(
            "FiniteSets Naturals Sequences IsFiniteSet S seq Seq s n Len Cardinality CS T x", [], ["Naturals", "Sequences"]),
        ["TLC"] = Mentions(
            "TLC Naturals Sequences FiniteSets Print out val PrintT Assert v JavaTime n Nat TLCGet i TLCSet d e x f g "
            + "Permutations S w SortSeq s Op Perm p Len j RandomElement Any ToString a b TLCEval",
            [], ["Naturals", "Sequences", "FiniteSets"]),
        ["Bags"] = Mentions(
            "Bags TLC Naturals IsABag B n Nat BagToSet SetToBag S e BagIn EmptyBag B1 B2 Sum f DSum elt BagUnion d SubBag "
            + "RemoveFromDom x y Combine BagSet i Biggest Range r RSB BB s AllBagsOfSubset BagOfAll F BagCardinality CopiesIn",
            ["TLC"], ["Naturals"]),
        ["TLCExt"] = Mentions(
            "TLCExt TLC Integers AssertEq a b PrintT AssertError err exp FailsEval e TLCError s Assert TLCGetOrDefault key "
            + "defaultVal n TLCGetAndSet Op val oldVal v TLCSet Trace CounterExample ToTrace CE F FiniteSetsExt TLCModelValue "
            + "str ToString TLCDefer expression TLCNoOp PickSuccessor bool TLCCache closure TLCFP var i Int TLCEvalDefinition",
            [], ["TLC", "Integers"]),
        ["Randomization"] = Mentions(
            "Randomization Naturals FiniteSets RandomSubset k S T Cardinality RandomSetOfSubsets n TestRandomSetOfSubsets i",
            [], ["Naturals", "FiniteSets"]),
        ["Json"] = Mentions(
            "Json Sequences FiniteSets TLC IsSequence F D ToJsonKeyValue d ToString ToJsonObjectString ToJsonArrayString "
            + "ToJsonString IsFiniteSet ToJson value ToJsonArray ToJsonObject JsonSerialize absoluteFilename JsonDeserialize "
            + "val ndJsonSerialize ndJsonDeserialize",
            [], ["Sequences", "FiniteSets", "TLC"]),
        ["IOUtils"] = Mentions("IOUtils Naturals Sequences TLC", [], ["Naturals", "Sequences", "TLC"]),
        ["Toolbox"] = Mentions(
            "Toolbox Naturals FiniteSets TLC _TETrace f Nat _TETraceLength Cardinality _TEPosition TLCGet",
            [], ["Naturals", "FiniteSets", "TLC"]),
    };

    /// <summary>What is visible everywhere: the operators of the language.</summary>
    public static Scope Language { get; } = MakeLanguage();

    /// <summary>What a standard module exports, or null where the name is not one of a standard module.</summary>
    public static KeyValuePair<string, Symbol>[]? Find(string module) =>
        s_modules.GetValueOrDefault(module) ?? s_community.GetValueOrDefault(module);

    /// <summary>Whether a file of the same name takes the place of the standard module.</summary>
    public static bool YieldsToFile(string module) => s_community.ContainsKey(module);

    /// <summary>What the text of a standard module mentions, or null where the name is not one of a standard module.</summary>
    public static ModuleMentions? Source(string module) => s_sources.GetValueOrDefault(module)
        ?? (s_community.ContainsKey(module) ? Mentions(module, [], []) : null);

    /// <summary>The standard module that defines a name, for a hint; null where none does.</summary>
    public static string? Defining(string name)
    {
        foreach (var (module, exports) in s_modules.Concat(s_community))
            foreach (var export in exports)
                if (export.Key == name)
                    return module;
        return null;
    }

    private static KeyValuePair<string, Symbol>[] Export(params BuiltinOperator[][] groups) =>
        [.. groups.SelectMany(g => g).Select(op => KeyValuePair.Create<string, Symbol>(op.Name, op))];

    private static ModuleMentions Mentions(string identifiers, string[] extends, string[] instances) =>
        new(identifiers.Split(' '), extends, instances);

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
