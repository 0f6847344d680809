using Verified.Tla.Values;
using static Verified.Tests.Spec.Values.Build;

namespace Verified.Tests.Spec.Values;

/// <summary>The module Sequences and function application at their edges, recorded from runs of TLC.</summary>
public sealed class TlcSequenceTests
{
    private static readonly TupleValue s_123 = Tup(N(1), N(2), N(3));
    private static readonly FunctionLike s_zeroOne = Fun(To(0, 1), static i => i);

    public static TheoryData<string, string, Func<Value>> Cases => new()
    {
        { "Len(\"abc\")", "3", () => SequenceOps.Len(S("abc")) },
        { "Tail(\"abc\")", "\"bc\"", () => SequenceOps.Tail(S("abc")) },
        { "\"a\" \\o \"b\"", "\"ab\"", () => SequenceOps.Concat(S("a"), S("b")) },
        { "\"a\" \\o <<1>>", "refused", () => SequenceOps.Concat(S("a"), Tup(N(1))) },
        { "SubSeq(\"abc\", 2, 3)", "\"bc\"", () => SequenceOps.SubSeq(S("abc"), N(2), N(3)) },
        { "Head(\"abc\")", "refused", () => SequenceOps.Head(S("abc")) },
        { "Append(\"abc\", \"d\")", "refused", () => SequenceOps.Append(S("abc"), S("d")) },
        { "SubSeq(<<1, 2, 3>>, 2, 1)", "<<>>", () => SequenceOps.SubSeq(s_123, N(2), N(1)) },
        { "SubSeq(<<1, 2, 3>>, 5, 4)", "<<>>", () => SequenceOps.SubSeq(s_123, N(5), N(4)) },
        { "SubSeq(<<1, 2, 3>>, 0, 1)", "refused", () => SequenceOps.SubSeq(s_123, N(0), N(1)) },
        { "SubSeq(<<1, 2, 3>>, 2, 4)", "refused", () => SequenceOps.SubSeq(s_123, N(2), N(4)) },
        { "Head(<<>>)", "refused", () => SequenceOps.Head(TupleValue.Empty) },
        { "Tail(<<>>)", "refused", () => SequenceOps.Tail(TupleValue.Empty) },
        { "Len([i \\in 0..1 |-> i])", "refused", () => SequenceOps.Len(s_zeroOne) },
        { "[<<1, 2, 3>> EXCEPT ![4] = 0]", "<<1, 2, 3>>", () => s_123.With(N(4), N(0)) },
        { "[[a |-> 1] EXCEPT !.b = 1]", "[a |-> 1]", () => Rec("a", N(1)).With(S("b"), N(1)) },
        { "[[i \\in 0..1 |-> i] EXCEPT ![5] = 1]", "(0 :> 0 @@ 1 :> 1)", () => s_zeroOne.With(N(5), N(1)) },
        { "[[i \\in 0..1 |-> i] EXCEPT ![\"a\"] = 1]", "refused", () => s_zeroOne.With(S("a"), N(1)) },
        { "[[i \\in {} |-> i] EXCEPT ![\"a\"] = 1]", "<<>>", () => TupleValue.Empty.With(S("a"), N(1)) },
        { "[(m1 :> 1) EXCEPT ![1] = 2]", "(m1 :> 1)", () => FunctionLike.Singleton(M("m1"), N(1)).With(N(1), N(2)) },
        { "<<1, 2, 3>>[4]", "refused", () => s_123.Apply(N(4)) },
        { "<<1, 2, 3>>[\"a\"]", "refused", () => s_123.Apply(S("a")) },
        { "[a |-> 1].b", "refused", () => Rec("a", N(1)).Apply(S("b")) },
        { "[a |-> 1][1]", "refused", () => Rec("a", N(1)).Apply(N(1)) },
        { "[i \\in 0..1 |-> i][\"a\"]", "refused", () => s_zeroOne.Apply(S("a")) },
        { "[i \\in 0..1 |-> i][1]", "1", () => s_zeroOne.Apply(N(1)) },
        { "(m1 :> 1)[1]", "refused", () => FunctionLike.Singleton(M("m1"), N(1)).Apply(N(1)) },
        { "<<2>> @@ (\"a\" :> 3)", "refused", () => FunctionLike.Combine(Tup(N(2)), Rec("a", N(3))) },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Operations_AnswerAsTlc(string expression, string expected, Func<Value> evaluate) =>
        Assert.Equal($"{expression}: {expected}", $"{expression}: {Show(evaluate)}");
}
