using FsCheck.Fluent;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

/// <summary>TLC's order and TLA+ equality on values of one sort.</summary>
public sealed class OrderLaws
{
    [Fact]
    public void CompareTo_IsAntisymmetric() => Law.Holds(ValueGen.Pair, pair =>
        Math.Sign(pair.First.CompareTo(pair.Second)) == -Math.Sign(pair.Second.CompareTo(pair.First)));

    [Fact]
    public void CompareTo_IsTransitive() => Law.Holds(ValueGen.Triple, t =>
        t.First.CompareTo(t.Second) > 0 || t.Second.CompareTo(t.Third) > 0 || t.First.CompareTo(t.Third) <= 0);

    [Fact]
    public void CompareTo_AgreesWithEquality() => Law.Holds(ValueGen.Pair, pair =>
        (pair.First.CompareTo(pair.Second) == 0) == pair.First.EqualTo(pair.Second));

    [Fact]
    public void Equals_AgreesWithEqualToAndFingerprint() => Law.Holds(ValueGen.Pair, pair =>
        pair.First.EqualTo(pair.Second) == pair.First.Equals(pair.Second)
        && pair.First.EqualTo(pair.Second) == (pair.First.Fingerprint == pair.Second.Fingerprint)
        && ValueComparer.Instance.Equals(pair.First, pair.Second) == pair.First.Equals(pair.Second));

    [Fact]
    public void Representation_ChangesNeitherEqualityNorOrderNorFingerprint() => Law.Holds(Disguise.Any, pair =>
    {
        Assert.True(pair.Plain.EqualTo(pair.Disguised), "plain = disguised");
        Assert.True(pair.Disguised.EqualTo(pair.Plain), "disguised = plain");
        Assert.Equal(0, pair.Plain.CompareTo(pair.Disguised));
        Assert.Equal(0, pair.Disguised.CompareTo(pair.Plain));
        Assert.Equal(pair.Plain.Fingerprint, pair.Disguised.Fingerprint);
        Assert.Equal(pair.Plain.GetHashCode(), pair.Disguised.GetHashCode());
    });

    [Fact]
    public void Representation_ChangesNoComparisonWithOthers() => Law.Holds(ValueGen.Pair, pair =>
    {
        for (var way = 0; way < 6; way++)
        {
            Assert.Equal(
                Math.Sign(pair.First.CompareTo(pair.Second)),
                Math.Sign(Disguise.Of(pair.First, way).CompareTo(Disguise.Of(pair.Second, way + 1))));
        }
    });

    [Fact]
    public void Canonical_IsEqualAndHoldsNothingLazy() => Law.Holds(Disguise.Any, pair =>
    {
        var canonical = pair.Disguised.Canonical();
        Assert.True(canonical.EqualTo(pair.Plain));
        Assert.Same(canonical, canonical.Canonical());
        Assert.False(HoldsLazy(canonical), canonical.ToString());
    });

    [Fact]
    public void From_SortsAndDropsDuplicates() => Law.Holds(Sort.Any(2).SelectMany(sort =>
        ValueGen.ListOf(ValueGen.Of(sort), 60)), list =>
    {
        var set = ExplicitSet.From(list);
        for (var i = 1; i < set.Count; i++) Assert.True(set.Elements[i - 1].CompareTo(set.Elements[i]) < 0);
        Assert.True(list.TrueForAll(set.Contains));
        Assert.Equal(new HashSet<Value>(list, ValueComparer.Instance).Count, set.Count);
    });

    private static bool HoldsLazy(Value value)
    {
        if (value is LazySet or LazyFunction) return true;
        if (value is ExplicitSet set)
        {
            foreach (var element in set.Elements)
            {
                if (HoldsLazy(element)) return true;
            }
        }

        for (var i = 0; value is FunctionLike function && i < function.Count; i++)
        {
            if (HoldsLazy(function.ArgumentAt(i)) || HoldsLazy(function.ResultAt(i))) return true;
        }

        return false;
    }
}
