namespace Verified.Tests.Mutation.Judging;

/// <summary>What noticed a mutant.</summary>
internal enum Killer
{
    /// <summary>A property of the specification is violated, or a state without successor found, where all should hold.</summary>
    Property,

    /// <summary>A broken or reachability model gives another result than it must.</summary>
    Model,

    /// <summary>All properties hold, in another number of states.</summary>
    Count,

    /// <summary>A formula has no value: a variable without a next value, a function outside its domain.</summary>
    Fault,

    /// <summary>Specification and mirror differ, in a transition or in the truth of a property.</summary>
    Mirror,

    /// <summary>The search goes past several times the states that the model has, or does not end in time.</summary>
    Limit,

    /// <summary>A property of the mirror has another truth value than the specification's, in a state that is typed
    /// right and need not be reachable.</summary>
    Claims,
}

/// <summary>What became of a mutant.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Noticed.</summary>
    /// <param name="By">What noticed it.</param>
    /// <param name="Model">Under which model.</param>
    /// <param name="Detail">What was seen, one line.</param>
    public sealed record Killed(Killer By, string Model, string Detail) : Outcome;

    /// <summary>Every judge found what it finds without the change.</summary>
    public sealed record Survived : Outcome;

    /// <summary>Not a specification at all, so not a mutant: it does not resolve, or is refused.</summary>
    public sealed record Stillborn(string Detail) : Outcome;
}
