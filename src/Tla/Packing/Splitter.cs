using System.Collections.Concurrent;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>Splits formulas into parts: smaller questions depend on less, so their answers come again more often.</summary>
/// <param name="sample">A packed state: what can be evaluated on it without reading it is constant.</param>
internal sealed class Splitter(
    Recorder recorder, DecisionForest forest, int[] sample, ConcurrentDictionary<string, SharedMask> masks,
    SharedParts? shared = null)
{
    private const int MaxParts = 20_000;
    private const int MaxElements = 2_000;

    private readonly List<int> _bound = [];
    private List<Part> _parts = [];
    private string _key = "";
    private int _branch;
    private bool _isInner;
    private int _count;

    public List<Part> Split(string key, ActionCode action) => Collect(key, () => action.Split(recorder.Frame, this));

    public List<Part> Split(string key, Code condition) => Collect(key, () => condition.Split(recorder.Frame, this));

    /// <summary>Splits what a definition stands for with its arguments; or takes the parts of another action that were
    /// split for the same.</summary>
    public void Scope(object definition, Code[] arguments, Action split)
    {
        if (shared is null || _isInner || Constants(arguments) is not { } values)
        {
            split();
            return;
        }

        var start = _parts.Count;
        if (shared.Find(definition, values) is { } known) _parts.AddRange(known);
        else split();
        shared.Add(definition, values, _parts[start..]);
    }

    private Value[]? Constants(Code[] codes)
    {
        var values = new Value[codes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (Constant(codes[i]) is not { } value) return null;
            values[i] = value.Canonical();
        }

        return values;
    }

    /// <summary>An action that is not split further.</summary>
    public void Add(ActionCode action) => _parts.Add(new Part(NextKey(), Bindings(), forest.NewRoot()) { Action = action });

    /// <summary>A condition that is not split further.</summary>
    public void Add(Code condition)
    {
        var key = NextKey();
        _parts.Add(new Part(key, Bindings(), forest.NewRoot()) { Condition = condition, Mask = MaskOf(key) });
    }

    /// <summary><c>A \cdot B</c>: the parts of A, and those of B, which run on the states that A leads to.</summary>
    public void AddComposition(ActionCode first, ActionCode second)
    {
        var key = NextKey();
        _parts.Add(new Part(key, Bindings(), 0)
        {
            Composition = new Composition(
                CollectWithin($"{key}:1", () => first.Split(recorder.Frame, this)),
                CollectWithin($"{key}:2", () => second.Split(recorder.Frame, this))),
        });
    }

    /// <summary>An expression that is not split.</summary>
    public Part Whole(Code code) => new(NextKey(), Bindings(), forest.NewRoot()) { Condition = code };

    /// <summary>Splits a quantifier's body for each element of its sets; false where one of them is not at hand.</summary>
    public bool TryEach(BindingCode[] bindings, Action body)
    {
        var sets = new object?[bindings.Length];
        for (var i = 0; i < sets.Length; i++)
            if ((sets[i] = PlaceOf(bindings[i].SetCode) as Place.Members ?? (object?)ElementsOf(bindings[i])) is null)
                return false;
        long parts = 1;
        foreach (var set in sets)
            if (set is List<Value> elements) parts *= Math.Max(1, elements.Count);
        if (_count + parts > MaxParts) return false;
        Each(bindings, sets, 0, body);
        return true;
    }

    /// <summary>Splits what follows a condition; false, and nothing split, where it stays in one piece.</summary>
    /// <param name="otherwise">What follows if it is false; null for nothing.</param>
    public bool TryChoose(Code condition, Action then, Action? otherwise)
    {
        var (key, count) = (NextKey(), _count);
        var branches = new Branches(CollectWithin($"{key}:T", then), otherwise is null ? [] : CollectWithin($"{key}:F", otherwise));
        if (branches is { Then: [] or [{ IsSimple: true }], Otherwise: [] or [{ IsSimple: true }] })
        {
            _count = count;
            return false;
        }

        _parts.Add(new Part(key, Bindings(), forest.NewRoot()) { Condition = condition, Branches = branches });
        return true;
    }

    private List<Part> CollectWithin(string key, Action split) => Collect(key, split, [.. _bound]);

    private void Each(BindingCode[] bindings, object?[] sets, int place, Action body)
    {
        if (place == bindings.Length)
        {
            body();
            return;
        }

        var binding = bindings[place];
        if (sets[place] is Place.Members members)
        {
            AddForEach(binding, members, () => Each(bindings, sets, place + 1, body));
            return;
        }

        foreach (var element in (List<Value>)sets[place]!)
        {
            binding.Bind(recorder.Frame, element);
            Within(binding.Slots, () => Each(bindings, sets, place + 1, body));
        }
    }

    /// <summary>The part of the state that code is in every state; null where it is none, or another one elsewhere.</summary>
    public Place? PlaceOf(Code code) =>
        Constant(() => code.TryLocate(recorder.Frame, out var found) ? found : null) as Place;

    /// <summary>Starts LET definitions that are constant; false, and nothing started, where one is not.</summary>
    public bool TryStart((int Slot, Code Code, bool Strict)[] definitions, Action body)
    {
        var frame = recorder.Frame;
        var slots = new int[definitions.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            // Whether an action branches over a boolean depends on whether it was needed before.
            if (Constant(definitions[i].Code) is not { } value || (value is BoolValue && !definitions[i].Strict))
                return false;
            slots[i] = definitions[i].Slot;
            frame.Slots[slots[i]] = value;
        }

        Within(slots, body);
        return true;
    }

    /// <summary>Splits <c>f \in [S -> T]</c> and the like into a question for each result; false where that is not
    /// possible.</summary>
    public bool TrySplitMembership(Code element, Code set) =>
        PlaceOf(element) is { } place && Constant(set) is SetValue known && TrySplit(place, known);

    private bool TrySplit(Place place, SetValue set)
    {
        if (place is Place.Members && set is PowerSet)
        {
            Add(new PlaceMembership(place, set));
            return true;
        }

        if (place is not Place.Fields fields || Constant(() => PlaceMembership.PartsOf(fields, set)) is not { } parts)
            return false;
        foreach (var (item, of) in parts)
            if (!TrySplit(item, of))
                Add(new PlaceMembership(item, of));
        return true;
    }

    /// <summary>The value of code that reads no state; null where it does, or has none.</summary>
    public Value? Constant(Code code) => Constant(() =>
    {
        var value = code.Evaluate(recorder.Frame);
        // A lazy value reads the state when it is used.
        return recorder.IsMerged ? null : value;
    });

    private T? Constant<T>(Func<T?> evaluate)
        where T : class
    {
        try
        {
            recorder.Begin(sample, 0, isPair: false, isRecording: true);
            var value = evaluate();
            return recorder.Main.Words.Count == 0 ? value : null;
        }
        catch (Exception fault) when (fault is ValueException or EffectException or UnsupportedException
            or InsufficientExecutionStackException)
        {
            return null;
        }
    }

    private List<Value>? ElementsOf(BindingCode binding) => Constant(() =>
    {
        var elements = new List<Value>();
        var enumerator = binding.Set(recorder.Frame).GetElementsInOrder();
        while (enumerator.MoveNext(out var element))
        {
            if (elements.Count == MaxElements) return null;
            // A tuple that does not match its pattern is a fault, found when it is met.
            binding.Bind(recorder.Frame, element);
            elements.Add(element);
        }

        return elements;
    });

    private void AddForEach(BindingCode binding, Place.Members members, Action body)
    {
        var key = NextKey();
        var part = default(Part);
        var each = new ForEach(members, bit =>
        {
            part!.BindTo(recorder.Frame);
            binding.Bind(recorder.Frame, members.Universe[bit]);
            return Collect($"{key}:{bit}", () => Within(binding.Slots, body), part.Slots);
        });
        part = new Part(key, Bindings(), 0) { Elements = each };
        _parts.Add(part);
    }

    private List<Part> Collect(string key, Action split, IEnumerable<int>? bound = null)
    {
        var (parts, outerKey, branch, outer, isInner) = (_parts, _key, _branch, _bound.ToArray(), _isInner);
        (_parts, _key, _branch, _isInner) = ([], key, 0, bound is not null);
        _bound.Clear();
        if (bound is not null) _bound.AddRange(bound);
        split();
        var result = _parts;
        (_parts, _key, _branch, _isInner) = (parts, outerKey, branch, isInner);
        _bound.Clear();
        _bound.AddRange(outer);
        return result;
    }

    private void Within(int[] slots, Action body)
    {
        _bound.AddRange(slots);
        body();
        _bound.RemoveRange(_bound.Count - slots.Length, slots.Length);
    }

    private (int, object?)[] Bindings()
    {
        var bindings = new (int, object?)[_bound.Count];
        for (var i = 0; i < bindings.Length; i++) bindings[i] = (_bound[i], recorder.Frame.Slots[_bound[i]]);
        return bindings;
    }

    private string NextKey()
    {
        _count++;
        return $"{_key}.{_branch++}";
    }

    private SharedMask MaskOf(string key) => masks.GetOrAdd(key, static _ => new SharedMask());
}
