using Verified.Tla.Values;

namespace Verified.Cli;

/// <summary>Says what differs between two values of a variable, down to the field where that is shorter.</summary>
internal static class ValueDifference
{
    /// <summary>A change no longer than this is told whole.</summary>
    private const int ShortLine = 48;

    /// <summary>With more places than this the whole value says it better.</summary>
    private const int MostPlaces = 4;

    /// <summary>Lines such as <c>log[2].acked: FALSE → TRUE</c>; none where the values are equal.</summary>
    public static IEnumerable<string> Between(string place, Value before, Value after)
    {
        if (before.Equals(after)) return [];
        var whole = $"{place}: {before} → {after}";
        if (whole.Length <= ShortLine) return [whole];
        var parts = (before, after) switch
        {
            (FunctionLike from, FunctionLike to) => OfFunctions(place, from, to),
            (ExplicitSet from, ExplicitSet to) => OfSets(place, from, to),
            _ => [],
        };
        return parts.Count is > 0 and <= MostPlaces ? parts : [whole];
    }

    private static List<string> OfFunctions(string place, FunctionLike before, FunctionLike after)
    {
        var parts = new List<string>();
        for (var i = 0; i < after.Count; i++)
        {
            var argument = after.ArgumentAt(i);
            var inner = place + Selector(after, argument);
            if (before.TryApply(argument, out var old))
                parts.AddRange(Between(inner, old, after.ResultAt(i)));
            else
                parts.Add($"{inner}: added {after.ResultAt(i)}");
        }

        for (var i = 0; i < before.Count; i++)
            if (!after.TryApply(before.ArgumentAt(i), out _))
                parts.Add($"{place}{Selector(before, before.ArgumentAt(i))}: removed {before.ResultAt(i)}");
        return parts;
    }

    private static List<string> OfSets(string place, ExplicitSet before, ExplicitSet after)
    {
        var parts = new List<string>();
        for (var elements = after.GetElementsInOrder(); elements.MoveNext(out var element);)
            if (!before.Contains(element))
                parts.Add($"{place}: added {element}");
        for (var elements = before.GetElementsInOrder(); elements.MoveNext(out var element);)
            if (!after.Contains(element))
                parts.Add($"{place}: removed {element}");
        return parts;
    }

    private static string Selector(FunctionLike function, Value argument) =>
        function is RecordValue && argument is StringValue name ? $".{name.Text}" : $"[{argument}]";
}
