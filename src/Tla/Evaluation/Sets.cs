using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

internal sealed class SetEnumerationCode(Code[] elements, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var values = new Value[elements.Length];
        Span<Value> into = values;
        for (var i = 0; i < into.Length; i++) into[i] = elements[i].Evaluate(frame);
        frame.Where = this;
        return ExplicitSet.Adopt(values);
    }
}

/// <summary><c>{x \in S : p}</c>: at once where the elements of S are at hand, else lazy, on a frame of its own.</summary>
internal sealed class SetFilterCode(BindingCode binding, Code predicate, int captured, int frameSize, Origin origin)
    : Code(origin)
{
    private const int MostOnStack = 256;

    public override Value Evaluate(Frame frame)
    {
        var set = binding.IsPart(frame) ? Part(frame) : binding.Set(frame);
        frame.Where = this;
        if (set is ExplicitSet elements) return Filter(frame, elements);
        if (set.IsReducible) return SetOps.Filter(set, element => Keep(frame, element));
        frame.Recorder?.Merge();
        var own = frame.Detach(captured, frameSize);
        return SetOps.Filter(set, element => Keep(own.Fork(frameSize, frameSize), element));
    }

    private SetValue Part(Frame frame) => binding.SetWithout(frame, element => Keep(frame, element), result: false);

    private ExplicitSet Filter(Frame frame, ExplicitSet set)
    {
        var elements = set.Mentioned;
        var isKept = elements.Length <= MostOnStack ? stackalloc bool[elements.Length] : new bool[elements.Length];
        for (var i = 0; i < isKept.Length; i++) isKept[i] = Keep(frame, elements[i]);
        return set.Where(isKept);
    }

    private bool Keep(Frame frame, Value element)
    {
        binding.Bind(frame, element);
        return predicate.Test(frame);
    }
}

/// <summary><c>{e : x \in S, y \in T}</c>. As in TLC, all sets are evaluated before the first element is taken.</summary>
internal sealed class SetMapCode(BindingCode[] bindings, Code element, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var sets = new SetValue[bindings.Length];
        for (var i = 0; i < sets.Length; i++) sets[i] = bindings[i].Set(frame);
        if (TryCount(sets, out var count)) return Map(frame, sets, count);
        var values = new List<Value>();
        Collect(frame, sets, 0, values);
        frame.Where = this;
        return ExplicitSet.From(values);
    }

    // How many combinations there are, if all elements are at hand.
    private static bool TryCount(SetValue[] sets, out int count)
    {
        long product = 1;
        count = 0;
        foreach (var set in sets)
            if (set is not ExplicitSet known || (product *= known.Mentioned.Length) > LazySet.MaxElements)
                return false;
        count = (int)product;
        return true;
    }

    private ExplicitSet Map(Frame frame, SetValue[] sets, int count)
    {
        var values = new Value[count];
        Fill(frame, sets, 0, values);
        frame.Where = this;
        return ExplicitSet.Adopt(values);
    }

    private void Fill(Frame frame, SetValue[] sets, int depth, Span<Value> values)
    {
        frame.Where = this;
        var elements = ((ExplicitSet)sets[depth]).Elements;
        var binding = bindings[depth];
        var each = elements.IsEmpty ? 0 : values.Length / elements.Length;
        for (var i = 0; i < elements.Length; i++)
        {
            binding.Bind(frame, elements[i]);
            if (depth + 1 < sets.Length) Fill(frame, sets, depth + 1, values.Slice(i * each, each));
            else values[i] = element.Evaluate(frame);
            frame.Where = this;
        }
    }

    private void Collect(Frame frame, SetValue[] sets, int depth, List<Value> values)
    {
        if (depth == bindings.Length)
        {
            values.Add(element.Evaluate(frame));
            return;
        }

        frame.Where = this;
        var elements = sets[depth].GetElementsInOrder();
        while (elements.MoveNext(out var value))
        {
            bindings[depth].Bind(frame, value);
            Collect(frame, sets, depth + 1, values);
            frame.Where = this;
        }
    }
}

/// <summary>An operator on one or two sets: <c>\cup</c>, <c>\cap</c>, <c>\</c>, SUBSET, UNION.</summary>
internal sealed class SetOperatorCode(Func<SetValue, SetValue, Value> apply, Code left, Code right, Origin origin)
    : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var x = AsSet(left.Evaluate(frame), frame, left);
        var y = ReferenceEquals(left, right) ? x : AsSet(right.Evaluate(frame), frame, right);
        frame.Where = this;
        return apply(x, y);
    }

    internal override void WriteTo(Frame frame, Recorder recorder, Place place)
    {
        bool Is(Code code) => code.TryLocate(frame, out var found) && ReferenceEquals(found, place);
        if (place is Place.Members members && (apply == SetOps.Union || apply == SetOps.Difference) && Is(left))
            recorder.WriteMembers(members, right, this, frame, isAdded: apply == SetOps.Union);
        else if (place is Place.Members same && apply == SetOps.Union && Is(right))
            recorder.WriteMembers(same, left, this, frame, isAdded: true);
        else
            recorder.WriteValue(this, frame, place);
    }
}

/// <summary><c>A \X B</c>, <c>[a : A, b : B]</c> or <c>[S -> T]</c>: a lazy set made of sets.</summary>
internal sealed class SetConstructorCode(Func<SetValue[], Value> make, Code[] parts, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var sets = new SetValue[parts.Length];
        for (var i = 0; i < sets.Length; i++) sets[i] = AsSet(parts[i].Evaluate(frame), frame, parts[i]);
        frame.Where = this;
        return make(sets);
    }
}
