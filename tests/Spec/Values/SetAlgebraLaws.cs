using FsCheck;
using FsCheck.Fluent;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

/// <summary>The operators on sets against a plain set of numbers, and the laws of Boolean algebra.</summary>
public sealed class SetAlgebraLaws
{
    private static Gen<(SetValue A, SetValue B, SetValue C)> Three
    {
        get
        {
            var set = ValueGen.IntSet.SelectMany(plain =>
                Gen.Choose(0, 5).Select(way => (SetValue)Disguise.Of(plain, way)));
            return set.SelectMany(a => set.SelectMany(b => set.Select(c => (a, b, c))));
        }
    }

    [Fact]
    public void Operators_AgreeWithHashSets() => Law.Holds(Three, sets =>
    {
        var (a, b) = (Model(sets.A), Model(sets.B));
        Assert.Equal(a.Union(b).Order(), Model(SetOps.Union(sets.A, sets.B)).Order());
        Assert.Equal(a.Intersect(b).Order(), Model(SetOps.Intersect(sets.A, sets.B)).Order());
        Assert.Equal(a.Except(b).Order(), Model(SetOps.Difference(sets.A, sets.B)).Order());
        Assert.Equal(a.Where(n => n > 0).Order(), Model(SetOps.Filter(sets.A, IsPositive)).Order());
        Assert.Equal(a.IsSubsetOf(b), sets.A.IsSubsetOf(sets.B));
        Assert.Equal(a.SetEquals(b), sets.A.EqualTo(sets.B));
    });

    [Fact]
    public void Union_IsCommutativeAndAssociative() => Law.Holds(Three, sets =>
        SetOps.Union(sets.A, sets.B).EqualTo(SetOps.Union(sets.B, sets.A))
        && SetOps.Union(SetOps.Union(sets.A, sets.B), sets.C)
            .EqualTo(SetOps.Union(sets.A, SetOps.Union(sets.B, sets.C))));

    [Fact]
    public void Intersect_DistributesOverUnion() => Law.Holds(Three, sets =>
        SetOps.Intersect(sets.A, SetOps.Union(sets.B, sets.C))
            .EqualTo(SetOps.Union(SetOps.Intersect(sets.A, sets.B), SetOps.Intersect(sets.A, sets.C))));

    [Fact]
    public void Difference_ObeysDeMorgan() => Law.Holds(Three, sets =>
        SetOps.Difference(sets.A, SetOps.Union(sets.B, sets.C))
            .EqualTo(SetOps.Intersect(SetOps.Difference(sets.A, sets.B), SetOps.Difference(sets.A, sets.C))));

    [Fact]
    public void BigUnion_IsTheUnion() => Law.Holds(Three, sets =>
        SetOps.BigUnion(ExplicitSet.From(sets.A, sets.B, sets.C))
            .EqualTo(SetOps.Union(sets.A, SetOps.Union(sets.B, sets.C))));

    [Fact]
    public void BigUnion_OfPowerSetIsTheSet() => Law.Holds(Three, sets =>
        SetOps.BigUnion(new PowerSet(sets.A)).EqualTo(sets.A));

    private static bool IsPositive(Value value) => ((IntValue)value).Sign > 0;

    private static HashSet<System.Numerics.BigInteger> Model(SetValue set)
    {
        var numbers = new HashSet<System.Numerics.BigInteger>();
        foreach (var element in set) numbers.Add(((IntValue)element).BigInteger);
        return numbers;
    }
}
