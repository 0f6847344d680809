using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary><c>A \cdot B</c> in the place of an action: A to a state between, B from there, and on with what follows.</summary>
/// <param name="first">A; it ends in <see cref="Middle"/>.</param>
/// <param name="variables">How many variables a state has.</param>
internal sealed class ComposeAction(ActionCode first, int variables, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        var outer = new Outer(frame.Current, frame.Next, frame.Unassigned, frame.Composition);
        frame.Composition = outer;
        frame.Next = new Value?[variables];
        frame.Unassigned = variables;
        var stop = first.Run(frame);
        (frame.Next, frame.Unassigned, frame.Composition) = (outer.Next, outer.Unassigned, outer.Enclosing);
        return stop;
    }

    /// <summary>Where a composition began: the states then, and the composition around it.</summary>
    internal sealed record Outer(Value?[] Current, Value?[] Next, int Unassigned, Outer? Enclosing);

    /// <summary>Between the two: the state that A led to is the current one of B.</summary>
    internal sealed class Middle(ActionCode second, Code where, Origin origin) : ActionCode(origin)
    {
        public override bool Run(Frame frame)
        {
            frame.Where = where;
            if (frame.Unassigned > 0)
                throw new ValueException(@"the action left of \cdot does not give every variable a next value");
            frame.Root.StatesBetween++;
            var outer = frame.Composition!;
            var between = frame.Next;
            (frame.Current, frame.Next, frame.Unassigned) = ((Value?[])between.Clone(), outer.Next, outer.Unassigned);
            var stop = second.Run(frame);
            (frame.Current, frame.Next, frame.Unassigned, frame.Composition) = (outer.Current, between, 0, outer);
            return stop;
        }
    }

    /// <summary>Behind B: what follows speaks of the state where the composition began.</summary>
    internal sealed class End(ActionCode then, Origin origin) : ActionCode(origin)
    {
        public override bool Run(Frame frame)
        {
            var (between, outer) = (frame.Current, frame.Composition!);
            (frame.Current, frame.Composition) = (outer.Current, outer.Enclosing);
            var stop = then.Run(frame);
            (frame.Current, frame.Composition) = (between, outer);
            return stop;
        }
    }
}

/// <summary><c>A \cdot B</c> as a condition of two states: A leads from the first to a state from which B leads to the second.</summary>
internal sealed class ComposeCode(ActionCode first, Code second, int variables, Origin origin) : Predicate(origin)
{
    public override bool Test(Frame frame)
    {
        var (current, next, unassigned, sink, label) =
            (frame.Current, frame.Next, frame.Unassigned, frame.Sink, frame.Label);
        frame.Next = new Value?[variables];
        frame.Unassigned = variables;
        frame.Sink = step => Second(step, next);
        var holds = first.Run(frame);
        (frame.Current, frame.Next, frame.Unassigned, frame.Sink, frame.Label) = (current, next, unassigned, sink, label);
        return holds;
    }

    private bool Second(Frame frame, Value?[] next)
    {
        frame.Where = this;
        if (frame.Unassigned > 0)
            throw new ValueException(@"the action left of \cdot does not give every variable a next value");
        var (current, between) = (frame.Current, frame.Next);
        (frame.Current, frame.Next) = ((Value?[])between.Clone(), next);
        var holds = second.Test(frame);
        (frame.Current, frame.Next) = (current, between);
        return holds;
    }
}
