using System.Collections;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>Draws states that are typed right and near the reachable ones, which claims may be false of.</summary>
/// <remarks>
/// A claim that all elements are well is false where one is not, while the others still are. So a state is drawn from
/// a reachable one by exchanging a part or two, however deep inside, for others of the same type that reachable states
/// are made of; now and then with whole variables of other states.
/// </remarks>
internal sealed class NearStates
{
    private readonly Random _random;
    private readonly Type _state;
    private readonly List<object> _reachable;
    private readonly Dictionary<Type, List<object>> _parts = [];
    private readonly HashSet<(Type, object)> _known = [];

    /// <summary>Knows the parts of these states.</summary>
    /// <param name="reachable">Some reachable states; one at least.</param>
    /// <param name="random">What is drawn by.</param>
    public NearStates(IEnumerable<object> reachable, Random random)
    {
        _reachable = [.. reachable];
        _random = random;
        _state = _reachable[0].GetType();
        foreach (var state in _reachable) Learn(state, _state);
    }

    public object Draw() => _random.Next(5) == 0 ? Mixed() : Near(Reachable());

    /// <summary>What a step may look like: mostly back to much the same state.</summary>
    public (object From, object To) DrawStep()
    {
        var from = _random.Next(2) == 0 ? Reachable() : Draw();
        return (from, _random.Next(4) == 0 ? Draw() : Near(from));
    }

    private object Reachable() => _reachable[_random.Next(_reachable.Count)];

    private object Near(object state)
    {
        for (var left = 1 + _random.Next(3); left > 0; left--) state = Inside(state, _state)!;
        return state;
    }

    private object Mixed() => Record.Of(_state).Made((_, property) =>
        property.GetValue(Reachable()));

    private object? Exchanged(object? value, Type type) =>
        value is null || _random.Next(3) == 0 ? Other(value, type) : Inside(value, type);

    /// <summary>Another of the type; of numbers also a neighbour.</summary>
    private object? Other(object? value, Type type) => value switch
    {
        bool truth => !truth,
        int number when _random.Next(2) == 0 => number + (_random.Next(2) == 0 ? 1 : -1),
        long number when _random.Next(2) == 0 => number + (_random.Next(2) == 0 ? 1 : -1),
        Enum => Any([.. Enum.GetValues(type).Cast<object>()]),
        _ => _parts.TryGetValue(type, out var parts) ? Any(parts) : value,
    };

    private object? Inside(object value, Type type) => Shape.Of(value.GetType()) switch
    {
        Shape.Array when Items(value) is { Count: > 0 } items => ArrayNear(value, items),
        Shape.Set => SetNear(value),
        Shape.Map when Items(value).Count > 0 => MapNear(value),
        Shape.Record when Record.Of(value.GetType()) is { Properties.Length: > 0 } record => RecordNear(value, record),
        _ => Other(value, type),
    };

    private object RecordNear(object value, Record record)
    {
        var place = _random.Next(record.Properties.Length);
        return record.Made((i, property) => i == place
            ? Exchanged(property.GetValue(value), property.PropertyType)
            : property.GetValue(value));
    }

    private object ArrayNear(object value, List<object?> items)
    {
        var element = value.GetType().GetGenericArguments()[0];
        var (at, other) = (_random.Next(items.Count), _random.Next(items.Count));
        var changed = items.ToList();
        switch (_random.Next(6))
        {
            case 0:
                changed.RemoveAt(at);
                break;
            case 1:
                changed.Insert(other, items[at]);
                break;
            case 2:
                (changed[at], changed[other]) = (changed[other], changed[at]);
                break;
            default:
                changed[at] = Exchanged(items[at], element);
                break;
        }

        return Shape.Rebuilt(value, changed);
    }

    private object SetNear(object value)
    {
        var element = value.GetType().GetGenericArguments()[0];
        var items = Items(value);
        var at = items.Count == 0 ? 0 : _random.Next(items.Count);
        switch (_random.Next(4))
        {
            case 0 when items.Count > 0:
                items.RemoveAt(at);
                break;
            case 1 when items.Count > 0:
                items[at] = Exchanged(items[at], element);
                break;
            // Next to one that it may contradict.
            case 2 when items.Count > 0:
                items.Add(Exchanged(items[at], element));
                break;
            case var _ when _parts.TryGetValue(element, out var others):
                items.Add(Any(others));
                break;
        }

        return Shape.Rebuilt(value, items);
    }

    private object MapNear(object value)
    {
        var type = value.GetType();
        var key = Any(Items(type.GetProperty("Keys")!.GetValue(value)!));
        var was = type.GetProperty("Item")!.GetValue(value, [key]);
        return type.GetMethod("SetItem")!.Invoke(value, [key, Exchanged(was, type.GetGenericArguments()[1])])!;
    }

    private void Learn(object? value, Type type)
    {
        if (value is null || !_known.Add((type, value))) return;
        (_parts.TryGetValue(type, out var parts) ? parts : _parts[type] = []).Add(value);
        var actual = value.GetType();
        switch (Shape.Of(actual))
        {
            case Shape.Array or Shape.Set:
                foreach (var item in Items(value)) Learn(item, actual.GetGenericArguments()[0]);
                break;
            case Shape.Map:
                foreach (var item in Items(actual.GetProperty("Values")!.GetValue(value)!)) Learn(item, actual.GetGenericArguments()[1]);
                break;
            case Shape.Record:
                foreach (var property in Record.Of(actual).Properties) Learn(property.GetValue(value), property.PropertyType);
                break;
        }
    }

    private T Any<T>(List<T> of) => of[_random.Next(of.Count)];

    private static List<object?> Items(object value) => [.. ((IEnumerable)value).Cast<object?>()];
}
