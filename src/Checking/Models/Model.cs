using System.Collections.Immutable;
using Verified.Tla.Evaluation;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking.Models;

/// <summary>A specification with what a model asks of it, compiled and ready to be explored.</summary>
public sealed class Model
{
    internal Model(string name, string module, CompiledModel compiled)
    {
        Name = name;
        Module = module;
        Compiled = compiled;
    }

    /// <summary>The <c>.cfg</c> file's name.</summary>
    public string Name { get; }

    /// <summary>The module's file name.</summary>
    public string Module { get; }

    public CompiledModel Compiled { get; }

    /// <summary>False where the model has neither SPECIFICATION nor INIT and NEXT: only assumptions are checked.</summary>
    public bool HasBehaviour { get; internal init; }

    /// <summary>The names of the behaviour: that of SPECIFICATION, or those of INIT and NEXT.</summary>
    public string Behaviour { get; internal init; } = "";

    public ImmutableArray<Formula> Assumptions { get; internal init; } = [];

    /// <summary>Of every state; those of INVARIANT first, then the <c>[]P</c> of PROPERTY.</summary>
    public ImmutableArray<Formula> Invariants { get; internal init; } = [];

    /// <summary>Of every initial state: the state predicates of PROPERTY.</summary>
    public ImmutableArray<Formula> InitialProperties { get; internal init; } = [];

    /// <summary>Of every step: <c>[A]_v</c> for each <c>[][A]_v</c> of PROPERTY.</summary>
    public ImmutableArray<Formula> ActionProperties { get; internal init; } = [];

    /// <summary>What the specification promises of whole behaviours: WF, SF and their like.</summary>
    public ImmutableArray<TemporalProperty> Fairness { get; internal init; } = [];

    /// <summary>Of every fair behaviour: what PROPERTY says beyond states and steps.</summary>
    public ImmutableArray<TemporalProperty> TemporalProperties { get; internal init; } = [];

    public ImmutableArray<Formula> Constraints { get; internal init; } = [];

    public ImmutableArray<Formula> ActionConstraints { get; internal init; } = [];

    /// <summary>What must be true in some state for the invariants not to hold for want of cases; where it is counted.</summary>
    internal ImmutableArray<Formula> Premises { get; init; } = [];

    /// <summary>SYMMETRY: every permutation of model values that maps states to such as are taken for the same; without
    /// the one that changes nothing.</summary>
    public ImmutableArray<Permutation> Symmetry { get; internal init; } = [];

    /// <summary>VIEW: states in which it has equal values are taken for one.</summary>
    public Formula? View { get; internal init; }

    /// <summary>ALIAS: what is shown of a state of a trace, from it and the next one.</summary>
    public Formula? Alias { get; internal init; }

    /// <summary>POSTCONDITION: to be true when every state has been found.</summary>
    public Formula? Postcondition { get; internal init; }

    public bool CheckDeadlock { get; internal init; } = true;

    /// <summary>Whether the result may depend on the order of the search, so that one thread does it.</summary>
    internal bool IsOrdered => View is not null || Compiled.IsOrdered;

    /// <summary>Whether some states or steps may be left out of the search.</summary>
    internal bool IsReduced =>
        View is not null || !Symmetry.IsEmpty || !Constraints.IsEmpty || !ActionConstraints.IsEmpty;
}

/// <summary>A model, or why there is none.</summary>
/// <param name="Model">The model, or null.</param>
/// <param name="Diagnostics">What is wrong, or what is refused; empty beside a model.</param>
/// <param name="Sources">The texts read, to show the lines that diagnostics speak of.</param>
public sealed record ModelLoad(
    Model? Model, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<SourceText> Sources);
