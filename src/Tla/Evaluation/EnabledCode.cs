using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>ENABLED A: there is a next state to which A leads. Stops at the first.</summary>
internal sealed class EnabledCode(ActionCode action, int places, Origin origin) : Predicate(origin)
{
    // The end of the action: a step was found.
    private static readonly Func<Frame, bool> s_found = static _ => true;

    // The action need not give every variable a value, so what follows is never a mere test.
    private const int Unbounded = int.MaxValue / 2;

    public override bool Test(Frame frame)
    {
        var (next, unassigned, sink, label) = (frame.Next, frame.Unassigned, frame.Sink, frame.Label);
        var between = frame.Root.StatesBetween;
        frame.Next = new Value?[places];
        frame.Unassigned = Unbounded;
        frame.Sink = s_found;
        var isEnabled = action.Run(frame);
        (frame.Next, frame.Unassigned, frame.Sink, frame.Label) = (next, unassigned, sink, label);
        frame.Root.StatesBetween = between;
        return isEnabled;
    }
}
