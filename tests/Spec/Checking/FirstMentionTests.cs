using Verified.Checking;

namespace Verified.Tests.Spec.Checking;

/// <summary>TLC orders strings by first mention anywhere; CHOOSE tells. Recorded from runs of TLC on the same texts.</summary>
public sealed class FirstMentionTests
{
    [Theory]
    [InlineData("Naturals", "q", "r", "q")] // strings: in the order of the text
    [InlineData("Naturals", "Next", "zz", "zz")] // identifiers of the root
    [InlineData("Naturals", "b", "a", "a")] // identifiers of a standard module
    [InlineData("Sequences", "t", "s", "s")]
    [InlineData("TLC", "w", "S", "S")]
    [InlineData("TLC", "e", "val", "val")]
    [InlineData("TLC", "Op", "d", "d")]
    [InlineData("FiniteSets", "x", "seq", "seq")]
    [InlineData("Sequences, Naturals", "Len", "Naturals", "Naturals")]
    [InlineData("Naturals, Sequences", "Seq", "Nat", "Nat")]
    [InlineData("Bags", "DSum", "TLCGet", "DSum")]
    [InlineData("M", "lit2", "lit1", "lit1")] // strings of an extended module, before those of the root
    [InlineData("M", "id2", "lit1", "id2")]
    [InlineData("M", "own", "lit1", "lit1")]
    [InlineData("M", "zzz", "id2", "id2")]
    public void Choose_OverStrings_TakesTheFirstMentioned(string extends, string first, string second, string chosen)
    {
        using var specification = new Specification($$"""
            EXTENDS {{extends}}
            VARIABLE zz
            Init == zz = (CHOOSE s \in {"{{first}}", "{{second}}"} : TRUE)
            Next == UNCHANGED zz
            Other == "own"
            """);
        specification.Add("M", "EXTENDS Naturals\nid2(zzz) == {\"lit1\", \"lit2\", zzz}");
        AssertChooses(chosen, specification, Specification.InitNext);
    }

    [Fact]
    public void Choose_StringOfTheConfiguration_ComesFirst()
    {
        using var specification = new Specification("""
            CONSTANTS C, D
            VARIABLE zz
            Init == zz = (CHOOSE s \in {"q1", "p1", "D"} : TRUE)
            Next == UNCHANGED zz
            """);
        AssertChooses("p1", specification, Specification.InitNext + "CONSTANTS C = \"p1\" D = q1");
    }

    [Fact]
    public void Choose_StringOfAnInstantiatedModule_ComesBeforeThoseOfTheRoot()
    {
        using var specification = new Specification("""
            VARIABLE zz
            Init == zz = (CHOOSE s \in {"q1", "mm"} : TRUE)
            Next == UNCHANGED zz
            I == INSTANCE M
            """);
        AssertChooses("mm", specification.Add("M", "F == \"mm\""), Specification.InitNext);
    }

    private static void AssertChooses(string expected, Specification specification, string config)
    {
        var text = File.ReadAllText(specification.ModulePath)
            .Replace("====", "Never == FALSE\n====", StringComparison.Ordinal);
        File.WriteAllText(specification.ModulePath, text);
        var result = specification.Check(config + "\nINVARIANT Never");
        Assert.Equal("", specification.Show(result.Diagnostics));
        Assert.Equal((Verdict.Violated, $"\"{expected}\""), (result.Verdict, result.Trace[0].State[0].ToString()));
    }
}
