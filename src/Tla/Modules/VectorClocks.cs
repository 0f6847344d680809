using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module VectorClocks: whether a log is in causal order, and a causal order of it.</summary>
internal static class VectorClocks
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("IsCausalOrder", 2, IsCausalOrder, [0, 1]),
        BuiltinOperator.Of("CausalOrder", 4, CausalOrder, [0, 1, 1, 1]),
    ];

    private static BoolValue IsCausalOrder(Invocation call)
    {
        var clock = call.Operator(1);
        var log = Sequence(call[0], "IsCausalOrder").Items;
        var clocks = new FunctionLike[log.Length];
        for (var i = 0; i < clocks.Length; i++) clocks[i] = Function(clock(log[i]), "IsCausalOrder");
        for (var i = 0; i < clocks.Length; i++)
            for (var j = 0; j < i; j++)
                if (!IsBehind(clocks[j], clocks[i]))
                    return BoolValue.False;

        return BoolValue.True;
    }

    /// <summary>Whether one clock is behind another at some place: it happened before it, or is concurrent to it.</summary>
    private static bool IsBehind(FunctionLike one, FunctionLike other)
    {
        foreach (var place in SetOps.Union(one.Domain, other.Domain).ToExplicit().Elements)
            if (IntValue.Compare(Time(one, place), Time(other, place)) < 0)
                return true;
        return false;
    }

    private static IntValue Time(FunctionLike clock, Value place) =>
        clock.TryApply(place, out var time) ? Integer(time, "a vector clock") : IntValue.Zero;

    /// <summary>Takes, in turns, the next event of each node whose causes have all been taken.</summary>
    private static TupleValue CausalOrder(Invocation call)
    {
        var (clock, node, domain) = (call.Operator(1), call.Operator(2), call.Operator(3));
        var nodes = new SortedDictionary<Value, List<Event>>(Comparer<Value>.Create((a, b) => a.CompareTo(b)));
        var log = Sequence(call[0], "CausalOrder").Items;
        foreach (var item in log)
        {
            var (vector, at) = (Function(clock(item), "CausalOrder"), node(item));
            if (!nodes.TryGetValue(at, out var events)) nodes[at] = events = [];
            events.Add(new Event(item, vector, Time(vector, at), Set(domain(vector), "CausalOrder").ToExplicit()));
        }

        foreach (var events in nodes.Values) events.Sort((a, b) => IntValue.Compare(a.Time, b.Time));
        var taken = nodes.Keys.ToDictionary(n => n, _ => 0);
        var ordered = new List<Value>(log.Length);
        while (ordered.Count < log.Length)
        {
            var before = ordered.Count;
            foreach (var (at, events) in nodes)
                if (taken[at] < events.Count && IsReady(events[taken[at]], at, taken))
                    ordered.Add(events[taken[at]++].Item);
            if (ordered.Count == before)
                throw new ValueException("CausalOrder: the clocks of the log contradict each other");
        }

        return TupleValue.Adopt([.. ordered]);
    }

    // The n-th event of a node carries the time n there.
    private static bool IsReady(Event next, Value at, Dictionary<Value, int> taken)
    {
        foreach (var other in next.Nodes.Elements)
            if (!other.EqualTo(at)
                && IntValue.Compare(Time(next.Clock, other), IntValue.Of(taken.GetValueOrDefault(other))) > 0)
                return false;
        return true;
    }

    private sealed record Event(Value Item, FunctionLike Clock, IntValue Time, ExplicitSet Nodes);
}
