using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

/// <summary>Short names for making values in tests.</summary>
internal static class Build
{
    public static InfiniteSet Nat => InfiniteSet.Nat;

    public static ExplicitSet Empty => ExplicitSet.Empty;

    public static IntValue N(long value) => IntValue.Of(value);

    public static StringValue S(string text) => StringValue.Of(text);

    public static ModelValue M(string name) => ModelValue.Of(name);

    public static ExplicitSet Set(params ReadOnlySpan<Value> elements) => ExplicitSet.From(elements);

    public static ExplicitSet Ints(params ReadOnlySpan<long> elements)
    {
        var values = new Value[elements.Length];
        for (var i = 0; i < values.Length; i++) values[i] = N(elements[i]);
        return ExplicitSet.From(values);
    }

    public static TupleValue Tup(params ReadOnlySpan<Value> items) => TupleValue.Of(items);

    public static IntervalSet To(long low, long high) => IntervalSet.Of(low, high);

    public static PowerSet Subset(SetValue set) => new(set);

    public static FunctionSet Functions(SetValue domain, SetValue range) => new(domain, range);

    public static RecordValue Rec(string a, Value x) => RecordValue.Of([S(a)], [x]);

    public static RecordValue Rec(string a, Value x, string b, Value y) => RecordValue.Of([S(a), S(b)], [x, y]);

    public static FunctionLike Fun(SetValue domain, Func<Value, Value> result) => FunctionLike.Construct(domain, result);

    /// <summary>What TLC would print, or its refusal.</summary>
    public static string Show(Func<object> expression)
    {
        try
        {
            return expression() switch
            {
                bool truth => truth ? "TRUE" : "FALSE",
                var other => other.ToString()!,
            };
        }
        catch (ValueException)
        {
            return "refused";
        }
    }

    public static string Enumerate(SetValue set)
    {
        var text = new List<string>();
        foreach (var element in set) text.Add(element.ToString());
        return string.Join(" ", text);
    }
}
