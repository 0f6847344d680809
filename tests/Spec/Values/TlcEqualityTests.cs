using Verified.Tla.Values;
using static Verified.Tests.Spec.Values.Build;

namespace Verified.Tests.Spec.Values;

/// <summary>Answers and refusals of TLC for <c>=</c>, each recorded from a run of TLC unless the comment says
/// otherwise.</summary>
public sealed class TlcEqualityTests
{
    private static readonly FunctionLike s_zeroOne = Fun(To(0, 1), static i => i);

    public static TheoryData<string, string, Func<bool>> Cases => new()
    {
        { "[f \\in {1} |-> f] = <<1>>", "TRUE", () => Fun(Ints(1), static f => f).EqualTo(Tup(N(1))) },
        { "<<1>> = [a |-> 1, b |-> 2]", "FALSE", () => Tup(N(1)).EqualTo(Rec("a", N(1), "b", N(2))) },
        { "[a |-> 1, b |-> 2] = <<1>>", "refused", () => Rec("a", N(1), "b", N(2)).EqualTo(Tup(N(1))) },
        { "[a |-> 1] = <<>>", "FALSE", () => Rec("a", N(1)).EqualTo(TupleValue.Empty) },
        { "<<>> = [a |-> 1]", "FALSE", () => TupleValue.Empty.EqualTo(Rec("a", N(1))) },
        { "<<1>> = [a |-> 1]", "refused", () => Tup(N(1)).EqualTo(Rec("a", N(1))) },
        { "[a |-> 1] = [b |-> 1]", "FALSE", () => Rec("a", N(1)).EqualTo(Rec("b", N(1))) },
        { "{1} = {\"a\", \"b\"}", "FALSE", () => Ints(1).EqualTo(Set(S("a"), S("b"))) },
        { "{1} = {\"a\"}", "refused", () => Ints(1).EqualTo(Set(S("a"))) },
        { "<<1>> = <<\"a\", 2>>", "FALSE", () => Tup(N(1)).EqualTo(Tup(S("a"), N(2))) },
        { "<<1>> = <<\"a\">>", "refused", () => Tup(N(1)).EqualTo(Tup(S("a"))) },
        { "<<1, 2>> = <<2, \"a\">>", "FALSE", () => Tup(N(1), N(2)).EqualTo(Tup(N(2), S("a"))) },
        { "{} = <<>>", "refused", () => Empty.EqualTo(TupleValue.Empty) },
        { "1 = \"a\"", "refused", () => N(1).EqualTo(S("a")) },
        { "TRUE = 1", "refused", () => BoolValue.True.EqualTo(N(1)) },
        { "m1 = 1", "FALSE", () => M("m1").EqualTo(N(1)) },
        { "{} = m1", "FALSE", () => Empty.EqualTo(M("m1")) },
        { "m1 = m2", "FALSE", () => M("m1").EqualTo(M("m2")) },
        { "A_x = A_y", "FALSE", () => M("A_x").EqualTo(M("A_y")) },
        { "A_x = m1", "FALSE", () => M("A_x").EqualTo(M("m1")) },
        { "m1 = A_x", "FALSE", () => M("m1").EqualTo(M("A_x")) },
        { "A_x = B_z", "refused", () => M("A_x").EqualTo(M("B_z")) },
        { "A_x = 1", "refused", () => M("A_x").EqualTo(N(1)) },
        { "1 = A_x", "refused", () => N(1).EqualTo(M("A_x")) },
        { "Nat = Nat", "TRUE", () => Nat.EqualTo(Nat) },
        { "Nat = Int", "FALSE", () => Nat.EqualTo(InfiniteSet.Int) },
        { "Nat = {1}", "refused", () => Nat.EqualTo(Ints(1)) },
        { "{1} = Nat", "refused", () => Ints(1).EqualTo(Nat) },
        { "Nat = STRING", "refused", () => Nat.EqualTo(InfiniteSet.String) },
        { "Seq(Nat) = Seq(Nat)", "TRUE", () => new SeqSet(Nat).EqualTo(new SeqSet(Nat)) },
        { "1..3 = {1, 2, 3}", "TRUE", () => To(1, 3).EqualTo(Ints(1, 2, 3)) },
        { "1..0 = {}", "TRUE", () => To(1, 0).EqualTo(Empty) },
        { "SUBSET {1} = {{}, {1}}", "TRUE", () => Subset(Ints(1)).EqualTo(Set(Empty, Ints(1))) },
        { "[{} -> {1}] = {<<>>}", "TRUE", () => Functions(Empty, Ints(1)).EqualTo(Set(TupleValue.Empty)) },
        { "[{1} -> {}] = {}", "TRUE", () => Functions(Ints(1), Empty).EqualTo(Empty) },
        { "[i \\in 0..1 |-> i] = <<0, 1>>", "FALSE", () => s_zeroOne.EqualTo(Tup(N(0), N(1))) },
        { "(\"a\" :> 1) = [a |-> 1]", "TRUE", () => FunctionLike.Singleton(S("a"), N(1)).EqualTo(Rec("a", N(1))) },
        {
            "[i \\in {1, 3} |-> 0] = [i \\in {m1, m2} |-> 0]", "FALSE",
            () => Fun(Ints(1, 3), static _ => N(0)).EqualTo(Fun(Set(M("m1"), M("m2")), static _ => N(0)))
        },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void EqualTo_AnswersAsTlc(string expression, string expected, Func<bool> evaluate) =>
        Assert.Equal($"{expression}: {expected}", $"{expression}: {Show(() => evaluate())}");

    /// <summary>TLC compares the domains and answers FALSE; both sets are empty, or hold the empty function only.</summary>
    [Fact]
    public void EqualTo_SpecialFunctionSets_AreEqualWhereTlcErrs()
    {
        Assert.True(Functions(Ints(1), Empty).EqualTo(Functions(Ints(2), Empty)));
        Assert.True(Functions(Empty, Ints(1)).EqualTo(Functions(Empty, Nat)));
    }

    /// <summary>TLC refuses, because one function is kept as an interval and the other is not.</summary>
    [Fact]
    public void EqualTo_FunctionsOnIntegersAndOnModelValues_AreDifferentWhereTlcRefuses() =>
        Assert.False(Fun(To(1, 2), static _ => N(0)).EqualTo(Fun(Set(M("m1"), M("m2")), static _ => N(0))));

    [Fact]
    public void EqualTo_Refused_NamesBothValues()
    {
        var fault = Assert.Throws<ValueException>(() => N(1).EqualTo(S("a")));
        Assert.Equal("Attempted to check equality of the integer 1 with the string \"a\"", fault.Message);
        fault = Assert.Throws<ValueException>(() => Empty.EqualTo(TupleValue.Empty));
        Assert.Equal("Attempted to check equality of the set {} with the tuple <<>>", fault.Message);
    }

    [Fact]
    public void Equals_NeverRefuses()
    {
        Assert.False(N(1).Equals(S("a")));
        Assert.False(Empty.Equals(TupleValue.Empty));
        Assert.False(M("A_x").Equals(M("B_z")));
        Assert.False(Rec("a", N(1)).Equals(Tup(N(1))));
        Assert.False(N(1).Equals((object?)null));
        Assert.True(To(1, 2).Equals((object)Ints(2, 1)));
    }
}
