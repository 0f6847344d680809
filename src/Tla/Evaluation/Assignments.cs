using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary><c>x' = e</c> (or <c>x = e</c> of an initial predicate): gives x its value, or tests the one it has.</summary>
internal sealed class AssignAction(
    int variable, bool initial, Code value, Code where, ActionCode then, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        if (frame.Recorder is { } recorder && ReferenceEquals(frame.Next, recorder.OwnNext))
            return Record(frame, recorder);
        var target = initial ? frame.Current : frame.Next;
        var given = value.Evaluate(frame);
        frame.Where = where;
        if (target[variable] is { } found)
        {
            var known = ReferenceEquals(found, Recorder.Kept) ? frame.Recorder!.ReadVariable(variable) : found;
            return (ReferenceEquals(known, given) || known.EqualTo(given)) && then.Run(frame);
        }

        target[variable] = given.Canonical();
        frame.Unassigned--;
        var stop = then.Run(frame);
        frame.Unassigned++;
        target[variable] = null;
        return stop;
    }

    private bool Record(Frame frame, Recorder recorder)
    {
        if (recorder.IsAssigned(variable))
        {
            var given = value.Evaluate(frame);
            return recorder.ReadNext(variable)!.EqualTo(given) && then.Run(frame);
        }

        var mark = recorder.Mark();
        recorder.Assign(variable, value, frame);
        var steps = recorder.Steps;
        frame.Unassigned--;
        var stop = then.Run(frame);
        frame.Unassigned++;
        if (recorder.Steps == steps) recorder.NoteReadsSince(mark);
        recorder.Unassign(variable, mark);
        return stop;
    }
}

/// <summary><c>x' \in S</c>, or <c>x' \subseteq S</c> over the subsets of S.</summary>
internal sealed class AssignAnyAction(
    int variable, bool initial, bool isSubset, Code set, Code where, ActionCode then, Origin origin)
    : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        var target = initial ? frame.Current : frame.Next;
        var source = Source(frame);
        frame.Where = where;
        if (frame.Recorder is { } recorder && ReferenceEquals(frame.Next, recorder.OwnNext))
            return Record(frame, recorder, source);
        if (target[variable] is { } found)
            return source.Contains(ReferenceEquals(found, Recorder.Kept) ? frame.Recorder!.ReadVariable(variable) : found)
                && then.Run(frame);
        var elements = source.GetElements();
        var stop = false;
        frame.Unassigned--;
        while (!stop && elements.MoveNext(out var element))
        {
            target[variable] = element.Canonical();
            stop = then.Run(frame);
            frame.Where = where;
        }

        frame.Unassigned++;
        target[variable] = null;
        return stop;
    }

    private bool Record(Frame frame, Recorder recorder, SetValue source)
    {
        if (recorder.IsAssigned(variable))
            return source.Contains(recorder.ReadNext(variable)!) && then.Run(frame);
        var elements = source.GetElements();
        var stop = false;
        frame.Unassigned--;
        while (!stop && elements.MoveNext(out var element))
        {
            var mark = recorder.Mark();
            recorder.Assign(variable, element.Canonical());
            stop = then.Run(frame);
            recorder.Unassign(variable, mark);
        }

        frame.Unassigned++;
        return stop;
    }

    private SetValue Source(Frame frame)
    {
        var value = set.Evaluate(frame);
        if (value is SetValue elements) return isSubset ? new PowerSet(elements) : elements;
        frame.Where = set;
        throw new ValueException($"a set was expected, not {value.Brief}");
    }
}

/// <summary><c>UNCHANGED</c> of plain variables.</summary>
internal sealed class UnchangedAction(int[] variables, Code where, ActionCode then, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        var recorder = frame.Recorder;
        if (recorder is not null && ReferenceEquals(frame.Next, recorder.OwnNext)) return Record(frame, recorder);
        var next = frame.Next;
        ulong assigned = 0;
        var holds = true;
        for (var i = 0; i < variables.Length && holds; i++)
        {
            var variable = variables[i];
            if (next[variable] is { } known)
            {
                frame.Where = where;
                var current = recorder is null ? frame.Current[variable] : recorder.ReadVariable(variable);
                holds = ReferenceEquals(known, current) || ReferenceEquals(known, Recorder.Kept) || known.EqualTo(current!);
                continue;
            }

            next[variable] = recorder is null ? frame.Current[variable] : Recorder.Kept;
            assigned |= 1UL << i;
            frame.Unassigned--;
        }

        var stop = holds && then.Run(frame);
        for (var i = 0; assigned != 0; i++, assigned >>= 1)
            if ((assigned & 1) != 0)
            {
                next[variables[i]] = null;
                frame.Unassigned++;
            }

        return stop;
    }

    private bool Record(Frame frame, Recorder recorder)
    {
        ulong assigned = 0;
        var holds = true;
        for (var i = 0; i < variables.Length && holds; i++)
        {
            if (recorder.IsAssigned(variables[i]))
            {
                holds = recorder.ReadNext(variables[i])!.EqualTo(recorder.ReadVariable(variables[i]));
                continue;
            }

            recorder.KeepUnchanged(variables[i]);
            assigned |= 1UL << i;
            frame.Unassigned--;
        }

        var stop = holds && then.Run(frame);
        for (var i = 0; assigned != 0; i++, assigned >>= 1)
            if ((assigned & 1) != 0)
            {
                recorder.Unassign(variables[i], recorder.Mark());
                frame.Unassigned++;
            }

        return stop;
    }
}
