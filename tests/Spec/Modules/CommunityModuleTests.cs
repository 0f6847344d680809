using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Modules;

/// <summary>Operators of modules beyond the standard ones. TLC, with its community modules, agrees with each formula.</summary>
public sealed class CommunityModuleTests
{
    [Theory]
    [InlineData("Folds", @"MapThenFoldSet(-, 10, LAMBDA x : x, LAMBDA s : CHOOSE x \in s : TRUE, {1, 2, 3}) = -8")]
    [InlineData("Folds", @"MapThenFoldSet(LAMBDA a, b : <<a>> \o b, <<>>, LAMBDA x : x + 1, LAMBDA s : CHOOSE x \in s : \A y \in s : x >= y, 1 .. 3) = <<4, 3, 2>>")]
    [InlineData("Functions", @"Restrict([i \in 1 .. 3 |-> i * i], {1, 3}) = (1 :> 1 @@ 3 :> 9)")]
    [InlineData("Functions", @"RestrictDomain([i \in 0 .. 3 |-> i], LAMBDA x : x % 2 = 1) = (1 :> 1 @@ 3 :> 3)")]
    [InlineData("Functions", @"RestrictValues([i \in 0 .. 3 |-> i + 1], LAMBDA x : x % 2 = 1) = (0 :> 1 @@ 2 :> 3)")]
    [InlineData("Functions", @"IsRestriction([a |-> 1], [a |-> 1, b |-> 2]) /\ ~IsRestriction([a |-> 1, b |-> 2], [a |-> 1])")]
    [InlineData("Functions", @"Range(<<1, 2, 1>>) = {1, 2} /\ Range([a |-> 3]) = {3}")]
    [InlineData("Functions", @"Pointwise(<<1, 2>>, <<10, 20>>, +) = <<11, 22>>")]
    [InlineData("Functions", @"Inverse(<<5, 7>>, {1, 2}, {5, 8}) = (5 :> 1 @@ 8 :> 1)")]
    [InlineData("Functions", @"AntiFunction(<<5, 7>>) = (5 :> 1 @@ 7 :> 2)")]
    [InlineData("Functions", @"IsInjective(<<1, 2>>) /\ ~IsInjective(<<1, 1>>) /\ IsInjective(<<>>)")]
    [InlineData("Functions", @"Cardinality(Injection({1, 2}, {1, 2, 3})) = 6 /\ Cardinality(Surjection({1, 2, 3}, {1, 2})) = 6")]
    [InlineData("Functions", @"Bijection({1, 2}, {3, 4}) = {<<3, 4>>, <<4, 3>>} /\ <<3, 4>> \in Injection(1 .. 2, 1 .. 9)")]
    [InlineData("Functions", @"ExistsInjection({1}, {1, 2}) /\ ~ExistsSurjection({1}, {1, 2}) /\ ~ExistsBijection({1}, {1, 2})")]
    [InlineData("Functions", @"FoldFunction(LAMBDA x, y : {x} \cup y, {}, <<1, 2, 1>>) = {1, 2}")]
    [InlineData("Functions", @"FoldFunction(LAMBDA x, y : <<x>> \o y, <<>>, <<4, 5, 6>>) = <<6, 5, 4>>")]
    [InlineData("Functions", @"FoldFunctionOnSet(+, 0, [i \in 1 .. 9 |-> i], {2, 3}) = 5")]
    [InlineData("FiniteSetsExt", @"FoldSet(LAMBDA x, y : <<x>> \o y, <<>>, {3, 1, 2}) = <<3, 2, 1>>")]
    [InlineData("FiniteSetsExt", @"ReduceSet(+, {1, 2}, 10) = 13 /\ SumSet(0 .. 10) = 55 /\ ProductSet(1 .. 5) = 120")]
    [InlineData("FiniteSetsExt", @"MapThenSumSet(LAMBDA e : e.n, {[n |-> 1], [n |-> 2]}) = 3 /\ FlattenSet({{1}, {2}}) = {1, 2}")]
    [InlineData("FiniteSetsExt", @"SymDiff({1, 2}, {2, 3}) = {1, 3} /\ Quantify(1 .. 9, LAMBDA n : n % 2 = 0) = 4")]
    [InlineData("FiniteSetsExt", @"kSubset(2, 1 .. 3) = {{1, 2}, {2, 3}, {1, 3}} /\ kSubset(4, 1 .. 3) = {} /\ kSubset(0, {1}) = {{}}")]
    [InlineData("FiniteSetsExt", @"Max({3, 1, 2}) = 3 /\ Min({3, 1, 2}) = 1 /\ Choices({{1, 2}, {2, 3}, {5}}) = {{2, 5}, {1, 2, 5}, {1, 3, 5}, {2, 3, 5}}")]
    [InlineData("FiniteSetsExt", @"ChooseUnique({2, 3, 4, 5}, LAMBDA x : x % 3 = 1) = 4")]
    [InlineData("SequencesExt", @"ToSet(<<1, 2, 1>>) = {1, 2} /\ SetToSeq({3, 1, 2}) = <<1, 2, 3>> /\ SetToSeqs({1, 2}) = {<<1, 2>>, <<2, 1>>}")]
    [InlineData("SequencesExt", @"SetToSortSeq({1, 2, 3}, >) = <<3, 2, 1>> /\ Cardinality(SetToAllKPermutations({1, 2, 3})) = 16")]
    [InlineData("SequencesExt", @"<<1, 2>> \in TupleOf({1, 2}, 2) /\ Cardinality(SeqOf({1, 2}, 2)) = 7 /\ <<>> \in BoundedSeq({1}, 3)")]
    [InlineData("SequencesExt", @"Contains(<<1, 2>>, 2) /\ Reverse(<<1, 2, 3>>) = <<3, 2, 1>> /\ Remove(<<1, 2, 1>>, 1) = <<2>>")]
    [InlineData("SequencesExt", @"ReplaceAll(<<1, 2, 1>>, 1, 9) = <<9, 2, 9>> /\ SelectInSeq(<<1, 2, 4>>, LAMBDA e : e % 2 = 0) = 2")]
    [InlineData("SequencesExt", @"SelectLastInSeq(<<2, 4, 5>>, LAMBDA e : e % 2 = 0) = 2 /\ SelectInSeq(<<1>>, LAMBDA e : FALSE) = 0")]
    [InlineData("SequencesExt", @"SelectInSubSeq(<<2, 1, 2>>, 2, 3, LAMBDA e : e = 2) = 3 /\ SelectLastInSubSeq(<<1, 2, 2, 1>>, 2, 3, LAMBDA e : e = 2) = 3")]
    [InlineData("SequencesExt", @"InsertAt(<<1, 3>>, 2, 2) = <<1, 2, 3>> /\ InsertAt(<<1>>, 2, 2) = <<1, 2>> /\ ReplaceAt(<<1, 2>>, 2, 9) = <<1, 9>>")]
    [InlineData("SequencesExt", @"RemoveAt(<<1, 2, 3>>, 2) = <<1, 3>> /\ RemoveAt(<<1, 2>>, 3) = <<1, 2>> /\ RemoveFirst(<<1, 2, 1>>, 1) = <<2, 1>>")]
    [InlineData("SequencesExt", @"RemoveFirstMatch(<<1, 2, 4>>, LAMBDA e : e % 2 = 0) = <<1, 4>> /\ RemoveFirst(<<1>>, 2) = <<1>>")]
    [InlineData("SequencesExt", @"Cons(1, <<2>>) = <<1, 2>> /\ Snoc(1, <<2>>) = <<2, 1>> /\ Front(<<1, 2>>) = <<1>> /\ Last(<<1, 2>>) = 2")]
    [InlineData("SequencesExt", @"IsPrefix(<<1>>, <<1, 2>>) /\ ~IsStrictPrefix(<<1>>, <<1>>) /\ IsSuffix(<<2>>, <<1, 2>>) /\ ~IsStrictSuffix(<<1>>, <<1>>)")]
    [InlineData("SequencesExt", @"Prefixes(<<1, 2>>) = {<<>>, <<1>>, <<1, 2>>} /\ Suffixes(<<1, 2>>) = {<<>>, <<2>>, <<1, 2>>}")]
    [InlineData("SequencesExt", @"CommonPrefixes({<<1, 2>>, <<1, 3>>}) = {<<>>, <<1>>} /\ LongestCommonPrefix({<<1, 2>>, <<1, 3>>}) = <<1>>")]
    [InlineData("SequencesExt", @"SeqMod(4, 2) = 2 /\ SeqMod(5, 3) = 2 /\ FoldSeq(LAMBDA x, y : <<x>> \o y, <<>>, <<3, 1>>) = <<1, 3>>")]
    [InlineData("SequencesExt", @"FoldLeft(LAMBDA x, y : x - y, 10, <<1, 2>>) = 7 /\ FoldRight(LAMBDA x, y : x - y, <<1, 2>>, 10) = 9")]
    [InlineData("SequencesExt", @"FoldLeftDomain(LAMBDA a, i : a + i, 0, <<7, 7>>) = 3 /\ FoldRightDomain(LAMBDA i, a : <<i>> \o a, <<7, 7>>, <<>>) = <<1, 2>>")]
    [InlineData("SequencesExt", @"FlattenSeq(<<<<1>>, <<2, 3>>>>) = <<1, 2, 3>> /\ Zip(<<1, 2>>, <<3>>) = <<<<1, 3>>>> /\ FlattenSeq(<<>>) = <<>>")]
    [InlineData("SequencesExt", @"Interleave(<<1, 2>>, <<3, 4>>) = <<<<1>>, <<3>>, <<2>>, <<4>>>> /\ Interleave(<<>>, <<>>) = <<<<>>, <<>>>>")]
    [InlineData("SequencesExt", @"SubSeqs(<<1, 2>>) = {<<>>, <<1>>, <<2>>, <<1, 2>>} /\ AllSubSeqs(<<1, 2>>) = {<<>>, <<1>>, <<2>>, <<1, 2>>}")]
    [InlineData("SequencesExt", @"IndexFirstSubSeq(<<2>>, <<1, 2, 2>>) = 2 /\ IndexFirstSubSeq(<<>>, <<1>>) = 1")]
    [InlineData("SequencesExt", @"ReplaceSubSeqAt(2, <<8, 9>>, <<2>>, <<1, 2, 3>>) = <<1, 8, 9, 3>>")]
    [InlineData("SequencesExt", @"ReplaceFirstSubSeq(<<9>>, <<1>>, <<1, 1>>) = <<9, 1>> /\ ReplaceAllSubSeqs(<<9>>, <<1>>, <<1, 2, 1>>) = <<9, 2, 9>>")]
    [InlineData("SequencesExt", @"ReplaceAllSubSeqs(<<>>, <<1, 2>>, <<1, 2, 3>>) = <<3>> /\ ReplaceAllSubSeqs(<<4>>, <<>>, <<1, 2>>) = <<4, 1, 4, 2>>")]
    [InlineData("Bags, BagsExt", @"BagAdd(SetToBag({1}), 1) = (1 :> 2) /\ BagAdd(SetToBag({1}), 2) = (1 :> 1 @@ 2 :> 1)")]
    [InlineData("Bags, BagsExt", @"BagRemove((1 :> 2), 1) = (1 :> 1) /\ BagRemove((1 :> 1), 1) = EmptyBag /\ BagRemove((1 :> 1), 2) = (1 :> 1)")]
    [InlineData("Bags, BagsExt", @"BagRemoveAll((1 :> 2 @@ 2 :> 1), 1) = (2 :> 1) /\ FoldBag(+, 0, (5 :> 2 @@ 1 :> 3)) = 13")]
    [InlineData("Bags, BagsExt", @"SumBag((5 :> 2)) = 10 /\ ProductBag((5 :> 2 @@ 3 :> 1)) = 75")]
    [InlineData("Bitwise", @"(12 & 10) = 8 /\ (12 | 10) = 14 /\ (12 ^^ 10) = 6 /\ Not(10) = 5 /\ Not(0) = 0 /\ shiftR(13, 2) = 3")]
    [InlineData("Relation", @"IsReflexive([x, y \in {1, 2} |-> TRUE], {1, 2}) /\ IsIrreflexiveUnder(<, {1, 2}) /\ IsSymmetricUnder(#, {1, 2})")]
    [InlineData("Relation", @"IsAntiSymmetricUnder(=<, {1, 2}) /\ IsAsymmetricUnder(<, {1, 2}) /\ IsTransitiveUnder(<, 1 .. 4) /\ ~IsTransitiveUnder(#, {1, 2})")]
    [InlineData("Relation", @"IsStrictlyPartiallyOrderedUnder(<, {1, 2}) /\ IsPartiallyOrderedUnder(\subseteq, SUBSET {1, 2}) /\ ~IsTotallyOrderedUnder(\subseteq, SUBSET {1, 2})")]
    [InlineData("Relation", @"IsTotallyOrderedUnder(=<, {1, 2}) /\ IsStrictlyTotallyOrderedUnder(<, {1, 2}) /\ ~IsTotallyOrderedUnder(<, {1, 2})")]
    [InlineData("Relation", @"LET S == 1 .. 3 R == [x, y \in S |-> y = x + 1] IN TransitiveClosure(R, S) = [x, y \in S |-> x < y]")]
    [InlineData("Relation", @"LET S == 1 .. 3 R == [x, y \in S |-> y = x + 1] IN ReflexiveTransitiveClosure(R, S) = [x, y \in S |-> x <= y] /\ ~IsConnected(R, S)")]
    [InlineData("Graphs", @"IsDirectedGraph([node |-> {1, 2}, edge |-> {<<1, 2>>}]) /\ ~IsDirectedGraph([node |-> {1}, edge |-> {<<1, 2>>}])")]
    [InlineData("Graphs", @"Cardinality(DirectedSubgraph([node |-> {1, 2}, edge |-> {<<1, 2>>}])) = 5")]
    [InlineData("Graphs", @"Transpose([node |-> {1, 2}, edge |-> {<<1, 2>>}]).edge = {<<2, 1>>}")]
    [InlineData("Graphs", @"LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN SimplePath(G) = {<<1>>, <<2>>, <<3>>, <<1, 2>>, <<2, 3>>, <<1, 2, 3>>}")]
    [InlineData("Graphs", @"LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN AreConnectedIn(1, 3, G) /\ ~AreConnectedIn(3, 1, G) /\ ~IsStronglyConnected(G)")]
    [InlineData("Graphs", @"LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN ConnectionsIn(G) = [m, n \in 1 .. 3 |-> m <= n] /\ <<1, 2, 3>> \in Path(G)")]
    [InlineData("Graphs", @"LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<3, 2>>}] IN IsTreeWithRoot(G, 2) /\ ~IsTreeWithRoot(G, 1)")]
    [InlineData("UndirectedGraphs", @"IsUndirectedGraph([node |-> {1, 2}, edge |-> {{1}}]) /\ ~IsLoopFreeUndirectedGraph([node |-> {1, 2}, edge |-> {{1}}])")]
    [InlineData("UndirectedGraphs", @"LET G == [node |-> 1 .. 4, edge |-> {{1, 2}, {2, 3}}] IN ConnectedComponents(G) = {1 .. 3, {4}} /\ ~IsStronglyConnected(G)")]
    [InlineData("UndirectedGraphs", @"LET G == [node |-> 1 .. 3, edge |-> {{1, 2}}] IN AreConnectedIn(2, 1, G) /\ ~AreConnectedIn(1, 3, G) /\ <<1, 2, 1>> \in Path(G)")]
    [InlineData("UndirectedGraphs", @"LET G == [node |-> 1 .. 2, edge |-> {{1, 2}}] IN SimplePath(G) = {<<1>>, <<2>>, <<1, 2>>, <<2, 1>>} /\ Cardinality(UndirectedSubgraph(G)) = 5")]
    [InlineData("DyadicRationals", @"Add(Half(One), Half(Half(One))) = [num |-> 3, den |-> 4] /\ Add(Zero, One) = One")]
    [InlineData("DyadicRationals", @"IsDyadicRational(Half(One)) /\ ~IsDyadicRational([num |-> 1, den |-> 3]) /\ PrettyPrint(Half(One)) = ""1/2""")]
    [InlineData("VectorClocks", @"IsCausalOrder(<<<<1, 0>>, <<1, 1>>>>, LAMBDA e : e) /\ ~IsCausalOrder(<<<<1, 1>>, <<1, 0>>>>, LAMBDA e : e)")]
    [InlineData("VectorClocks", @"CausalOrder(<<<<1, <<1, 1>>, 2>>, <<0, <<1, 0>>, 1>>>>, LAMBDA e : e[2], LAMBDA e : e[3], LAMBDA c : DOMAIN c) = <<<<0, <<1, 0>>, 1>>, <<1, <<1, 1>>, 2>>>>")]
    [InlineData("SVG", @"SVGElemToString(Text(1, 2, ""a"", <<>>)) = ""<text x='1' y='2'>a</text>"" /\ Group(<<>>, <<>>).name = ""g""")]
    [InlineData("SVG", @"PointOnLine([x |-> 0, y |-> 0], [x |-> 9, y |-> 6], 3) = [x |-> 3, y |-> 2] /\ NodeOfRingNetwork(10, 10, 5, 0, 4) = [x |-> 15, y |-> 10]")]
    [InlineData("Json", @"ToJson([a |-> <<1, TRUE>>, b |-> {2, 1}]) = ""{\""a\"":[1,true],\""b\"":[1,2]}"" /\ ToJsonArray(<<>>) = ""[]""")]
    [InlineData("IOUtils", @"atoi(""-12"") = -12 /\ IsFiniteSet(DOMAIN IOEnv)")]
    [InlineData("TLCExt", @"AssertEq(1, 1) /\ TLCGetOrDefault(99, 5) = 5 /\ TLCModelValue(""m"") = TLCModelValue(""m"") /\ TLCNoOp(3) = 3")]
    [InlineData("Randomization", @"Cardinality(RandomSubset(2, 1 .. 9)) = 2 /\ RandomSubset(5, {1}) \in {{1}} /\ RandomElement({4}) = 4")]
    [InlineData("Randomization", @"\A s \in RandomSetOfSubsets(4, 2, 1 .. 9) : s \subseteq 1 .. 9")]
    public void Formula_OfACommunityModule_IsAsInTlc(string modules, string formula)
    {
        Assert.Equal(Verdict.Holds, Assume(modules, formula));
        Assert.Equal(Verdict.Assumption, Assume(modules, $"~({formula})"));
    }

    [Fact]
    public void Module_BesideTheSpecification_TakesThePlaceOfACommunityModule()
    {
        using var specification = new Specification("EXTENDS Functions\nASSUME Range(1) = 2");
        Assert.Equal(Verdict.Holds, specification.Add("Functions", "Range(x) == 2").Check("").Verdict);
    }

    [Theory]
    [InlineData("EXTENDS TLAPS\nTHEOREM T == TRUE BY SMT")]
    [InlineData("EXTENDS NaturalsInduction, FiniteSetTheorems, SequenceTheorems, WellFoundedInduction\nASSUME Cardinality({1}) \\in Nat")]
    public void Module_ForProofs_IsKnown(string body)
    {
        using var specification = new Specification(body);
        Assert.Equal(Verdict.Holds, specification.Check("").Verdict);
    }

    private static Verdict Assume(string modules, string formula)
    {
        using var specification = new Specification($"EXTENDS {modules}, Integers, Sequences, FiniteSets, TLC\nASSUME {formula}");
        return specification.Check("").Verdict;
    }
}
