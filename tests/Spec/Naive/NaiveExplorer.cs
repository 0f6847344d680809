using System.Collections.Immutable;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Naive;

using State = ImmutableDictionary<string, NaiveValue>;

/// <summary>Explores a specification in two ways: by assignments from left to right, and by trying every state there is.</summary>
internal sealed class NaiveExplorer
{
    private readonly RandomSpecification _specification;
    private readonly NaiveScope _names;
    private readonly NaiveActions _actions;
    private readonly ImmutableArray<State> _all;
    private readonly Dictionary<string, State> _found = new(StringComparer.Ordinal);

    public NaiveExplorer(RandomSpecification specification, ModuleSyntax module, bool isStrict)
    {
        _specification = specification;
        var variables = specification.Variables.Select(v => v.Name).ToImmutableArray();
        var constants = (NaiveScope.Empty with { IsStrict = isStrict })
            .With("m1", new NaiveValue.Model("m1")).With("m2", new NaiveValue.Model("m2"));
        _names = NaiveEvaluator.Defined(module.Units, variables.Aggregate(
            constants, (scope, name) => scope.With(name, new NaiveMeaning.Variable(name))));
        _actions = new NaiveActions(variables);
        _all = [.. NaiveEvaluator.Combinations(specification.Variables.Select(v => NaiveEvaluator.ElementsOf(Engine.Parse(v.Type), _names)))
            .Select(values => variables.Zip(values).ToImmutableDictionary(p => p.First, p => p.Second))];
    }

    public long Generated { get; private set; }

    public int Distinct => _found.Count;

    public bool HasDeadlock { get; private set; }

    /// <summary>Explores by assignments.</summary>
    /// <exception cref="NaiveFault">An action has no value in a reachable state.</exception>
    public void Run()
    {
        var todo = new Queue<State>();
        void Add(IEnumerable<State> states)
        {
            foreach (var state in states)
            {
                Generated++;
                if (_found.TryAdd(KeyOf(state), state)) todo.Enqueue(state);
            }
        }

        Add(_actions.Initial(Body("Init"), _names));
        while (todo.TryDequeue(out var state))
        {
            var successors = _actions.Successors(Body("Next"), _names, state).ToList();
            HasDeadlock |= successors.Count == 0;
            Add(successors);
        }
    }

    /// <summary>Some reachable state violates the invariant.</summary>
    /// <exception cref="NaiveFault">The invariant has no value in a reachable state.</exception>
    public bool IsViolated() => _found.Values.Select(s => Holds("StateInv", s, s)).ToList().Contains(false);

    /// <summary>How many states are reached when every pair of states is asked whether it is a step: what the formulas
    /// mean, without a rule for assignments. Null where some formula has no value for some pair.</summary>
    public int? ReachedByTrial()
    {
        try
        {
            var reached = _all.Where(s => Holds("Init", s, s)).ToDictionary(KeyOf);
            for (var todo = new Queue<State>(reached.Values); todo.TryDequeue(out var state);)
                foreach (var next in _all)
                    if (!reached.ContainsKey(KeyOf(next)) && Holds("Next", state, next))
                    {
                        reached.Add(KeyOf(next), next);
                        todo.Enqueue(next);
                    }

            return reached.Count;
        }
        catch (NaiveFault)
        {
            return null;
        }
    }

    private bool Holds(string definition, State now, State next) => NaiveEvaluator.Holds(Body(definition), _names.At(now, next));

    private ExprSyntax Body(string definition) => ((NaiveMeaning.Operator)_names.Names[definition]).Body;

    private string KeyOf(State state) => string.Join("; ", _specification.Variables.Select(v => state[v.Name].Key));
}
