using System.Diagnostics.CodeAnalysis;
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
        // A span of values needs no check for each that it may hold it.
        Span<Value> into = values;
        for (var i = 0; i < into.Length; i++) into[i] = elements[i].Evaluate(frame);
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
        Span<Value> into = values;
        for (var i = 0; i < into.Length; i++) into[places[i]] = fields[i].Evaluate(frame);
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
    // That of the last function, for any thread.
    private FunctionForm? _form;

    public override Value Evaluate(Frame frame) => EvaluateToApply(frame).Escaping(frame);

    internal override Value EvaluateToApply(Frame frame)
    {
        var domain = Domain(frame);
        frame.Where = this;
        if (self is null && domain.IsEnumerable) return Construct(frame, FormOf(domain));
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

    private FunctionLike Construct(Frame frame, FunctionForm form)
    {
        var results = new Value[form.Count];
        Span<Value> into = results;
        for (var i = 0; i < into.Length; i++) into[i] = Apply(frame, form.ArgumentAt(i));
        return form.Make(results);
    }

    // Most domains are constants.
    private FunctionForm FormOf(SetValue domain)
    {
        var last = _form;
        return ReferenceEquals(last?.Domain, domain) ? last! : _form = FunctionForm.Of(domain);
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
        if (frame.Recorder is { } recorder && TryLocate(frame, out var found))
            return found is Place place ? recorder.Read(place) : (Value)found;
        var f = function.EvaluateToApply(frame);
        var x = argument.Evaluate(frame);
        return Apply(frame, f, x);
    }

    internal override bool TryLocate(Frame frame, [NotNullWhen(true)] out object? found)
    {
        found = null;
        if (!function.TryLocate(frame, out var f)) return false;
        var x = argument.Evaluate(frame);
        found = f is Place.Fields fields && fields.Of(x) is { } place
            ? place
            : Apply(frame, f is Place whole ? frame.Recorder!.Read(whole) : (Value)f, x);
        return true;
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
        if (frame.Recorder is not null && function.TryLocate(frame, out var found) && found is Place.Fields fields)
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
        if (!function.TryLocate(frame, out var found) || !ReferenceEquals(found, place)
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
