using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module Sequences.</summary>
internal static class Sequences
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("Seq", static s => new SeqSet(Set(s, "Seq"))),
        BuiltinOperator.Of("Len", static s => SequenceOps.Len(s)),
        BuiltinOperator.Of("Head", SequenceOps.Head),
        BuiltinOperator.Of("Tail", SequenceOps.Tail),
        BuiltinOperator.Of("Append", SequenceOps.Append),
        BuiltinOperator.Of(@"\o", SequenceOps.Concat),
        BuiltinOperator.Of("SubSeq", 3, static call => SequenceOps.SubSeq(call[0], call[1], call[2])),
        BuiltinOperator.Of("SelectSeq", 2, SelectSeq, [0, 1]),
    ];

    private static TupleValue SelectSeq(Invocation call)
    {
        var test = call.Operator(1);
        var kept = new List<Value>();
        foreach (var item in Sequence(call[0], "SelectSeq").Items)
            if (Boolean(test(item), "SelectSeq"))
                kept.Add(item);
        return TupleValue.Adopt([.. kept]);
    }
}
