using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Mirror;

/// <summary>The graph of the specification.</summary>
internal sealed class SpecificationGraph(CompiledModel compiled) : StateSink
{
    private readonly Evaluator _evaluator = new(compiled);
    private readonly HashSet<GraphState> _states = [];
    private HashSet<Transition> _transitions = [];

    public HashSet<GraphState> Initial()
    {
        _states.Clear();
        _evaluator.InitialStates(this);
        return _states;
    }

    public HashSet<Transition> Successors(GraphState state)
    {
        _transitions = [];
        _evaluator.Successors(state.Values, this);
        return _transitions;
    }

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        var found = new GraphState(state.ToArray(), null);
        if (action is null)
            _states.Add(found);
        else
            _transitions.Add(new Transition(new ActionInstance(action.Name, from.ArgumentsOf(action)), found));
        return false;
    }
}
