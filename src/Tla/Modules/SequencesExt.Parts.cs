using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>Prefixes, suffixes, subsequences, and their replacement.</summary>
internal static partial class SequencesExt
{
    private static BuiltinOperator[] Parts =>
    [
        BuiltinOperator.Of("IsPrefix", static (s, t) => BoolValue.Of(IsPrefix(Items(s, "IsPrefix"), Items(t, "IsPrefix")))),
        BuiltinOperator.Of("IsStrictPrefix", static (s, t) =>
            BoolValue.Of(IsPrefix(Items(s, "IsStrictPrefix"), Items(t, "IsStrictPrefix")) && !s.EqualTo(t))),
        BuiltinOperator.Of("IsSuffix", static (s, t) => BoolValue.Of(IsSuffix(Items(s, "IsSuffix"), Items(t, "IsSuffix")))),
        BuiltinOperator.Of("IsStrictSuffix", static (s, t) =>
            BoolValue.Of(IsSuffix(Items(s, "IsStrictSuffix"), Items(t, "IsStrictSuffix")) && !s.EqualTo(t))),
        BuiltinOperator.Of("Prefixes", static s => Prefixes(Items(s, "Prefixes"))),
        BuiltinOperator.Of("CommonPrefixes", static s => CommonPrefixes(Elements(s, "CommonPrefixes"))),
        BuiltinOperator.Of("LongestCommonPrefix", static s => LongestCommonPrefix(Elements(s, "LongestCommonPrefix"))),
        BuiltinOperator.Of("Suffixes", static s => Suffixes(Items(s, "Suffixes"))),
        BuiltinOperator.Of("SeqMod", static (a, b) =>
            IntValue.Mod(Integer(a, "SeqMod"), Integer(b, "SeqMod")) is { Sign: not 0 } rest ? rest : b),
        BuiltinOperator.Of("FlattenSeq", static s => Flatten(s)),
        BuiltinOperator.Of("Zip", static (s, t) => Zip(Items(s, "Zip"), Items(t, "Zip"))),
        BuiltinOperator.Of("Interleave", static (s, t) => Interleave(Items(s, "Interleave"), Items(t, "Interleave"))),
        BuiltinOperator.Of("SubSeqs", static s => SubSeqs(Items(s, "SubSeqs"))),
        BuiltinOperator.Of("AllSubSeqs", static s => AllSubSeqs(Sequence(s, "AllSubSeqs"))),
        BuiltinOperator.Of("IndexFirstSubSeq", static (s, t) =>
            IntValue.Of(PlaceOf(Items(s, "IndexFirstSubSeq"), Items(t, "IndexFirstSubSeq"), 0) is var at and >= 0
                ? at + 1
                : throw new ValueException("IndexFirstSubSeq: the first sequence is no part of the second"))),
        BuiltinOperator.Of("ReplaceSubSeqAt", 4, static call =>
            ReplacePart(Integer(call[0], "ReplaceSubSeqAt"), call[1], call[2], call[3])),
        BuiltinOperator.Of("ReplaceFirstSubSeq", 3, static call => ReplaceFirst(call[0], call[1], call[2])),
        BuiltinOperator.Of("ReplaceAllSubSeqs", 3, static call => ReplaceAllSubSeqs(
            Items(call[0], "ReplaceAllSubSeqs"), Items(call[1], "ReplaceAllSubSeqs"), Items(call[2], "ReplaceAllSubSeqs"))),
    ];

    private static bool IsPrefix(ReadOnlySpan<Value> part, ReadOnlySpan<Value> whole) =>
        part.Length <= whole.Length && AreEqual(part, whole[..part.Length]);

    private static bool IsSuffix(ReadOnlySpan<Value> part, ReadOnlySpan<Value> whole) =>
        part.Length <= whole.Length && AreEqual(part, whole[^part.Length..]);

    private static bool AreEqual(ReadOnlySpan<Value> s, ReadOnlySpan<Value> t)
    {
        for (var i = 0; i < s.Length; i++)
            if (!s[i].EqualTo(t[i]))
                return false;
        return true;
    }

    private static ExplicitSet Prefixes(ReadOnlySpan<Value> items)
    {
        var found = new List<Value>();
        for (var length = 0; length <= items.Length; length++) found.Add(TupleValue.Of(items[..length]));
        return ExplicitSet.From(found);
    }

    private static ExplicitSet Suffixes(ReadOnlySpan<Value> items)
    {
        var found = new List<Value>();
        for (var start = 0; start <= items.Length; start++) found.Add(TupleValue.Of(items[start..]));
        return ExplicitSet.From(found);
    }

    private static ExplicitSet CommonPrefixes(ReadOnlySpan<Value> sequences) => sequences.IsEmpty
        ? ExplicitSet.Empty
        : Prefixes(LongestCommonPrefix(sequences).Items);

    private static TupleValue LongestCommonPrefix(ReadOnlySpan<Value> sequences)
    {
        if (sequences.IsEmpty) throw new ValueException("LongestCommonPrefix takes a set that is not empty");
        var common = Items(sequences[0], "LongestCommonPrefix");
        foreach (var sequence in sequences[1..])
        {
            var items = Items(sequence, "LongestCommonPrefix");
            var length = 0;
            while (length < common.Length && length < items.Length && common[length].EqualTo(items[length])) length++;
            common = common[..length];
        }

        return TupleValue.Of(common);
    }

    private static Value Flatten(Value sequences)
    {
        var parts = Items(sequences, "FlattenSeq");
        if (parts.IsEmpty) return sequences;
        var whole = parts[0];
        foreach (var part in parts[1..]) whole = SequenceOps.Concat(whole, part);
        return whole;
    }

    private static TupleValue Zip(ReadOnlySpan<Value> s, ReadOnlySpan<Value> t)
    {
        var pairs = new Value[Math.Min(s.Length, t.Length)];
        for (var i = 0; i < pairs.Length; i++) pairs[i] = TupleValue.Of(s[i], t[i]);
        return TupleValue.Adopt(pairs);
    }

    private static TupleValue Interleave(ReadOnlySpan<Value> s, ReadOnlySpan<Value> t)
    {
        if (s.Length != t.Length) throw new ValueException("Interleave takes sequences of one length");
        if (s.IsEmpty) return TupleValue.Of(TupleValue.Empty, TupleValue.Empty);
        var woven = new List<Value>();
        for (var i = 0; i < s.Length; i++)
        {
            woven.Add(TupleValue.Of(s[i]));
            woven.Add(TupleValue.Of(t[i]));
        }

        return TupleValue.Adopt([.. woven]);
    }

    private static ExplicitSet SubSeqs(ReadOnlySpan<Value> items)
    {
        var found = new List<Value> { TupleValue.Empty };
        for (var start = 0; start < items.Length; start++)
            for (var end = start + 1; end <= items.Length; end++)
                found.Add(TupleValue.Of(items[start..end]));
        return ExplicitSet.From(found);
    }

    private static ExplicitSet AllSubSeqs(TupleValue sequence)
    {
        var found = new List<Value>();
        var subsets = new PowerSet(sequence.Domain).GetElements();
        while (subsets.MoveNext(out var places))
            found.Add(Folds.OfResults(
                static arguments => SequenceOps.Append(arguments[1], arguments[0]),
                TupleValue.Empty, sequence, (SetValue)places));
        return ExplicitSet.From(found);
    }

    private static int PlaceOf(ReadOnlySpan<Value> part, ReadOnlySpan<Value> whole, int from)
    {
        for (var at = from; at <= whole.Length - part.Length; at++)
            if (AreEqual(part, whole.Slice(at, part.Length)))
                return at;
        return -1;
    }

    private static Value ReplacePart(IntValue place, Value replacement, Value old, Value sequence) => SequenceOps.Concat(
        SequenceOps.Concat(Before(sequence, place), replacement),
        SequenceOps.SubSeq(sequence, IntValue.Add(place, SequenceOps.Len(old)), SequenceOps.Len(sequence)));

    private static Value ReplaceFirst(Value replacement, Value old, Value sequence) =>
        PlaceOf(Items(old, "ReplaceFirstSubSeq"), Items(sequence, "ReplaceFirstSubSeq"), 0) is var at and >= 0
            ? ReplacePart(IntValue.Of(at + 1), replacement, old, sequence)
            : sequence;

    private static TupleValue ReplaceAllSubSeqs(
        ReadOnlySpan<Value> replacement, ReadOnlySpan<Value> old, ReadOnlySpan<Value> items)
    {
        if (AreSame(old, items)) return TupleValue.Of(replacement);
        if (AreSame(replacement, old)) return TupleValue.Of(items);
        var result = new List<Value>();
        var at = 0;
        while (at < items.Length)
        {
            var found = old.IsEmpty ? at : PlaceOf(old, items, at);
            if (found < 0) break;
            RefuseOverlap(old, items, found);
            result.AddRange(items[at..found]);
            result.AddRange(replacement);
            if (old.IsEmpty) result.Add(items[at++]);
            else at = found + old.Length;
        }

        result.AddRange(items[at..]);
        return TupleValue.Adopt([.. result]);
    }

    private static bool AreSame(ReadOnlySpan<Value> s, ReadOnlySpan<Value> t) => s.Length == t.Length && AreEqual(s, t);

    // Which of two occurrences that overlap is replaced, the module's definition leaves to CHOOSE.
    private static void RefuseOverlap(ReadOnlySpan<Value> old, ReadOnlySpan<Value> items, int found)
    {
        if (old.Length > 1 && PlaceOf(old, items, found + 1) is var next and >= 0 && next < found + old.Length)
            throw new ValueException("ReplaceAllSubSeqs: occurrences overlap, and which are replaced is not supported");
    }
}
