using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

/// <summary>Random values of one sort, in their plainest representation.</summary>
internal static class ValueGen
{
    private static readonly string[] s_names = ["a", "b", "c", "long name", "Z", ""];

    public static Gen<Value> Any => Sort.Any().SelectMany(Of);

    public static Gen<(Value First, Value Second)> Pair =>
        Sort.Any().SelectMany(sort => Of(sort).SelectMany(a => Of(sort).Select(b => (a, b))));

    public static Gen<(Value First, Value Second, Value Third)> Triple => Sort.Any().SelectMany(sort =>
        Of(sort).SelectMany(a => Of(sort).SelectMany(b => Of(sort).Select(c => (a, b, c)))));

    public static Gen<ExplicitSet> IntSet => ListOf(Of(new Sort.Int()), 6).Select(ExplicitSet.From);

    public static Gen<Value> Of(Sort sort) => sort switch
    {
        Sort.Bool => Gen.Elements<Value>(BoolValue.True, BoolValue.False),
        Sort.Int => Gen.Frequency(
            (8, Gen.Choose(-2, 6).Select(Value (n) => IntValue.Of(n))),
            (1, Gen.Elements(long.MinValue, long.MaxValue, 1L << 40).Select(Value (n) => IntValue.Of(n)))),
        Sort.Text => Gen.Elements(s_names).Select(Value (text) => StringValue.Of(text)),
        Sort.Model => Gen.Elements("m1", "m2", "m3").Select(Value (name) => ModelValue.Of(name)),
        Sort.SetOf set => ListOf(Of(set.Element), 4).Select(Value (items) => ExplicitSet.From(items)),
        Sort.Sequence sequence => ListOf(Of(sequence.Item), 4).Select(Value (items) => TupleValue.Of([.. items])),
        Sort.Record record => Of(record.A).SelectMany(a => Of(record.B).Select(Value (b) =>
            RecordValue.Of([StringValue.Of("a"), StringValue.Of("b")], [a, b]))),
        Sort.Function function => ListOf(Of(function.Argument), 4).SelectMany(arguments =>
            ListOf(Of(function.Result), 4, 4).Select(Value (results) => Function(arguments, results))),
        _ => throw new UnreachableException(),
    };

    public static Gen<List<Value>> ListOf(Gen<Value> items, int max, int min = 0) =>
        Gen.Choose(min, max).SelectMany(n => items.ListOf(n)).Select(list => list.ToList());

    private static FunctionLike Function(List<Value> arguments, List<Value> results)
    {
        var place = 0;
        return FunctionLike.Construct(ExplicitSet.From(arguments), _ => results[place++]);
    }
}
