using FsCheck;
using FsCheck.Fluent;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

/// <summary>Functions of every representation: application, EXCEPT, <c>:></c> and <c>@@</c>.</summary>
public sealed class FunctionLaws
{
    private static Gen<(FunctionLike F, Value X, Value Y, Value V, Value W)> Updates =>
        Sort.Any(1).SelectMany(argument => Sort.Any(1).SelectMany(result =>
            ValueGen.Of(new Sort.Function(argument, result)).SelectMany(f => Gen.Choose(0, 5).SelectMany(way =>
                ValueGen.Of(argument).SelectMany(x => ValueGen.Of(argument).SelectMany(y =>
                    ValueGen.Of(result).SelectMany(v => ValueGen.Of(result).Select(w =>
                        ((FunctionLike)Disguise.Of(f, way), x, y, v, w)))))))));

    [Fact]
    public void With_ReadsBackWhatItWrote() => Law.Holds(Updates, u =>
    {
        var changed = u.F.With(u.X, u.V);
        Assert.True(changed.Domain.EqualTo(u.F.Domain));
        Assert.Equal(u.F.Domain.Contains(u.X), changed.TryApply(u.X, out var read));
        if (read is not null) Assert.True(read.EqualTo(u.V));
    });

    [Fact]
    public void With_OutsideOfTheDomainChangesNothing() => Law.Holds(Updates, u =>
        u.F.Domain.Contains(u.X) || u.F.With(u.X, u.V).EqualTo(u.F));

    [Fact]
    public void With_LeavesOtherArgumentsAlone() => Law.Holds(Updates, u =>
        u.X.EqualTo(u.Y) || !u.F.TryApply(u.Y, out var before) || u.F.With(u.X, u.V).Apply(u.Y).EqualTo(before));

    [Fact]
    public void With_TheLastUpdateOfAnArgumentCounts() => Law.Holds(Updates, u =>
        u.F.With(u.X, u.V).With(u.X, u.W).EqualTo(u.F.With(u.X, u.W)));

    [Fact]
    public void With_OfDifferentArgumentsCommutes() => Law.Holds(Updates, u =>
        u.X.EqualTo(u.Y) || u.F.With(u.X, u.V).With(u.Y, u.W).EqualTo(u.F.With(u.Y, u.W).With(u.X, u.V)));

    [Fact]
    public void With_KeepsTheFingerprintCanonical() => Law.Holds(Updates, u =>
    {
        var changed = u.F.With(u.X, u.V);
        Assert.Equal(FunctionLike.Construct(changed.Domain, changed.Apply).Fingerprint, changed.Fingerprint);
    });

    [Fact]
    public void Combine_PrefersTheLeft() => Law.Holds(Updates, u =>
    {
        var combined = FunctionLike.Combine(FunctionLike.Singleton(u.X, u.V), u.F);
        Assert.True(combined.Apply(u.X).EqualTo(u.V));
        Assert.True(combined.Domain.EqualTo(SetOps.Union(ExplicitSet.Singleton(u.X), u.F.Domain)));
        Assert.True(FunctionLike.Combine(u.F, u.F.With(u.X, u.W)).EqualTo(u.F));
    });

    [Fact]
    public void Apply_OutsideOfTheDomain_NamesFunctionArgumentAndDomain()
    {
        var function = FunctionLike.Construct(IntervalSet.Of(0, 1), static x => x);
        var fault = Assert.Throws<ValueException>(() => function.Apply(IntValue.Of(7)));
        Assert.Equal(
            "Attempted to apply the function (0 :> 0 @@ 1 :> 1) to 7, which is not in its domain 0..1", fault.Message);
    }

    [Fact]
    public void LazyFunction_OnNat_AppliesAndUpdatesButIsNotEnumerated()
    {
        var square = new LazyFunction(InfiniteSet.Nat, static x => IntValue.Multiply((IntValue)x, (IntValue)x));
        Assert.Equal("49", square.Apply(IntValue.Of(7)).ToString());
        Assert.Equal("0", square.With(IntValue.Of(7), IntValue.Zero).Apply(IntValue.Of(7)).ToString());
        Assert.False(square.TryApply(IntValue.Of(-1), out _));
        Assert.Same(square, square.With(IntValue.Of(-1), IntValue.Zero));
        Assert.Equal(@"[x \in Nat |-> <expression>]", square.ToString());
        var fault = Assert.Throws<ValueException>(() => square.Canonical());
        Assert.Equal("Attempted to enumerate the infinite set Nat", fault.Message);
    }
}
