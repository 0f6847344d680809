using FsCheck;
using FsCheck.Fluent;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

/// <summary>A lazy set and the set of its elements cannot be told apart.</summary>
public sealed class LazySetLaws
{
    private static readonly StringValue s_a = StringValue.Of("a");
    private static readonly StringValue s_b = StringValue.Of("b");

    private static Gen<(ExplicitSet, ExplicitSet)> TwoSets =>
        Small.SelectMany(a => Small.Select(b => (a, b)));

    private static Gen<ExplicitSet> Small => ValueGen.ListOf(ValueGen.Of(new Sort.Int()), 3).Select(ExplicitSet.From);

    [Fact]
    public void PowerSet_IsItsElements() => Law.Holds(ValueGen.IntSet, set =>
        IsItsElements(new PowerSet(set), 1 << set.Count));

    [Fact]
    public void FunctionSet_IsItsElements() => Law.Holds(TwoSets, sets =>
        IsItsElements(new FunctionSet(sets.Item1, sets.Item2), (int)Math.Pow(sets.Item2.Count, sets.Item1.Count)));

    [Fact]
    public void FunctionSet_OfPowerSets_IsItsElements() => Law.Holds(TwoSets, sets =>
        IsItsElements(
            new FunctionSet(sets.Item1, new PowerSet(sets.Item2)), 1 << (sets.Item1.Count * sets.Item2.Count)), 50);

    [Fact]
    public void RecordSet_IsItsElements() => Law.Holds(TwoSets, sets =>
        IsItsElements(RecordSet.Of([s_b, s_a], [sets.Item1, sets.Item2]), sets.Item1.Count * sets.Item2.Count));

    [Fact]
    public void ProductSet_IsItsElements() => Law.Holds(TwoSets, sets =>
        IsItsElements(
            new ProductSet(sets.Item1, sets.Item2, sets.Item1),
            sets.Item1.Count * sets.Item1.Count * sets.Item2.Count));

    [Fact]
    public void FilterSet_IsItsElements() => Law.Holds(TwoSets, sets =>
        IsItsElements(
            new FilterSet(new PowerSet(sets.Item1), element => ((SetValue)element).IsSubsetOf(sets.Item2)), null));

    [Fact]
    public void LazyAndExplicitOperands_GiveTheSame() => Law.Holds(TwoSets, sets =>
    {
        SetValue x = new PowerSet(sets.Item1), y = new PowerSet(sets.Item2);
        SetValue p = x.ToExplicit(), q = y.ToExplicit();
        foreach (var (a, b) in new[] { (x, y), (x, q), (p, y) })
        {
            IsItsElements(SetOps.Union(a, b), null);
            Assert.True(SetOps.Union(a, b).EqualTo(SetOps.Union(p, q)));
            Assert.True(SetOps.Intersect(a, b).EqualTo(SetOps.Intersect(p, q)));
            Assert.True(SetOps.Difference(a, b).EqualTo(SetOps.Difference(p, q)));
            Assert.Equal(p.IsSubsetOf(q), a.IsSubsetOf(b));
            Assert.Equal(p.EqualTo(q), a.EqualTo(b));
            Assert.Equal(Math.Sign(p.CompareTo(q)), Math.Sign(a.CompareTo(b)));
        }
    });

    private static void IsItsElements(SetValue set, int? count)
    {
        var elements = new List<Value>();
        foreach (var element in set)
        {
            Assert.True(set.Contains(element));
            elements.Add(element);
        }

        var all = ExplicitSet.From(elements);
        Assert.True(set.EqualTo(all));
        Assert.True(all.EqualTo(set));
        Assert.Equal(all.Cardinality, set.Cardinality);
        Assert.Equal(count ?? all.Count, all.Count);
        Assert.Equal(all.IsEmpty, set.IsEmpty);
        Assert.Equal(all.Fingerprint, set.Fingerprint);
        Assert.True(set.IsSubsetOf(all) && all.IsSubsetOf(set));
        InOrderIs(set, all);
        Resets(set, elements);
    }

    private static void InOrderIs(SetValue set, ExplicitSet all)
    {
        var place = 0;
        var enumerator = set.GetElementsInOrder();
        while (enumerator.MoveNext(out var element)) Assert.True(element.EqualTo(all.Elements[place++]));
        Assert.Equal(all.Count, place);
    }

    private static void Resets(SetValue set, List<Value> elements)
    {
        var enumerator = set.GetElements();
        for (var i = 0; i < elements.Count / 2; i++) enumerator.MoveNext();
        enumerator.Reset();
        foreach (var element in elements)
        {
            Assert.True(enumerator.MoveNext(out var again));
            Assert.True(element.EqualTo(again));
        }

        Assert.False(enumerator.MoveNext());
    }
}
