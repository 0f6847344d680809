using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary><c>/\</c>: left to right, up to the first false.</summary>
internal sealed class AndCode(Code[] items, Origin origin) : Predicate(origin)
{
    public Code[] Items { get; } = items;

    public override bool Test(Frame frame)
    {
        foreach (var item in Items)
            if (!item.Test(frame))
                return false;
        return true;
    }

    internal override void Split(Frame frame, Splitter splitter)
    {
        foreach (var item in Items) item.Split(frame, splitter);
    }
}

/// <summary><c>\/</c>: left to right, up to the first true.</summary>
internal sealed class OrCode(Code[] items, Origin origin) : Predicate(origin)
{
    public override bool Test(Frame frame)
    {
        foreach (var item in items)
            if (item.Test(frame))
                return true;
        return false;
    }
}

internal sealed class NotCode(Code inner, Origin origin) : Predicate(origin)
{
    public override bool Test(Frame frame) => !inner.Test(frame);
}

internal sealed class ImpliesCode(Code left, Code right, Origin origin) : Predicate(origin)
{
    public override bool Test(Frame frame) => !left.Test(frame) || right.Test(frame);

    internal override void Split(Frame frame, Splitter splitter)
    {
        if (splitter.Constant(left) is not BoolValue condition) splitter.Add(this);
        else if (condition.IsTrue) right.Split(frame, splitter);
    }
}

internal sealed class EquivalentCode(Code left, Code right, Origin origin) : Predicate(origin)
{
    public override bool Test(Frame frame) => left.Test(frame) == right.Test(frame);
}

internal sealed class EqualCode(Code left, Code right, bool negated, Origin origin) : Predicate(origin)
{
    // x' = x, or the same for a tuple of variables.
    private readonly int[]? _variables = VariablesOf(left, right);

    public override bool Test(Frame frame)
    {
        if (_variables is not null && frame.Recorder is { } recorder)
            return recorder.AreUnchanged(_variables, frame) != negated;
        var x = left.Evaluate(frame);
        var y = right.Evaluate(frame);
        if (ReferenceEquals(x, y)) return !negated;
        frame.Where = this;
        return x.EqualTo(y) != negated;
    }

    private static int[]? VariablesOf(Code now, Code next)
    {
        var variables = new List<int>();
        return Add(now, next, variables) ? [.. variables] : null;
    }

    private static bool Add(Code now, Code next, List<int> variables)
    {
        switch (now, next)
        {
            case (CurrentVariableCode x, NextVariableCode y) when x.Index == y.Index:
                variables.Add(x.Index);
                return true;
            case (NextVariableCode, CurrentVariableCode):
                return Add(next, now, variables);
            case (TupleCode s, TupleCode t) when s.Elements.Length == t.Elements.Length:
                for (var i = 0; i < s.Elements.Length; i++)
                    if (!Add(s.Elements[i], t.Elements[i], variables))
                        return false;
                return true;
            default:
                return false;
        }
    }
}

internal sealed class MemberCode(Code element, Code set, bool negated, Origin origin) : Predicate(origin)
{
    public override bool Test(Frame frame)
    {
        var x = element.Evaluate(frame);
        if (frame.Recorder is { } recorder && set.TryLocate(frame, out var found) && found is Place.Members members
            && recorder.Has(members, x) is { } isMember)
            return isMember != negated;
        var s = AsSet(set.Evaluate(frame), frame, set);
        frame.Where = this;
        return s.Contains(x) != negated;
    }

    internal override void Split(Frame frame, Splitter splitter)
    {
        if (negated || !splitter.TrySplitMembership(element, set)) splitter.Add(this);
    }
}

internal sealed class SubsetCode(Code left, Code right, Origin origin) : Predicate(origin)
{
    public override bool Test(Frame frame)
    {
        var x = AsSet(left.Evaluate(frame), frame, left);
        var y = AsSet(right.Evaluate(frame), frame, right);
        frame.Where = this;
        return x.IsSubsetOf(y);
    }
}

internal sealed class IfCode(Code condition, Code then, Code otherwise, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame) =>
        condition.Test(frame) ? then.Evaluate(frame) : otherwise.Evaluate(frame);

    public override bool Test(Frame frame) =>
        condition.Test(frame) ? then.Test(frame) : otherwise.Test(frame);

    internal override void WriteTo(Frame frame, Recorder recorder, Place place)
    {
        if (place is Place.Atom) recorder.WriteValue(this, frame, place);
        else (condition.Test(frame) ? then : otherwise).WriteTo(frame, recorder, place);
    }
}

/// <summary>CASE: the first arm whose guard is true.</summary>
internal sealed class CaseCode((Code Guard, Code Value)[] arms, Code? other, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame) => Select(frame).Evaluate(frame);

    public override bool Test(Frame frame) => Select(frame).Test(frame);

    internal override void WriteTo(Frame frame, Recorder recorder, Place place)
    {
        if (place is Place.Atom) recorder.WriteValue(this, frame, place);
        else Select(frame).WriteTo(frame, recorder, place);
    }

    private Code Select(Frame frame)
    {
        foreach (var (guard, value) in arms)
            if (guard.Test(frame))
                return value;
        if (other is not null) return other;
        frame.Where = this;
        throw new ValueException("no arm of the CASE applies, and it has no OTHER");
    }
}

/// <summary><c>\A</c> or <c>\E</c>. As in TLC, the sets of all bounds are evaluated before the first element is taken.</summary>
internal sealed class QuantifierCode(bool isUniversal, BindingCode[] bindings, Code body, Origin origin)
    : Predicate(origin)
{
    public override bool Test(Frame frame)
    {
        if (bindings.Length == 1)
            return Test(frame, bindings[0].IsPart(frame) ? Part(frame) : bindings[0].Set(frame), [], 0);
        var first = bindings[0].Set(frame);
        var sets = new SetValue[bindings.Length];
        sets[0] = first;
        for (var i = 1; i < sets.Length; i++) sets[i] = bindings[i].Set(frame);
        return Test(frame, first, sets, 0);
    }

    private SetValue Part(Frame frame) => bindings[0].SetWithout(
        frame,
        element =>
        {
            bindings[0].Bind(frame, element);
            return body.Test(frame);
        },
        result: isUniversal);

    private bool Test(Frame frame, SetValue set, SetValue[] sets, int place)
    {
        var binding = bindings[place];
        frame.Where = this;
        if (set is ExplicitSet explicitSet)
        {
            foreach (var element in explicitSet.Elements)
            {
                binding.Bind(frame, element);
                if (Rest(frame, sets, place) != isUniversal) return !isUniversal;
            }

            return isUniversal;
        }

        var elements = set.GetElementsInOrder();
        while (elements.MoveNext(out var element))
        {
            binding.Bind(frame, element);
            if (Rest(frame, sets, place) != isUniversal) return !isUniversal;
            frame.Where = this;
        }

        return isUniversal;
    }

    private bool Rest(Frame frame, SetValue[] sets, int place) => ++place == bindings.Length
        ? body.Test(frame)
        : Test(frame, sets[place], sets, place);

    internal override void Split(Frame frame, Splitter splitter)
    {
        if (!isUniversal || !splitter.TryEach(bindings, () => body.Split(frame, splitter))) splitter.Add(this);
    }
}

/// <summary><c>CHOOSE x \in S : p</c>: the first in TLC's order.</summary>
internal sealed class ChooseCode(BindingCode binding, Code predicate, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var set = binding.IsPart(frame) ? Part(frame) : binding.Set(frame);
        frame.Where = this;
        if (set is ExplicitSet explicitSet)
        {
            foreach (var element in explicitSet.Elements)
                if (Satisfies(frame, element))
                    return element;
        }
        else
        {
            var elements = set.GetElementsInOrder();
            while (elements.MoveNext(out var element))
                if (Satisfies(frame, element))
                    return element;
        }

        throw new ValueException($"CHOOSE finds no element that satisfies its predicate in {set.Brief}");
    }

    private SetValue Part(Frame frame) =>
        binding.SetWithout(frame, element => Satisfies(frame, element), result: false);

    private bool Satisfies(Frame frame, Value element)
    {
        binding.Bind(frame, element);
        var holds = predicate.Test(frame);
        frame.Where = this;
        return holds;
    }
}

/// <summary>Names bound to the elements of a set: one slot, or one for each place of a tuple.</summary>
internal sealed class BindingCode(int[] slots, bool isTuple, Code set)
{
    public int[] Slots => slots;

    public Code SetCode => set;

    public SetValue Set(Frame frame)
    {
        var value = set.Evaluate(frame);
        if (value is SetValue elements) return elements;
        frame.Where = set;
        throw new ValueException($"a set was expected, not {value.Brief}");
    }

    /// <summary>Whether the set is part of a packed state, and what is read of it is noted.</summary>
    public bool IsPart(Frame frame) => frame.Recorder is { IsRecording: true } && PlaceIn(frame) is not null;

    /// <summary>The set; of one that is part of a packed state only the elements for which a test may have another
    /// result.</summary>
    public SetValue SetWithout(Frame frame, Func<Value, bool> test, bool result) =>
        PlaceIn(frame) is { } place ? frame.Recorder!.ReadWithout(place, test, result) : Set(frame);

    private Place.Members? PlaceIn(Frame frame) =>
        set.TryLocate(frame, out var found) ? found as Place.Members : null;

    public void Bind(Frame frame, Value element)
    {
        if (!isTuple)
        {
            frame.Slots[slots[0]] = element;
            return;
        }

        if (element is not FunctionLike tuple || tuple.Count != slots.Length)
        {
            frame.Where = set;
            throw new ValueException($"a tuple of {slots.Length} was expected, not {element.Brief}");
        }

        for (var i = 0; i < slots.Length; i++)
            frame.Slots[slots[i]] = tuple.Apply(IntValue.Of(i + 1));
    }
}
