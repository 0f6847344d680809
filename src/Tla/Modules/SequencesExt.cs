using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module SequencesExt: sequences of sets, parts of sequences, folds.</summary>
internal static partial class SequencesExt
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("ToSet", static s => FunctionOperators.Range(Function(s, "ToSet"))),
        BuiltinOperator.Of("SetToSeq", static s => TupleValue.Of(Elements(s, "SetToSeq"))),
        BuiltinOperator.Of("SetToSeqs", static s => Arrangements(Elements(s, "SetToSeqs"))),
        BuiltinOperator.Of("SetToSortSeq", 2, static call =>
            TlcModule.Sort(Elements(call[0], "SetToSortSeq").ToArray(), call.Operator(1), "SetToSortSeq"), [0, 2]),
        BuiltinOperator.Of("SetToAllKPermutations", static s => KPermutations(Set(s, "SetToAllKPermutations"))),
        BuiltinOperator.Of("TupleOf", static (s, n) => Tuples(Set(s, "TupleOf"), Index(n, "TupleOf"))),
        BuiltinOperator.Of("SeqOf", static (s, n) => UpTo(Set(s, "SeqOf"), Index(n, "SeqOf"))),
        BuiltinOperator.Of("BoundedSeq", static (s, n) => UpTo(Set(s, "BoundedSeq"), Index(n, "BoundedSeq"))),
        BuiltinOperator.Of("Contains", static (s, e) => BoolValue.Of(Find(Items(s, "Contains"), e) >= 0)),
        BuiltinOperator.Of("Reverse", static s => Reverse(Items(s, "Reverse"))),
        BuiltinOperator.Of("Remove", static (s, e) => Without(Items(s, "Remove"), e)),
        BuiltinOperator.Of("ReplaceAll", 3, static call => ReplaceAll(Items(call[0], "ReplaceAll"), call[1], call[2])),
        BuiltinOperator.Of("SelectInSeq", 2, static call =>
            First(Items(call[0], "SelectInSeq"), call.Operator(1), "SelectInSeq"), [0, 1]),
        BuiltinOperator.Of("SelectInSubSeq", 4, static call =>
            InPart(call, "SelectInSubSeq", First), [0, 0, 0, 1]),
        BuiltinOperator.Of("SelectLastInSeq", 2, static call =>
            Final(Items(call[0], "SelectLastInSeq"), call.Operator(1), "SelectLastInSeq"), [0, 1]),
        BuiltinOperator.Of("SelectLastInSubSeq", 4, static call =>
            InPart(call, "SelectLastInSubSeq", Final), [0, 0, 0, 1]),
        BuiltinOperator.Of("InsertAt", 3, static call => InsertAt(call[0], Integer(call[1], "InsertAt"), call[2])),
        BuiltinOperator.Of("ReplaceAt", 3, static call => ReplaceAt(Function(call[0], "ReplaceAt"), call[1], call[2])),
        BuiltinOperator.Of("RemoveAt", static (s, i) => RemoveAt(s, Integer(i, "RemoveAt"))),
        BuiltinOperator.Of("RemoveFirst", static (s, e) => RemoveIfFound(s, Find(Items(s, "RemoveFirst"), e))),
        BuiltinOperator.Of("RemoveFirstMatch", 2, static call => RemoveIfFound(
            call[0], FindMatch(Items(call[0], "RemoveFirstMatch"), call.Operator(1), "RemoveFirstMatch")), [0, 1]),
        BuiltinOperator.Of("Cons", static (e, s) => SequenceOps.Concat(TupleValue.Of(e), s)),
        BuiltinOperator.Of("Snoc", static (e, s) => SequenceOps.Append(s, e)),
        BuiltinOperator.Of("Front", static s =>
            SequenceOps.SubSeq(s, IntValue.One, IntValue.Subtract(SequenceOps.Len(s), IntValue.One))),
        BuiltinOperator.Of("Last", static s => Function(s, "Last").Apply(SequenceOps.Len(s))),
        BuiltinOperator.Of("FoldSeq", 3, static call =>
            Folds.Onto(call.Operator(0), call[1], Items(call[2], "FoldSeq")), [2, 0, 0]),
        BuiltinOperator.Of("FoldLeft", 3, static call =>
            Folds.Left(call.Operator(0), call[1], Items(call[2], "FoldLeft")), [2, 0, 0]),
        BuiltinOperator.Of("FoldRight", 3, static call =>
            Folds.Right(call.Operator(0), call[2], Items(call[1], "FoldRight")), [2, 0, 0]),
        BuiltinOperator.Of("FoldLeftDomain", 3, static call =>
            Folds.Left(call.Operator(0), call[1], Places(call[2], "FoldLeftDomain")), [2, 0, 0]),
        BuiltinOperator.Of("FoldRightDomain", 3, static call =>
            Folds.Right(call.Operator(0), call[2], Places(call[1], "FoldRightDomain")), [2, 0, 0]),
        .. Parts,
    ];

    private static ReadOnlySpan<Value> Elements(Value set, string op) => Set(set, op).ToExplicit().Elements;

    private static ReadOnlySpan<Value> Items(Value sequence, string op) => Sequence(sequence, op).Items;

    private static ReadOnlySpan<Value> Places(Value sequence, string op) =>
        Sequence(sequence, op).Domain.ToExplicit().Elements;

    private static ExplicitSet Arrangements(ReadOnlySpan<Value> elements)
    {
        var found = new List<Value>();
        Arrange(elements.ToArray(), 0, found);
        return ExplicitSet.From(found);
    }

    private static void Arrange(Value[] items, int from, List<Value> found)
    {
        if (from >= items.Length - 1)
        {
            found.Add(TupleValue.Of(items));
            return;
        }

        for (var i = from; i < items.Length; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            Arrange(items, from + 1, found);
            (items[from], items[i]) = (items[i], items[from]);
        }
    }

    private static ExplicitSet KPermutations(SetValue set)
    {
        var found = new List<Value>();
        var subsets = new PowerSet(set).GetElements();
        while (subsets.MoveNext(out var subset))
            Arrange(Elements(subset, "SetToAllKPermutations").ToArray(), 0, found);
        return ExplicitSet.From(found);
    }

    private static FunctionSet Tuples(SetValue set, int length) => new(IntervalSet.Of(1, length), set);

    private static SetValue UpTo(SetValue set, int longest)
    {
        var lengths = new List<Value>();
        for (var length = 0; length <= longest; length++) lengths.Add(Tuples(set, length));
        return SetOps.BigUnion(ExplicitSet.From(lengths));
    }

    private static int Find(ReadOnlySpan<Value> items, Value wanted)
    {
        for (var i = 0; i < items.Length; i++)
            if (items[i].EqualTo(wanted))
                return i;
        return -1;
    }

    private static int FindMatch(ReadOnlySpan<Value> items, OperatorArgument test, string op)
    {
        for (var i = 0; i < items.Length; i++)
            if (Boolean(test(items[i]), op))
                return i;
        return -1;
    }

    private static IntValue First(ReadOnlySpan<Value> items, OperatorArgument test, string op) =>
        IntValue.Of(FindMatch(items, test, op) + 1);

    private static IntValue Final(ReadOnlySpan<Value> items, OperatorArgument test, string op)
    {
        for (var i = items.Length - 1; i >= 0; i--)
            if (Boolean(test(items[i]), op))
                return IntValue.Of(i + 1);
        return IntValue.Zero;
    }

    private delegate IntValue Selection(ReadOnlySpan<Value> items, OperatorArgument test, string op);

    // Places are those in the whole sequence, as in TLC; by the module's text they would be those in the part.
    private static IntValue InPart(Invocation call, string op, Selection select)
    {
        var found = select(Items(SequenceOps.SubSeq(call[0], call[1], call[2]), op), call.Operator(3), op);
        return found.Sign == 0 ? found : IntValue.Subtract(IntValue.Add(found, Integer(call[1], op)), IntValue.One);
    }

    private static TupleValue Reverse(ReadOnlySpan<Value> items)
    {
        var reversed = items.ToArray();
        Array.Reverse(reversed);
        return TupleValue.Adopt(reversed);
    }

    private static TupleValue Without(ReadOnlySpan<Value> items, Value unwanted)
    {
        var kept = new List<Value>(items.Length);
        foreach (var item in items)
            if (!item.EqualTo(unwanted))
                kept.Add(item);
        return TupleValue.Adopt([.. kept]);
    }

    private static TupleValue ReplaceAll(ReadOnlySpan<Value> items, Value old, Value replacement)
    {
        var replaced = items.ToArray();
        for (var i = 0; i < replaced.Length; i++)
            if (replaced[i].EqualTo(old))
                replaced[i] = replacement;
        return TupleValue.Adopt(replaced);
    }

    private static Value InsertAt(Value sequence, IntValue place, Value item) => SequenceOps.Concat(
        SequenceOps.Concat(Before(sequence, place), TupleValue.Of(item)),
        SequenceOps.SubSeq(sequence, place, SequenceOps.Len(sequence)));

    private static Value RemoveAt(Value sequence, IntValue place) => SequenceOps.Concat(
        Before(sequence, place),
        SequenceOps.SubSeq(sequence, IntValue.Add(place, IntValue.One), SequenceOps.Len(sequence)));

    private static Value Before(Value sequence, IntValue place) =>
        SequenceOps.SubSeq(sequence, IntValue.One, IntValue.Subtract(place, IntValue.One));

    private static Value ReplaceAt(FunctionLike function, Value argument, Value result) =>
        function.TryApply(argument, out _) ? function.With(argument, result) : function;

    private static Value RemoveIfFound(Value sequence, int place) =>
        place < 0 ? sequence : RemoveAt(sequence, IntValue.Of(place + 1));
}
