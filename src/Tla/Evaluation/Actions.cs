using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>A compiled action (or initial predicate): it enumerates the ways to make the formula true.</summary>
/// <remarks>
/// Each node ends in the node that follows it, so a conjunction is a chain, and disjunctions share their tail.
/// Once every variable has a value, what follows is only tested, as TLC does: it cannot add a second copy of a state.
/// </remarks>
internal abstract class ActionCode(Origin origin)
{
    public Origin Origin { get; } = origin;

    /// <summary>Runs; true means that the sink asked to stop.</summary>
    public abstract bool Run(Frame frame);

    /// <summary>Splits an action into disjuncts, for packed states.</summary>
    internal virtual void Split(Frame frame, Splitter splitter) => splitter.Add(this);
}

/// <summary>The end of the chain: a state is complete.</summary>
internal sealed class EmitCode(Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame) => frame.Sink!(frame);
}

/// <summary>A condition without assignments.</summary>
internal sealed class TestAction(Code condition, ActionCode then, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame) => condition.Test(frame) && then.Run(frame);

    internal override void Split(Frame frame, Splitter splitter)
    {
        switch (splitter.Constant(condition))
        {
            case BoolValue { IsTrue: true }:
                then.Split(frame, splitter);
                break;
            case BoolValue:
                break;
            default:
                if (!splitter.TryChoose(condition, () => then.Split(frame, splitter), null)) splitter.Add(this);
                break;
        }
    }
}

/// <summary>A later conjunct that may branch: branched over while a variable is open, tested once all have values.</summary>
internal sealed class ThenAction(Code condition, ActionCode branching, ActionCode rest, Origin origin)
    : ActionCode(origin)
{
    public override bool Run(Frame frame) => frame.Unassigned == 0
        ? condition.Test(frame) && rest.Run(frame)
        : branching.Run(frame);

    // Nothing is split after an assignment, so here no variable has a value.
    internal override void Split(Frame frame, Splitter splitter) => branching.Split(frame, splitter);
}

internal sealed class OrAction(ActionCode[] branches, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        foreach (var branch in branches)
            if (branch.Run(frame))
                return true;
        return false;
    }

    internal override void Split(Frame frame, Splitter splitter)
    {
        foreach (var branch in branches) branch.Split(frame, splitter);
    }
}

internal sealed class IfAction(Code condition, ActionCode then, ActionCode otherwise, Origin origin)
    : ActionCode(origin)
{
    public override bool Run(Frame frame) => condition.Test(frame) ? then.Run(frame) : otherwise.Run(frame);

    internal override void Split(Frame frame, Splitter splitter)
    {
        switch (splitter.Constant(condition))
        {
            case BoolValue { IsTrue: var holds }:
                (holds ? then : otherwise).Split(frame, splitter);
                break;
            default:
                if (!splitter.TryChoose(
                        condition, () => then.Split(frame, splitter), () => otherwise.Split(frame, splitter)))
                    splitter.Add(this);
                break;
        }
    }
}

internal sealed class CaseAction((Code Guard, ActionCode Then)[] arms, ActionCode? other, Code fault, Origin origin)
    : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        foreach (var (guard, then) in arms)
            if (guard.Test(frame))
                return then.Run(frame);
        if (other is not null) return other.Run(frame);
        fault.Evaluate(frame);
        return false;
    }
}

/// <summary><c>\E x \in S, y \in T : A</c>. As in TLC, all sets are evaluated before the first element is taken.</summary>
internal sealed class ExistsAction(BindingCode[] bindings, Code where, ActionCode body, Origin origin)
    : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        var first = bindings[0].Set(frame);
        if (bindings.Length == 1) return Run(frame, first, [], 0);
        var sets = new SetValue[bindings.Length];
        sets[0] = first;
        for (var i = 1; i < sets.Length; i++) sets[i] = bindings[i].Set(frame);
        return Run(frame, first, sets, 0);
    }

    private bool Run(Frame frame, SetValue set, SetValue[] sets, int place)
    {
        frame.Where = where;
        if (set is ExplicitSet explicitSet)
        {
            foreach (var element in explicitSet.Elements)
                if (Run(frame, element, sets, place))
                    return true;
            return false;
        }

        var elements = set.GetElementsInOrder();
        while (elements.MoveNext(out var element))
            if (Run(frame, element, sets, place))
                return true;
        return false;
    }

    private bool Run(Frame frame, Value element, SetValue[] sets, int place)
    {
        bindings[place].Bind(frame, element);
        var stop = place + 1 == bindings.Length
            ? body.Run(frame)
            : Run(frame, sets[place + 1], sets, place + 1);
        frame.Where = where;
        return stop;
    }

    internal override void Split(Frame frame, Splitter splitter)
    {
        if (!splitter.TryEach(bindings, () => body.Split(frame, splitter))) splitter.Add(this);
    }
}

/// <summary><c>\A x \in S : A</c> where A assigns or branches: A for each element, one after the other.</summary>
/// <remarks>
/// The body of one element runs inside that of the one before, so its slots are saved and put back. TLC takes the
/// first element and then the others from the last to the second.
/// </remarks>
internal sealed class ForAllAction(BindingCode binding, Code where, int loopSlot, ActionCode then, Origin origin)
    : ActionCode(origin)
{
    /// <summary>The body, which ends in <see cref="Step"/>; and the same as a condition.</summary>
    public ActionCode? Body { get; set; }

    public Code? Condition { get; set; }

    /// <summary>The slots that the body uses.</summary>
    public (int Start, int End) BodySlots { get; set; }

    public override bool Run(Frame frame)
    {
        var set = binding.Set(frame);
        frame.Where = where;
        var elements = set.ToExplicit().Elements.ToArray();
        if (elements.Length > 2) Array.Reverse(elements, 1, elements.Length - 1);
        var outer = frame.Slots[loopSlot];
        frame.Slots[loopSlot] = new Loop(elements);
        var stop = RunNext(frame);
        frame.Slots[loopSlot] = outer;
        return stop;
    }

    private bool RunNext(Frame frame)
    {
        var loop = (Loop)frame.Slots[loopSlot]!;
        if (loop.Index == loop.Elements.Length) return then.Run(frame);
        var saved = frame.Slots.AsSpan(BodySlots.Start, BodySlots.End - BodySlots.Start).ToArray();
        var first = loop.Index == 0;
        binding.Bind(frame, loop.Elements[loop.Index++]);
        var stop = !first && frame.Unassigned == 0
            ? Condition!.Test(frame) && RunNext(frame)
            : Body!.Run(frame);
        loop.Index--;
        saved.CopyTo(frame.Slots.AsSpan(BodySlots.Start));
        return stop;
    }

    private sealed class Loop(Value[] elements)
    {
        public Value[] Elements { get; } = elements;

        public int Index { get; set; }
    }

    /// <summary>The end of the body: on to the next element.</summary>
    internal sealed class Step(ForAllAction loop, Origin origin) : ActionCode(origin)
    {
        public override bool Run(Frame frame) => loop.RunNext(frame);
    }
}

internal sealed class LetAction((int Slot, Code Code, bool Strict)[] definitions, ActionCode body, Origin origin)
    : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        foreach (var (slot, code, strict) in definitions)
            frame.Slots[slot] = strict ? code.EvaluateToApply(frame) : new Thunk(code, frame);
        return body.Run(frame);
    }

    internal override void Split(Frame frame, Splitter splitter)
    {
        if (!splitter.TryStart(definitions, () => body.Split(frame, splitter))) splitter.Add(this);
    }
}

/// <summary>A disjunct that a definition with its arguments stands for, whoever calls it.</summary>
internal sealed class ScopeAction(object definition, Code[] arguments, ActionCode body) : ActionCode(body.Origin)
{
    public override bool Run(Frame frame) => body.Run(frame);

    internal override void Split(Frame frame, Splitter splitter) =>
        splitter.Scope(definition, arguments, () => body.Split(frame, splitter));
}

/// <summary>Marks the action under way: its name, and how to read its arguments.</summary>
internal sealed class LabelAction(ActionLabel label, ActionCode body, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        var outer = frame.Label;
        frame.Label = label;
        var stop = body.Run(frame);
        frame.Label = outer;
        return stop;
    }

    internal override void Split(Frame frame, Splitter splitter) => body.Split(frame, splitter);
}
