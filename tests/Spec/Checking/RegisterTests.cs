using Verified.Checking;

namespace Verified.Tests.Spec.Checking;

/// <summary>TLCGet and TLCSet: registers, levels, and the run.</summary>
public sealed class RegisterTests
{
    private const string Count = """
        EXTENDS Naturals, Sequences, TLC, TLCExt
        VARIABLE x
        Init == x = 0
        Next == x < 5 /\ x' = x + 1
        """;

    [Theory]
    [InlineData("INVARIANT Inv", "Inv == TLCGet(\"level\") = x + 1")]
    [InlineData("PROPERTY Prop", "Prop == [][TLCGet(\"level\") = x']_x")]
    [InlineData("INVARIANT Inv", "Inv == TLCGet(\"config\").mode = \"bfs\" /\\ TLCGet(\"distinct\") = x + 1")]
    [InlineData("INVARIANT Inv", "ASSUME TLCSet(1, 7) /\\ TLCGet(\"level\") = 0\nInv == TLCGet(1) = 7")]
    [InlineData("INVARIANT Inv POSTCONDITION Post", "ASSUME TLCSet(1, 0)\nInv == TLCSet(1, TLCGet(1) + 1)\nPost == TLCGet(1) = 6")]
    [InlineData("INVARIANT Inv POSTCONDITION Post", "Inv == TLCGetAndSet(3, +, 1, 0) = x\nPost == TLCGetOrDefault(3, 0) = 6")]
    [InlineData("INVARIANT Inv", "Inv == Len(Trace) = x + 1 /\\ Trace[1].x = 0 /\\ Trace[Len(Trace)].x = x")]
    public void Register_IsAsSet(string statement, string definitions)
    {
        using var specification = new Specification($"{Count}\n{definitions}");
        var result = specification.Check(Specification.InitNext + statement, workers: 4);
        Assert.Equal((Verdict.Holds, ""), (result.Verdict, specification.Show(result.Diagnostics)));
    }

    [Fact]
    public void Constraint_MayCountLevels()
    {
        using var specification = new Specification($"{Count}\nShallow == TLCGet(\"level\") <= 3");
        Assert.Equal(3, specification.Check(Specification.InitNext + "CONSTRAINT Shallow").Distinct);
    }

    [Fact]
    public void Register_NeverSet_IsAFault()
    {
        using var specification = new Specification($"{Count}\nInv == TLCGet(4) = 1");
        Assert.Equal("Spec.tla:6:8: VTL0501: TLCGet(4) was undefined: the register was never set by this worker",
            specification.Diagnostics(Specification.InitNext + "INVARIANT Inv"));
    }

    [Fact]
    public void Exit_EndsTheSearchUndetermined()
    {
        using var specification = new Specification($"{Count}\nInv == x = 3 => TLCSet(\"exit\", TRUE)");
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv");
        Assert.Equal(Verdict.Undetermined, result.Verdict);
        Assert.Equal("stopped before the end: the specification asked for it (TLCSet); 0 states were still waiting", result.Diagnostics[0].Message);
    }

    [Fact]
    public void Random_WithOneSeed_IsReproducible()
    {
        using var specification = new Specification("""
            EXTENDS Naturals, TLC, Randomization
            VARIABLE x
            Init == x \in RandomSubset(5, 1 .. 1000)
            Next == x' = RandomElement(1 .. 1000) /\ x < 500
            Const == RandomElement(1 .. 1000000)
            Same == Const = Const
            """);
        var config = "INIT Init NEXT Next INVARIANT Same CHECK_DEADLOCK FALSE";
        var (first, second) = (specification.Check(config), specification.Check(config, workers: 4));
        Assert.Equal((Verdict.Holds, first.Generated), (second.Verdict, second.Generated));
    }
}
