using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module Folds, and the folds of the modules that build on it.</summary>
/// <remarks>
/// <c>MapThenFoldSet</c> applies <c>op(f(x), rest)</c> to a chosen x and the fold of the others, so the element that is
/// chosen first is the outermost.
/// </remarks>
internal static class Folds
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("MapThenFoldSet", 5, MapThenFoldSet, [2, 0, 1, 1, 0]),
    ];

    /// <summary><c>op(item, rest)</c>, the first item outermost.</summary>
    public static Value Right(OperatorArgument op, Value start, ReadOnlySpan<Value> items)
    {
        var result = start;
        for (var i = items.Length - 1; i >= 0; i--) result = op(items[i], result);
        return result;
    }

    /// <summary><c>op(item, rest)</c>, the last item outermost: the order that TLC gives folds for which the modules leave
    /// it open.</summary>
    public static Value Onto(OperatorArgument op, Value start, ReadOnlySpan<Value> items)
    {
        var result = start;
        foreach (var item in items) result = op(item, result);
        return result;
    }

    /// <summary><c>op(rest, item)</c>, the last item outermost.</summary>
    public static Value Left(OperatorArgument op, Value start, ReadOnlySpan<Value> items)
    {
        var result = start;
        foreach (var item in items) result = op(result, item);
        return result;
    }

    /// <summary>A fold of the results of a function at some of its arguments, in their order.</summary>
    public static Value OfResults(OperatorArgument op, Value start, FunctionLike function, SetValue arguments)
    {
        var places = arguments.ToExplicit().Elements;
        var results = new Value[places.Length];
        for (var i = 0; i < results.Length; i++) results[i] = function.Apply(places[i]);
        return Onto(op, start, results);
    }

    private static Value MapThenFoldSet(Invocation call)
    {
        var (op, map, choose) = (call.Operator(0), call.Operator(2), call.Operator(3));
        var rest = Set(call[4], "MapThenFoldSet").ToExplicit();
        var chosen = new List<Value>();
        while (!rest.IsEmpty)
        {
            var next = choose(rest);
            if (!rest.Contains(next))
                throw new ValueException(
                    $"MapThenFoldSet chose {next.ToString(Value.MessageLength)}, which is no element of what is left");
            chosen.Add(next);
            rest = ((SetValue)SetOps.Difference(rest, ExplicitSet.Singleton(next))).ToExplicit();
        }

        var result = call[1];
        for (var i = chosen.Count - 1; i >= 0; i--) result = op(map(chosen[i]), result);
        return result;
    }
}
