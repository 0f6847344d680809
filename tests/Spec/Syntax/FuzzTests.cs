using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

/// <summary>Damaged specifications: a tree or one diagnostic with a place in the text, never an
/// exception.</summary>
public sealed class FuzzTests
{
    internal const string Specification = """
        ---- MODULE Spec ----
        (* A little of everything. *)
        EXTENDS Naturals, Sequences
        CONSTANTS N, F(_, _), _ ++ _
        VARIABLES x, log
        RECURSIVE sum(_)
        sum(s) == IF s = <<>> THEN 0 ELSE Head(s) + sum(Tail(s))
        fact[n \in Nat] == IF n = 0 THEN 1 ELSE n * fact[n - 1]
        TypeOK == /\ x \in [a : 1..N, b : SUBSET {1, 2}]
                  /\ \/ log \in Seq(Nat) \* a comment
                     \/ log = << >>
        Add(e) == /\ x' = [x EXCEPT !.a = @ + 1, !.b = {y \in @ : y > 0}]
                  /\ log' = Append(log, [id |-> e, v |-> LET z == -1 IN z^2])
                  /\ UNCHANGED <<N>>
        Inst(p) == INSTANCE Other WITH q <- p, + <- LAMBDA u, v : u - v
        Next == \E e \in {1, 2} \X {3} : Add(e) \/ Inst(1)!Step(+, "s\n")!1
        Spec == TypeOK /\ [][Next]_<<x, log>> /\ WF_x(Next) /\ SF_<<x>>(lab(e) :: Add(1))
        Cases == CASE x = 1 -> {i + j : i \in S, <<j, k>> \in T} [] x /= 2 -> \hFF [] OTHER -> 3.14
        THEOREM Safe == ASSUME NEW c \in S PROVE Spec => []TypeOK
        <1>1. Init => TypeOK BY DEF Init
        <1>2. CASE Next
          <2>. HAVE x
          <2> QED BY <1>1, PTL
        <1> QED OBVIOUS
        ---- MODULE Inner ----
        A ≜ ∀ y ∈ S : ⟨y⟩ ≠ ⟨1⟩
        ====
        ====
        """;

    private static readonly string[] pieces =
    [
        "(", ")", "[", "]", "{", "}", "<<", ">>", "]_", ">>_", "/\\", "\\/", "==", "=", "\"", "(*", "*)", "\\*", "\n",
        "LET", "IN", "CASE", "[]", "<1>", "<1>2.", "----", "====", "MODULE", "\\in", ":", "::", "!", "@", "'", "-.",
        "LAMBDA", "PROOF", "QED", "\\o7", "1.5", "_", "WF_", "\0", "\t", "😀", "\uD800", "ASSUME", "PROVE", ",", ".",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Parse_MutatedSpecification_NeverThrows(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
            AssertAnswers(Mutate(random), seed, round);
    }

    [Fact]
    public void Parse_EveryPrefixOfTheSpecification_NeverThrows()
    {
        for (var length = 0; length < Specification.Length; length++)
            AssertAnswers(Specification[..length], 0, length);
    }

    private static string Mutate(Random random)
    {
        var text = Specification;
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(0, 30), text.Length - at);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, pieces[random.Next(pieces.Length)]),
                _ => text.Insert(random.Next(text.Length), text.Substring(at, length)),
            };
        }

        return text;
    }

    private static void AssertAnswers(string text, int seed, int round)
    {
        var source = new SourceText("Spec.tla", text);
        try
        {
            var result = TlaParser.Parse(source);
            if (result.IsSuccess)
            {
                Assert.Empty(result.Diagnostics);
                return;
            }

            var diagnostic = Assert.Single(result.Diagnostics);
            Assert.InRange(diagnostic.Location.Line, 0, source.PositionAt(text.Length).Line);
            Assert.NotEmpty(DiagnosticRenderer.Render(diagnostic, source));
        }
        catch (Exception error)
        {
            throw new Xunit.Sdk.XunitException($"seed {seed}, round {round}: {error}\n{text}");
        }
    }
}
