using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary><c>A \cdot B</c> in the place of an action: A to a state between, B from there, and on with what follows.</summary>
/// <param name="first">A; it ends in <see cref="Middle"/>.</param>
/// <param name="alone">A and B, each up to a complete state, where nothing follows; else null.</param>
/// <param name="variables">How many variables a state has.</param>
internal sealed class ComposeAction(
    ActionCode first, (ActionCode First, ActionCode Second)? alone, int variables, Origin origin) : ActionCode(origin)
{
    public override bool Run(Frame frame)
    {
        // The states between are counted, so that a step that goes through one is not remembered as a whole.
        if (frame.Recorder is { IsRecording: true } recorder && ReferenceEquals(frame.Next, recorder.OwnNext))
            throw new EffectException();
        var outer = new Outer(frame.Current, frame.Next, frame.Unassigned, frame.Recorder, frame.Composition);
        frame.Composition = outer;
        frame.Next = new Value?[variables];
        frame.Unassigned = variables;
        var stop = first.Run(frame);
        (frame.Next, frame.Unassigned, frame.Composition) = (outer.Next, outer.Unassigned, outer.Enclosing);
        return stop;
    }

    internal override void Split(Frame frame, Splitter splitter)
    {
        if (alone is var (one, other)) splitter.AddComposition(one, other);
        else splitter.Add(this);
    }

    /// <summary>Where a composition began: the states then, how they are read, and the composition around it.</summary>
    internal sealed record Outer(
        Value?[] Current, Value?[] Next, int Unassigned, Recorder? Recorder, Outer? Enclosing)
    {
        private bool IsRecorded => Recorder is not null && ReferenceEquals(Next, Recorder.OwnNext);

        /// <summary>The values that variables have next, as far as they are given; in the same array where there is one.</summary>
        public Value?[] NextValues()
        {
            var next = IsRecorded ? new Value?[Next.Length] : Next;
            for (var i = 0; i < next.Length; i++) next[i] = IsRecorded ? Recorder!.ReadNext(i) : Plain(next[i], i);
            return next;
        }

        /// <summary>The values of the state between, which are the next ones of A.</summary>
        public Value?[] Between(Value?[] next)
        {
            var between = new Value?[next.Length];
            for (var i = 0; i < between.Length; i++) between[i] = Plain(next[i], i);
            return between;
        }

        // The value of a variable, not a note that it is kept.
        private Value? Plain(Value? value, int variable) =>
            ReferenceEquals(value, Recorder.Kept) ? Recorder!.ReadVariable(variable) : value;

        /// <summary>Goes on with what follows, the variables given the values that B gave them.</summary>
        public bool Continue(Frame frame, Value?[] next, ActionCode then)
        {
            frame.Next = Next;
            if (!IsRecorded) return then.Run(frame);
            var (mark, given) = (Recorder!.Mark(), new List<int>());
            for (var i = 0; i < next.Length; i++)
            {
                if (next[i] is not { } value || Recorder.IsAssigned(i)) continue;
                Recorder.Assign(i, value);
                given.Add(i);
            }

            var stop = then.Run(frame);
            foreach (var variable in given) Recorder.Unassign(variable, mark);
            return stop;
        }
    }

    /// <summary>Between the two: the state that A led to is the current one of B, which runs on values.</summary>
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
            (frame.Current, frame.Next, frame.Unassigned, frame.Recorder) =
                (outer.Between(between), outer.NextValues(), outer.Unassigned, null);
            var stop = second.Run(frame);
            (frame.Current, frame.Next, frame.Unassigned, frame.Recorder) = (outer.Current, between, 0, outer.Recorder);
            frame.Composition = outer;
            return stop;
        }
    }

    /// <summary>Behind B: what follows speaks of the state where the composition began.</summary>
    internal sealed class End(ActionCode then, Origin origin) : ActionCode(origin)
    {
        public override bool Run(Frame frame)
        {
            var (between, next, outer) = (frame.Current, frame.Next, frame.Composition!);
            (frame.Current, frame.Recorder, frame.Composition) = (outer.Current, outer.Recorder, outer.Enclosing);
            var stop = outer.Continue(frame, next, then);
            (frame.Current, frame.Next, frame.Recorder, frame.Composition) = (between, next, null, outer);
            return stop;
        }
    }
}

/// <summary><c>A \cdot B</c> as a condition of two states: A leads from the first to a state from which B leads to the second.</summary>
internal sealed class ComposeCode(ActionCode first, Code second, int variables, Origin origin) : Predicate(origin)
{
    public override bool Test(Frame frame)
    {
        var outer = new ComposeAction.Outer(frame.Current, frame.Next, frame.Unassigned, frame.Recorder, null);
        var (sink, label) = (frame.Sink, frame.Label);
        frame.Next = new Value?[variables];
        frame.Unassigned = variables;
        frame.Sink = step => Second(step, outer);
        var holds = first.Run(frame);
        (frame.Current, frame.Next, frame.Unassigned) = (outer.Current, outer.Next, outer.Unassigned);
        (frame.Sink, frame.Label) = (sink, label);
        return holds;
    }

    private bool Second(Frame frame, ComposeAction.Outer outer)
    {
        frame.Where = this;
        if (frame.Unassigned > 0)
            throw new ValueException(@"the action left of \cdot does not give every variable a next value");
        var between = frame.Next;
        (frame.Current, frame.Next, frame.Recorder) = (outer.Between(between), outer.NextValues(), null);
        var holds = second.Test(frame);
        (frame.Current, frame.Next, frame.Recorder) = (outer.Current, between, outer.Recorder);
        return holds;
    }
}
