using FsCheck;
using FsCheck.Fluent;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

/// <summary>The module Sequences against lists, on tuples and on functions that are sequences.</summary>
public sealed class SequenceLaws
{
    private static Gen<(List<Value> S, List<Value> T, int Way)> Two => Sort.Any(1).SelectMany(sort =>
        ValueGen.ListOf(ValueGen.Of(sort), 5).SelectMany(s =>
            ValueGen.ListOf(ValueGen.Of(sort), 5).SelectMany(t => Gen.Choose(0, 5).Select(way => (s, t, way)))));

    [Fact]
    public void Len_IsTheLength() => Law.Holds(Two, two =>
        SequenceOps.Len(Sequence(two.S, two.Way)).EqualTo(IntValue.Of(two.S.Count)));

    [Fact]
    public void HeadAndTail_AreTheParts() => Law.Holds(Two, two =>
    {
        if (two.S.Count == 0) return;
        Assert.True(SequenceOps.Head(Sequence(two.S, two.Way)).EqualTo(two.S[0]));
        Assert.True(SequenceOps.Tail(Sequence(two.S, two.Way)).EqualTo(Sequence(two.S[1..], 0)));
    });

    [Fact]
    public void Append_IsConcatOfOne() => Law.Holds(Two, two =>
        two.T.Count == 0 || SequenceOps.Append(Sequence(two.S, two.Way), two.T[0])
            .EqualTo(SequenceOps.Concat(Sequence(two.S, two.Way), TupleValue.Of(two.T[0]))));

    [Fact]
    public void Concat_IsConcatenation() => Law.Holds(Two, two =>
        SequenceOps.Concat(Sequence(two.S, two.Way), Sequence(two.T, two.Way + 1))
            .EqualTo(Sequence([.. two.S, .. two.T], 0)));

    [Fact]
    public void SubSeq_IsTheRange() => Law.Holds(Two, two =>
    {
        for (var from = 1; from <= two.S.Count; from++)
        {
            for (var to = from - 1; to <= two.S.Count; to++)
            {
                var part = SequenceOps.SubSeq(Sequence(two.S, two.Way), IntValue.Of(from), IntValue.Of(to));
                Assert.True(part.EqualTo(Sequence(two.S[(from - 1)..to], 0)));
            }
        }
    });

    private static Value Sequence(List<Value> items, int way) => Disguise.Of(TupleValue.Of([.. items]), way);
}
