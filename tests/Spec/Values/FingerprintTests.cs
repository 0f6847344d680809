using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

public sealed class FingerprintTests
{
    // 2^64 possible fingerprints and 2 * 10^10 pairs: a collision by chance has probability 10^-9.
    [Fact]
    public void Fingerprint_DistinctValues_DistinctFingerprints()
    {
        const int Seed = 20260701;
        var random = new Random(Seed);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var fingerprints = new HashSet<ulong>();
        while (texts.Count < 200_000)
        {
            var value = Next(random, 3);
            if (!texts.Add(value.ToString())) continue;
            Assert.True(fingerprints.Add(value.Fingerprint), $"Seed {Seed}: {value} collides");
        }
    }

    [Fact]
    public void Fingerprint_StructuredNeighbours_DistinctFingerprints()
    {
        var fingerprints = new HashSet<ulong>();
        var count = 0;
        foreach (var function in new FunctionSet(IntervalSet.Of(1, 4), IntervalSet.Of(0, 9))) Add(function);
        foreach (var function in new FunctionSet(IntervalSet.Of(0, 3), IntervalSet.Of(0, 9))) Add(function);
        foreach (var subset in new PowerSet(IntervalSet.Of(1, 15))) Add(subset);
        foreach (var subset in new PowerSet(new ProductSet(IntervalSet.Of(1, 3), IntervalSet.Of(1, 4))))
        {
            if (!((SetValue)subset).IsEmpty) Add(subset);
        }

        Assert.Equal(count, fingerprints.Count);

        void Add(Value value)
        {
            fingerprints.Add(value.Fingerprint);
            count++;
        }
    }

    // Pinned, because fingerprints are compared between processes.
    [Fact]
    public void Fingerprint_IsTheSameInEveryProcessAndVocabulary()
    {
        var before = Make().Fingerprint;
        Vocabulary.Begin();
        StringValue.Of("b");
        Assert.Equal(before, Make().Fingerprint);
        Assert.Equal(PinnedFingerprint, before);

        static Value Make() => RecordValue.Of(
            [StringValue.Of("a"), StringValue.Of("b")],
            [ExplicitSet.From(StringValue.Of("b"), StringValue.Of("a")), TupleValue.Of(IntValue.Of(-5), BoolValue.True)]);
    }

    private const ulong PinnedFingerprint = 10698722615206305823;

    private static Value Next(Random random, int depth)
    {
        var kind = depth == 0 ? random.Next(3) : random.Next(8);
        switch (kind)
        {
            case 0: return IntValue.Of(random.Next(-1000, 100_000));
            case 1: return StringValue.Of("s" + random.Next(500));
            case 2: return ModelValue.Of("m" + random.Next(500));
            case 3: return BoolValue.Of(random.Next(2) == 0);
            case 4:
                var numbers = new Value[random.Next(6)];
                for (var i = 0; i < numbers.Length; i++) numbers[i] = IntValue.Of(random.Next(30));
                return ExplicitSet.From(numbers);
            case 5:
                return FunctionLike.Construct(
                    IntervalSet.Of(random.Next(2, 4), random.Next(2, 7)), _ => Next(random, depth - 1));
            default:
                var items = new Value[random.Next(6)];
                for (var i = 0; i < items.Length; i++) items[i] = Next(random, depth - 1);
                return TupleValue.Of(items);
        }
    }
}
