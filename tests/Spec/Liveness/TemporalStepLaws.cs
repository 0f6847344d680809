using FsCheck.Fluent;
using Verified.Checking;
using Verified.Tests.Spec.Checking;
using Verified.Tests.Spec.Naive;
using Verified.Tests.Spec.Values;
using Engine = Verified.Checking.Engine;

namespace Verified.Tests.Spec.Liveness;

/// <summary>Steps of temporal formulas that are recorded while a search runs, against the same as formulas that are evaluated on every
/// state and step.</summary>
public sealed class TemporalStepLaws
{
    private static readonly string[] s_next =
    [
        "A \\/ B(1)", "\\E arg \\in 0 .. 2 : B(arg)", "(\\E arg \\in 1 .. 2 : B(arg)) \\/ A", "A \\/ (P /\\ B(1))", "B(0) \\/ A \\/ B(0)",
        "A", "\\E arg \\in (IF P THEN {1} ELSE {1, 2}) : B(arg)", "Steps(2)",
    ];

    private static readonly string[] s_steps =
    [
        "A", "B(1)", "\\E arg \\in 0 .. 1 : B(arg)", "A \\/ B(2)", "P /\\ A", "Next", "~Q /\\ Next", "Steps(1)", "A /\\ Q'",
        "B(1) /\\ first' # first", "IF P THEN A ELSE B(1)", "P", "P'",
    ];

    private static readonly string[] s_properties =
        ["[]<>P", "<>[]Q", "P ~> Q", "([]<>P) => ([]<>Q)", "[]<>P \\/ <>[]Q", "[]<><<A>>_both", "<>P", "WF_both(B(2))", "SF_first(A)",
        "<>[][A]_both", "<>[][A \\/ B(1)]_first", "[]<><<~Q /\\ A>>_first"];

    private sealed record Case(
        RandomActions Actions, string Next, string First, string Second, string Property, string Restriction)
    {
        public string Body => $"""
            {Actions.Body}
            Steps(most) == \E which \in 1 .. most : A \/ B(which)
            Next == {Next}
            Fairness == {First} /\ {Second}
            Spec == Init /\ [][Next]_both /\ Fairness
            Prop == {Property}
            """;

        public string Config => $"CONSTANTS m1 = m1 m2 = m2 SPECIFICATION Spec PROPERTY Prop CHECK_DEADLOCK FALSE {Restriction}";

        public override string ToString() => $"{Body}\n{Config}";
    }

    [Fact]
    public void Verdict_OfRandomSpecifications_IsThatOfTheFormulas()
    {
        var fairness =
            from kind in Gen.Elements("WF", "SF")
            from subscript in Gen.Elements("both", "both", "first")
            from step in Gen.Elements(s_steps)
            select $"{kind}_{subscript}({step})";
        var cases =
            from actions in SpecificationGen.Actions
            from next in Gen.Elements(s_next)
            from first in fairness
            from second in fairness
            from property in Gen.Elements(s_properties)
            from restriction in Gen.Elements("", "", "CONSTRAINT P", "ACTION_CONSTRAINT Q")
            select new Case(actions, next, first, second, property, restriction);
        var verdicts = new Dictionary<Verdict, int>();
        Law.Holds(cases, one =>
        {
            using var specification = new Specification(one.Body);
            File.WriteAllText(specification.ConfigPath, one.Config);
            var (general, packed) = (Check(specification, Engine.General), Check(specification, Engine.Packed));
            Assert.True((general.Verdict, general.Property) == (packed.Verdict, packed.Property),
                $"{one}\nby formulas: {general.Verdict}; recorded: {packed.Verdict}");
            verdicts[general.Verdict] = verdicts.GetValueOrDefault(general.Verdict) + 1;
        });
        Assert.True(verdicts.GetValueOrDefault(Verdict.Holds) > 10 && verdicts.GetValueOrDefault(Verdict.Violated) > 10,
            string.Join(", ", verdicts));
    }

    private static CheckResult Check(Specification specification, Engine engine) => Checker.Check(
        specification.ModulePath, specification.ConfigPath,
        new CheckOptions { Engine = engine, Workers = 2, IsWithinConstraints = true });
}
