using FsCheck;
using FsCheck.Fluent;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>Values compare by what is in them.</summary>
public sealed class EquatableLaws
{
    private static readonly Gen<int[]> s_numbers = Gen.Choose(0, 5).ArrayOf();

    [Fact]
    public void Array_IsEqualExactlyWhenItsElementsAreInOrder() => Law.Holds(s_numbers.Zip(s_numbers), drawn =>
    {
        var (a, b) = (EquatableArray.From(drawn.Item1), EquatableArray.From(drawn.Item2));

        Assert.Equal(drawn.Item1.SequenceEqual(drawn.Item2), a == b);
        Assert.Equal(a, EquatableArray.From(drawn.Item1.ToArray()));
        Assert.Equal(a.GetHashCode(), EquatableArray.From(drawn.Item1.ToArray()).GetHashCode());
        Assert.True(a.Concat(b).StartsWith(a));
        Assert.Equal([.. drawn.Item1, .. drawn.Item2], a.Concat(b).ToArray());
    });

    [Fact]
    public void Set_IsEqualExactlyWhenItsElementsAre() => Law.Holds(s_numbers.Zip(s_numbers), drawn =>
    {
        var (a, b) = (EquatableSet.From(drawn.Item1), EquatableSet.From(drawn.Item2));
        var (x, y) = (drawn.Item1.ToHashSet(), drawn.Item2.ToHashSet());

        Assert.Equal(x.SetEquals(y), a == b);
        Assert.Equal(x.IsSubsetOf(y), a.IsSubsetOf(b));
        Assert.Equal(x.Union(y).Order(), a.Union(b));
        Assert.Equal(x.Contains(3), a.Contains(3));
        Assert.Equal(a.Union(b), b.Union(a));
        Assert.Equal(a.Union(b).GetHashCode(), b.Union(a).GetHashCode());
        Assert.Equal(x.Append(3).Distinct().Order(), a.Add(3));
    });

    [Fact]
    public void Default_IsEmpty()
    {
        Assert.Equal([], default(EquatableArray<int>));
        Assert.Equal(default, EquatableArray.From<int>([]));
        Assert.Equal(default, EquatableSet.From<int>([]));
        Assert.Equal("<<1, 2>>", EquatableArray.From([1, 2]).ToString());
        Assert.Equal("{1, 2}", EquatableSet.From([2, 1, 2]).ToString());
    }
}
