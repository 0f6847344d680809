using System.Numerics;
using Verified.Tla.Values;
using static Verified.Tests.Spec.Values.Build;

namespace Verified.Tests.Spec.Values;

/// <summary>Orders, cardinalities and repetitions as TLC has them; recorded from runs of TLC.</summary>
public sealed class TlcEnumerationTests
{
    // As in the run of TLC that the cases were recorded from.
    public TlcEnumerationTests()
    {
        Vocabulary.Begin();
        foreach (var name in new[] { "m1", "m2", "a", "b", "r", "q", "zz", "yy" }) S(name);
    }

    [Fact]
    public void Sets_AreOrderedBySizeThenElements()
    {
        Assert.Equal("{{}, {2}, {3}, {1, 2}, {1, 3}}", Set(Ints(1, 2), Ints(3), Empty, Ints(1, 3), Ints(2)).ToString());
        Assert.Equal("{{4}, 1..3}", Set(To(1, 3), Ints(4)).ToString());
        Assert.Equal("{1..2, {1, 2, 3}}", Set(Ints(1, 2, 3), To(1, 2)).ToString());
        Assert.Equal("{{}}", Set(To(1, 0), Empty).ToString());
        Assert.Equal("{Nat, Int}", Set(InfiniteSet.Int, Nat).ToString());
        Assert.Equal("{-10, -3, 2}", Ints(-3, 2, -10).ToString());
        Assert.Equal("{FALSE, TRUE}", Set(BoolValue.True, BoolValue.False).ToString());
        Assert.Equal("{m1, m2, 1, 3}", Set(M("m2"), N(3), N(1), M("m1")).ToString());
    }

    [Fact]
    public void Functions_AreOrderedBySizeThenDomainThenResults()
    {
        Assert.Equal("{<<>>, <<1>>, <<2>>, <<1, 1>>}", Set(Tup(N(2)), Tup(N(1), N(1)), Tup(), Tup(N(1))).ToString());
        Assert.Equal(
            "{[a |-> 1], [b |-> 1], [a |-> 0, b |-> 1]}",
            Set(Rec("a", N(0), "b", N(1)), Rec("b", N(1)), Rec("a", N(1))).ToString());
        Assert.Equal("{<<1, \"a\">>, <<2, 3>>}", Set(Tup(N(2), N(3)), Tup(N(1), S("a"))).ToString());
    }

    /// <summary>TLC's refusal depends on which of two elements is compared with which.</summary>
    [Fact]
    public void RecordsAndTuples_InOneSet_AreRefusedByTheSecondElement()
    {
        Assert.Equal("{<<1>>, [a |-> 1, b |-> 2]}", Set(Rec("a", N(1), "b", N(2)), Tup(N(1))).ToString());
        Assert.Equal("refused", Show(() => Set(Tup(N(1)), Rec("a", N(1), "b", N(2))).Count));
        Assert.Equal("refused", Show(() => Set(Rec("a", N(1)), Tup(N(1))).Count));
        Assert.Equal("refused", Show(() => Set(M("A_x"), N(1)).Count));
    }

    [Fact]
    public void SUBSET_IsEnumeratedBySize() => Assert.Equal(
        "{} {1} {2} {3} {1, 2} {1, 3} {2, 3} {1, 2, 3}", Enumerate(Subset(Ints(3, 1, 2))));

    [Fact]
    public void FunctionSet_VariesTheLastResultFastest()
    {
        Assert.Equal("<<1, 1>> <<1, 2>> <<2, 1>> <<2, 2>>", Enumerate(Functions(To(1, 2), Ints(2, 1))));
        Assert.Equal(
            "{[r |-> 1, q |-> 1], [r |-> 1, q |-> 2], [r |-> 2, q |-> 1], [r |-> 2, q |-> 2]}",
            Functions(Set(S("q"), S("r")), Ints(2, 1)).ToString());
    }

    [Fact]
    public void RecordSet_OrdersFieldsByFirstMention()
    {
        var records = RecordSet.Of([S("b"), S("a")], [Ints(1, 2), Ints(3, 4)]);
        Assert.Equal(
            "[a |-> 3, b |-> 1] [a |-> 3, b |-> 2] [a |-> 4, b |-> 1] [a |-> 4, b |-> 2]", Enumerate(records));
        records = RecordSet.Of([S("yy"), S("zz")], [Ints(4, 3), Ints(2, 1)]);
        Assert.Equal("[zz |-> 1, yy |-> 3]", First(records));
    }

    [Fact]
    public void ProductSet_VariesTheLastComponentFastest() => Assert.Equal(
        "<<1, 3>> <<1, 4>> <<2, 3>> <<2, 4>>", Enumerate(new ProductSet(Ints(2, 1), Ints(4, 3))));

    [Fact]
    public void EmptyParts_GiveEmptyOrTrivialSets()
    {
        Assert.Equal("<<>>", Enumerate(Functions(Empty, Empty)));
        Assert.Equal("<<>>", Enumerate(Functions(Empty, Nat)));
        Assert.Equal("", Enumerate(Functions(Ints(1), Empty)));
        Assert.Equal("", Enumerate(RecordSet.Of([S("a"), S("b")], [Empty, Ints(1)])));
        Assert.Equal("", Enumerate(new ProductSet(Ints(1), Empty)));
        Assert.Equal("{}", Enumerate(Subset(Empty)));
        Assert.Equal("{}", SetOps.BigUnion(Empty).ToString());
    }

    /// <summary><c>x' \in (SUBSET {1}) \cup (SUBSET {2})</c> generates 4 states from each, <c>\E y \in</c> the same 3.</summary>
    [Fact]
    public void LazyUnions_RepeatElementsForNextStatesOnly()
    {
        var cup = SetOps.Union(Subset(Ints(1)), Subset(Ints(2)));
        Assert.Equal("{} {1} {} {2}", Enumerate(cup));
        Assert.Equal("{{}, {1}, {2}}", cup.ToString());
        Assert.Equal(3, cup.Cardinality);
        var union = SetOps.BigUnion(Set(To(1, 2), To(2, 3)));
        Assert.Equal("1 2 2 3", Enumerate(union));
        Assert.Equal("1 2 3", Enumerate(SetOps.BigUnion(Set(Ints(1, 2), Ints(2, 3)))));
        Assert.Equal("1 2 3", Enumerate(SetOps.Union(Ints(1, 2), To(2, 3))));
        Assert.Equal("1 2 2 3", Enumerate(SetOps.Intersect(union, Nat)));
        Assert.Equal("<<1>> <<2>> <<2>> <<3>>", Enumerate(Functions(To(1, 1), union)));
        Assert.Equal("<<1>> <<2>> <<2>> <<3>>", Enumerate(new ProductSet(union)));
        Assert.Equal("1", First(union));
        Assert.Equal("{1, 2, 3}", union.ToExplicit().ToString());
    }

    [Fact]
    public void Cardinality_IsExactWithoutEnumeration()
    {
        Assert.Equal(BigInteger.One << 30, Subset(To(1, 30)).Cardinality);
        Assert.Equal(BigInteger.One << 200, Subset(To(1, 200)).Cardinality);
        Assert.Equal(BigInteger.Pow(7, 40), Functions(To(1, 40), To(1, 7)).Cardinality);
        Assert.Equal(BigInteger.One << 65, new ProductSet(Subset(To(1, 64)), To(1, 2)).Cardinality);
        Assert.Equal(BigInteger.One << 64, To(long.MinValue, long.MaxValue).Cardinality);
        Assert.Equal("refused", Show(() => Nat.Cardinality));
        Assert.Equal("refused", Show(() => Subset(Nat).Cardinality));
        Assert.Equal("refused", Show(() => SetOps.Union(Ints(1, 2), Subset(Empty)).Cardinality));
    }

    [Fact]
    public void IsFinite_AnswersAsTlc()
    {
        Assert.True(SetOps.Intersect(Nat, To(1, 2)).IsFinite);
        Assert.False(Subset(Nat).IsFinite);
        Assert.False(Functions(Nat, Ints(1)).IsFinite);
        Assert.False(SetOps.Difference(Nat, Ints(1)).IsFinite);
        Assert.Equal("refused", Show(() => SetOps.Intersect(Nat, InfiniteSet.Int).IsFinite));
    }

    [Fact]
    public void CHOOSE_FromAHugeSet_TakesTheFirstWithoutTheOthers()
    {
        Assert.Equal("{}", First(Subset(To(1, 60))));
        Assert.Equal("{1}", First(new FilterSet(Subset(To(1, 60)), static s => !((SetValue)s).IsEmpty)));
        Assert.Equal("<<1, 1, 1>>", First(Functions(To(1, 3), To(1, 1_000_000))));
    }

    [Theory]
    [InlineData("Nat", "Attempted to enumerate the infinite set Nat")]
    [InlineData("Seq", "Attempted to enumerate the infinite set Seq(STRING)")]
    public void GetElements_OfAnInfiniteSet_NamesIt(string which, string expected)
    {
        SetValue set = which == "Nat" ? Nat : new SeqSet(InfiniteSet.String);
        Assert.Equal(expected, Assert.Throws<ValueException>(() => set.GetElements()).Message);
        Assert.Equal(expected, Assert.Throws<ValueException>(() => Subset(set).GetElements()).Message);
        Assert.Equal(expected, Assert.Throws<ValueException>(() => Functions(Ints(1), set).GetElements()).Message);
        Assert.Equal(expected, Assert.Throws<ValueException>(() => SetOps.Union(set, Ints(1)).GetElements()).Message);
    }

    private static string First(SetValue set)
    {
        var elements = set.GetElementsInOrder();
        Assert.True(elements.MoveNext(out var element));
        return element.ToString();
    }
}
