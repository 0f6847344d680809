using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

internal sealed class TupleCode(Code[] elements, Origin origin) : Code(origin)
{
    public Code[] Elements => elements;

    internal override IReadOnlyList<Code> Components => elements;

    public override Value Evaluate(Frame frame)
    {
        var values = new Value[elements.Length];
        for (var i = 0; i < values.Length; i++) values[i] = elements[i].Evaluate(frame);
        return TupleValue.Adopt(values);
    }

    internal override void WriteTo(Frame frame, Recorder recorder, Place place)
    {
        if (place is not Place.Fields fields || !fields.IsTupleOf(elements.Length))
        {
            recorder.WriteValue(this, frame, place);
            return;
        }

        for (var i = 0; i < elements.Length; i++) elements[i].WriteTo(frame, recorder, fields.Items[i]);
    }
}

/// <summary><c>[a |-> 1, b |-> 2]</c>; the shape's field order is settled when the code is made.</summary>
internal sealed class RecordCode(RecordShape shape, int[] places, Code[] fields, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var values = new Value[fields.Length];
        for (var i = 0; i < values.Length; i++) values[places[i]] = fields[i].Evaluate(frame);
        return new RecordValue(shape, values);
    }

    internal override void WriteTo(Frame frame, Recorder recorder, Place place)
    {
        if (place is not Place.Fields whole || !whole.IsDomain(shape.Domain))
        {
            recorder.WriteValue(this, frame, place);
            return;
        }

        for (var i = 0; i < fields.Length; i++) fields[i].WriteTo(frame, recorder, whole.Items[places[i]]);
    }
}

/// <summary><c>[x \in S, y \in T |-> e]</c>.</summary>
internal sealed class FunctionConstructorCode(
    BindingCode[] bindings, Code body, int? self, int captured, int frameSize, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame) => EvaluateToApply(frame).Escaping(frame);

    internal override Value EvaluateToApply(Frame frame)
    {
        var domain = Domain(frame);
        frame.Where = this;
        if (self is null && domain.IsEnumerable)
            return FunctionLike.Construct(domain, argument => Apply(frame, argument));
        var own = frame.Detach(captured, frameSize);
        var function = new LazyFunction(domain, argument => Apply(own.Fork(frameSize, frameSize), argument));
        if (self is { } slot) own.Slots[slot] = function;
        return function;
    }

    internal override void WriteTo(Frame frame, Recorder recorder, Place place)
    {
        if (self is not null || place is not Place.Fields fields || !fields.IsDomain(Domain(frame)))
        {
            recorder.WriteValue(this, frame, place);
            return;
        }

        for (var i = 0; i < fields.Items.Length; i++)
        {
            Bind(frame, fields.ArgumentAt(i));
            body.WriteTo(frame, recorder, fields.Items[i]);
        }
    }

    private Value Apply(Frame frame, Value argument)
    {
        Bind(frame, argument);
        return body.Evaluate(frame);
    }

    private void Bind(Frame frame, Value argument)
    {
        if (bindings.Length == 1)
            bindings[0].Bind(frame, argument);
        else
        {
            var tuple = (FunctionLike)argument;
            for (var i = 0; i < bindings.Length; i++)
                bindings[i].Bind(frame, tuple.Apply(IntValue.Of(i + 1)));
        }
    }

    private SetValue Domain(Frame frame)
    {
        if (bindings.Length == 1) return bindings[0].Set(frame);
        var sets = new SetValue[bindings.Length];
        for (var i = 0; i < sets.Length; i++) sets[i] = bindings[i].Set(frame);
        return new ProductSet(sets);
    }
}

/// <summary><c>f[e]</c>.</summary>
internal sealed class ApplyCode(Code function, Code argument, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        if (frame.Recorder is { } recorder && IsPlace(frame))
            return Locate(frame) is var found && found is Place place ? recorder.Read(place) : (Value)found;
        var f = function.EvaluateToApply(frame);
        var x = argument.Evaluate(frame);
        return Apply(frame, f, x);
    }

    internal override bool IsPlace(Frame frame) => function.IsPlace(frame);

    internal override object Locate(Frame frame)
    {
        var f = function.Locate(frame);
        var x = argument.Evaluate(frame);
        if (f is Place.Fields fields && fields.Of(x) is { } place) return place;
        return Apply(frame, f is Place whole ? frame.Recorder!.Read(whole) : (Value)f, x);
    }

    private Value Apply(Frame frame, Value f, Value x)
    {
        frame.Where = this;
        return f is FunctionLike mapping
            ? mapping.Apply(x)
            : throw new ValueException($"a function was expected, not {f.Brief}, which is applied to {x.Brief}");
    }
}

/// <summary>DOMAIN.</summary>
internal sealed class DomainCode(Code function, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        if (frame.Recorder is not null && function.IsPlace(frame) && function.Locate(frame) is Place.Fields fields)
            return fields.Form.Domain;
        var f = function.Evaluate(frame);
        frame.Where = this;
        return f is FunctionLike mapping
            ? mapping.Domain
            : throw new ValueException($"DOMAIN takes a function, not {f.Brief}");
    }
}

/// <summary><c>[f EXCEPT ![a][b] = e, …]</c>: left to right; outside the domain an update is ignored.</summary>
internal sealed class ExceptCode(Code function, UpdateCode[] updates, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        var value = function.Evaluate(frame);
        foreach (var update in updates)
            value = Apply(frame, value, update, 0);
        return value;
    }

    internal override void WriteTo(Frame frame, Recorder recorder, Place place)
    {
        if (!function.IsPlace(frame) || !ReferenceEquals(function.Locate(frame), place)
            || !TryUpdate(frame, recorder, place))
            recorder.WriteValue(this, frame, place);
    }

    // One place after the other; false, and nothing written, where two updates meet.
    private bool TryUpdate(Frame frame, Recorder recorder, Place whole)
    {
        var mark = recorder.Mark();
        foreach (var update in updates)
        {
            var place = whole;
            var depth = 0;
            for (; depth < update.Path.Length && place is Place.Fields fields; depth++)
            {
                if (fields.Of(update.Path[depth].Evaluate(frame)) is not { } item) return Undo(recorder, mark);
                place = item;
            }

            if (recorder.IsWritten(place, mark)) return Undo(recorder, mark);
            Update(frame, recorder, place, update, depth);
        }

        return true;
    }

    private void Update(Frame frame, Recorder recorder, Place place, UpdateCode update, int depth)
    {
        if (depth < update.Path.Length)
        {
            recorder.WriteValue(place, () => Apply(frame, recorder.Read(place), update, depth));
            return;
        }

        frame.Slots[update.AtSlot] = place;
        update.Value.WriteTo(frame, recorder, place);
    }

    private static bool Undo(Recorder recorder, int mark)
    {
        recorder.Undo(mark);
        return false;
    }

    private Value Apply(Frame frame, Value at, UpdateCode update, int depth)
    {
        if (depth == update.Path.Length)
        {
            frame.Slots[update.AtSlot] = at;
            return update.Value.Evaluate(frame);
        }

        var key = update.Path[depth].Evaluate(frame);
        frame.Where = this;
        if (at is not FunctionLike f)
            throw new ValueException($"EXCEPT updates a function, not {at.Brief}");
        return f.TryApply(key, out var old) ? f.With(key, Apply(frame, old, update, depth + 1)) : f;
    }
}

/// <summary>One update: its path, the slot of <c>@</c>, the new value.</summary>
internal sealed record UpdateCode(Code[] Path, int AtSlot, Code Value);
