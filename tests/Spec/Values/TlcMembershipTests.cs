using Verified.Tla.Values;
using static Verified.Tests.Spec.Values.Build;

namespace Verified.Tests.Spec.Values;

/// <summary>Answers and refusals of TLC for <c>\in</c> and <c>\subseteq</c>, recorded from runs of TLC.</summary>
public sealed class TlcMembershipTests
{
    private static readonly RecordSet s_aNat = RecordSet.Of([S("a")], [Nat]);
    private static readonly FunctionLike s_zeroOne = Fun(To(0, 1), static i => i);

    public static TheoryData<string, string, Func<bool>> Cases => new()
    {
        { "1 \\in {1, \"a\"}", "TRUE", () => Set(N(1), S("a")).Contains(N(1)) },
        { "2 \\in {1, \"a\"}", "refused", () => Set(N(1), S("a")).Contains(N(2)) },
        { "m1 \\in Nat", "FALSE", () => Nat.Contains(M("m1")) },
        { "A_x \\in Nat", "refused", () => Nat.Contains(M("A_x")) },
        { "m1 \\in SUBSET {1}", "refused", () => Subset(Ints(1)).Contains(M("m1")) },
        { "m1 \\in 1..3", "FALSE", () => To(1, 3).Contains(M("m1")) },
        { "A_x \\in 1..3", "refused", () => To(1, 3).Contains(M("A_x")) },
        { "m1 \\in [{1} -> {2}]", "FALSE", () => Functions(Ints(1), Ints(2)).Contains(M("m1")) },
        { "m1 \\in [a : Nat]", "FALSE", () => s_aNat.Contains(M("m1")) },
        { "m1 \\in {1} \\X {2}", "FALSE", () => new ProductSet(Ints(1), Ints(2)).Contains(M("m1")) },
        { "m1 \\in Seq(Nat)", "FALSE", () => new SeqSet(Nat).Contains(M("m1")) },
        { "\"a\" \\in Nat", "refused", () => Nat.Contains(S("a")) },
        { "1 \\in STRING", "refused", () => InfiniteSet.String.Contains(N(1)) },
        { "\"a\" \\in 1..3", "refused", () => To(1, 3).Contains(S("a")) },
        { "\"a\" \\in 3..1", "FALSE", () => To(3, 1).Contains(S("a")) },
        { "\"a\" \\in {}", "FALSE", () => Empty.Contains(S("a")) },
        { "\"a\" \\in {1}", "refused", () => Ints(1).Contains(S("a")) },
        { "-1 \\in Nat", "FALSE", () => Nat.Contains(N(-1)) },
        { "-1 \\in Int", "TRUE", () => InfiniteSet.Int.Contains(N(-1)) },
        { "<<1, 2>> \\in Seq(Nat)", "TRUE", () => new SeqSet(Nat).Contains(Tup(N(1), N(2))) },
        { "<<1, -2>> \\in Seq(Nat)", "FALSE", () => new SeqSet(Nat).Contains(Tup(N(1), N(-2))) },
        { "[i \\in 0..1 |-> i] \\in Seq(Nat)", "refused", () => new SeqSet(Nat).Contains(s_zeroOne) },
        { "[i \\in {1, 2} |-> i] \\in Seq(Nat)", "TRUE", () => new SeqSet(Nat).Contains(Fun(Ints(1, 2), static i => i)) },
        { "\"ab\" \\in Seq(Nat)", "refused", () => new SeqSet(Nat).Contains(S("ab")) },
        { "[a |-> 1] \\in [a : Nat]", "TRUE", () => s_aNat.Contains(Rec("a", N(1))) },
        { "[a |-> 1, b |-> 1] \\in [a : Nat]", "FALSE", () => s_aNat.Contains(Rec("a", N(1), "b", N(1))) },
        { "<<1>> \\in [a : Nat]", "refused", () => s_aNat.Contains(Tup(N(1))) },
        { "<<>> \\in [a : Nat]", "FALSE", () => s_aNat.Contains(TupleValue.Empty) },
        { "<<1>> \\in [{\"a\"} -> Nat]", "refused", () => Functions(Set(S("a")), Nat).Contains(Tup(N(1))) },
        { "<<1>> \\in [{\"a\", \"b\"} -> Nat]", "FALSE", () => Functions(Set(S("a"), S("b")), Nat).Contains(Tup(N(1))) },
        { "[a |-> 1] \\in {1} \\X {2}", "refused", () => new ProductSet(Ints(1), Ints(2)).Contains(Rec("a", N(1))) },
        { "[i \\in 0..1 |-> i] \\in {0} \\X {1}", "FALSE", () => new ProductSet(Ints(0), Ints(1)).Contains(s_zeroOne) },
        {
            "[i \\in {m1} |-> 1] \\in {1} \\X {1}", "refused",
            () => new ProductSet(Ints(1), Ints(1)).Contains(Fun(Set(M("m1")), static _ => N(1)))
        },
        { "1 \\in [{1} -> {2}]", "refused", () => Functions(Ints(1), Ints(2)).Contains(N(1)) },
        { "{1} \\in SUBSET Nat", "TRUE", () => Subset(Nat).Contains(Ints(1)) },
        { "1 \\in SUBSET Nat", "refused", () => Subset(Nat).Contains(N(1)) },
        { "Nat \\in SUBSET Nat", "refused", () => Subset(Nat).Contains(Nat) },
        { "{1, 2} \\subseteq Nat", "TRUE", () => Ints(1, 2).IsSubsetOf(Nat) },
        { "Nat \\subseteq Int", "refused", () => Nat.IsSubsetOf(InfiniteSet.Int) },
        { "5 \\in Nat \\ {1}", "TRUE", () => SetOps.Difference(Nat, Ints(1)).Contains(N(5)) },
        { "5 \\in {1} \\cup Nat", "TRUE", () => SetOps.Union(Ints(1), Nat).Contains(N(5)) },
        { "\"s\" \\in Any", "TRUE", () => InfiniteSet.Any.Contains(S("s")) },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Contains_AnswersAsTlc(string expression, string expected, Func<bool> evaluate) =>
        Assert.Equal($"{expression}: {expected}", $"{expression}: {Show(() => evaluate())}");

    [Fact]
    public void Contains_OfHugeSets_NeedsNoElements()
    {
        var subsets = Subset(To(1, 200));
        Assert.True(subsets.Contains(Ints(3, 150)));
        Assert.False(subsets.Contains(Ints(3, 201)));
        Assert.True(Functions(To(1, 3), subsets).Contains(Tup(Ints(1), Empty, Ints(200))));
        Assert.True(RecordSet.Of([S("a")], [subsets]).Contains(Rec("a", Ints(7))));
        Assert.True(new ProductSet(subsets, Nat).Contains(Tup(Ints(7), N(1))));
        Assert.True(subsets.IsSubsetOf(Subset(To(0, 200))));
        Assert.True(SetOps.Difference(subsets, Set(Empty)).Contains(Ints(1)));
        Assert.False(subsets.EqualTo(Empty));
    }
}
