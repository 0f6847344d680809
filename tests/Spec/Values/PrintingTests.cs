using Verified.Tla.Values;
using static Verified.Tests.Spec.Values.Build;

namespace Verified.Tests.Spec.Values;

/// <summary>Texts as TLC prints them, recorded from runs of TLC.</summary>
public sealed class PrintingTests
{
    public static TheoryData<string, Func<Value>> Texts => new()
    {
        { "1..3", () => To(1, 3) },
        { "{}", () => To(1, 0) },
        { "{1, 2, 3}", () => Ints(3, 1, 2) },
        { "\"a\\\"b\\\\c\\td\\ne\\fg\\rh\"", () => S("a\"b\\c\td\ne\fg\rh") },
        { "(0 :> 0 @@ 1 :> 1 @@ 2 :> 2)", () => Fun(To(0, 2), static i => i) },
        { "<<1, 2>>", () => Fun(Ints(1, 2), static i => i) },
        { "(\"q x\" :> 1)", () => Fun(Set(S("q x")), static _ => N(1)) },
        { "[q_1 |-> 1]", () => Fun(Set(S("q_1")), static _ => N(1)) },
        { "(\"WF_x\" :> 1)", () => Fun(Set(S("WF_x")), static _ => N(1)) },
        { "<<>>", () => Fun(Empty, static i => i) },
        { "(-1 :> 2 @@ 5 :> 2)", () => Fun(Ints(-1, 5), static _ => N(2)) },
        { "<<2>>", () => FunctionLike.Combine(FunctionLike.Singleton(N(1), N(2)), FunctionLike.Singleton(N(1), N(3))) },
        { "<<1, 2, 9>>", () => FunctionLike.Combine(Tup(N(1), N(2)), Tup(N(7), N(8), N(9))) },
        { "(<<1, 3>> :> 1 @@ <<2, 3>> :> 1)", () => Fun(new ProductSet(Ints(1, 2), Ints(3)), static _ => N(1)) },
        { "1..2", () => Tup(N(4), N(5)).Domain },
        { "{}", () => TupleValue.Empty.Domain },
        { "{\"a\"}", () => Rec("a", N(1)).Domain },
        { "SUBSET (1..7)", () => Subset(To(1, 7)) },
        { "SUBSET {1, 2, 3, 4, 5, 6, 7}", () => Subset(Ints(1, 2, 3, 4, 5, 6, 7)) },
        { "{{}, {{}}, {{1}}, {{}, {1}}}", () => Subset(Subset(Ints(1))) },
        { "SUBSET Nat", () => Subset(Nat) },
        { "[1..12 -> 1..2]", () => Functions(To(1, 12), To(1, 2)) },
        { "[Nat -> {FALSE, TRUE}]", () => Functions(Nat, ExplicitSet.Boolean) },
        { "(1..50 \\X 1..50)", () => new ProductSet(To(1, 50), To(1, 50)) },
        { "[p: Nat]", () => RecordSet.Of([S("p")], [Nat]) },
        { "{1} \\cup Nat", () => SetOps.Union(Ints(1), Nat) },
        { "Nat \\ {1}", () => SetOps.Difference(Nat, Ints(1)) },
        { "Seq(Nat)", () => new SeqSet(Nat) },
        { "STRING", () => InfiniteSet.String },
        { "{1, 2, 3}", () => SetOps.BigUnion(Set(To(1, 2), To(2, 3))) },
        { "{{1}, {2}, {1, 2}}", () => new FilterSet(Subset(Ints(1, 2)), static s => !((SetValue)s).IsEmpty) },
        { "[a |-> <<{m1}, -3>>]", () => Rec("a", Tup(Set(M("m1")), N(-3))) },
        { "99999999999999999999", () => IntValue.Add(IntValue.Power(N(10), N(20)), N(-1)) },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void ToString_IsTlcsText(string expected, Func<Value> make) => Assert.Equal(expected, make().ToString());

    [Fact]
    public void ToString_Bounded_IsCut()
    {
        Assert.Equal("<<1, 2, …", Tup(N(1), N(2), N(3)).ToString(8));
        Assert.Equal("<<1, 2, 3>>", Tup(N(1), N(2), N(3)).ToString(11));
        Assert.Equal(31, To(1, 1_000_000).ToExplicit().ToString(30).Length);
    }

    [Fact]
    public void DeepValues_ExhaustTheStackAsAnException()
    {
        Value a = N(1), b = N(1);
        for (var i = 0; i < 1_000_000; i++) (a, b) = (Tup(a), Tup(b));
        Assert.Throws<InsufficientExecutionStackException>(() => a.EqualTo(b));
        Assert.Throws<InsufficientExecutionStackException>(() => a.CompareTo(b));
        Assert.Throws<InsufficientExecutionStackException>(() => a.Fingerprint);
        Assert.Throws<InsufficientExecutionStackException>(() => a.Canonical());
        Assert.Throws<InsufficientExecutionStackException>(() => a.ToString());
    }

    [Fact]
    public void DeepLazySets_ExhaustTheStackAsAnException()
    {
        SetValue less = Subset(To(1, 3)), more = less;
        for (var i = 0; i < 1_000_000; i++) less = SetOps.Difference(less, Ints(1));
        for (var i = 0; i < 1_000_000; i++) more = SetOps.Union(more, Subset(Ints(1)));
        foreach (var set in new[] { less, more })
        {
            Assert.Throws<InsufficientExecutionStackException>(() => set.Contains(Ints(4)));
            Assert.Throws<InsufficientExecutionStackException>(() => set.IsFinite);
            Assert.Throws<InsufficientExecutionStackException>(() => set.Cardinality);
            Assert.Throws<InsufficientExecutionStackException>(() => set.GetElements());
            Assert.Throws<InsufficientExecutionStackException>(() => set.ToString());
            Assert.Throws<InsufficientExecutionStackException>(() => set.ToString(20));
        }
    }

    [Fact]
    public void Vocabulary_OrdersByFirstMentionAndSharesNothing()
    {
        Vocabulary.Begin().Mention("identifier");
        StringValue z = S("z"), a = S("a");
        var record = Rec("a", N(1), "z", N(2));
        Assert.Equal("{\"identifier\", \"z\", \"a\"}", Set(a, z, S("identifier")).ToString());
        Assert.Equal("[z |-> 2, a |-> 1]", record.ToString());
        Assert.Same(z, S("z"));
        Assert.Same(record.Shape, Rec("z", N(0), "a", N(0)).Shape);

        Vocabulary.Begin();
        Assert.Equal("{\"a\", \"z\"}", Set(S("a"), S("z")).ToString());
        Assert.True(a.EqualTo(S("a")));
        Assert.True(record.EqualTo(Rec("a", N(1), "z", N(2))));
        Assert.True(Rec("a", N(1), "z", N(2)).EqualTo(record));
        Assert.NotSame(M("m1"), Vocabulary.Begin().Model("m1"));
    }

    [Fact]
    public void RecordOf_SameFieldTwice_IsRefused()
    {
        var fault = Assert.Throws<ValueException>(() => Rec("a", N(1), "a", N(2)));
        Assert.Equal("The field name a occurs multiple times in a record", fault.Message);
    }
}
