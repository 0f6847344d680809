namespace Verified.Tla.Semantics;

/// <summary>The level of an expression: what its value may depend on.</summary>
/// <remarks>Source: Lamport, <i>Specifying Systems</i>, §17.2.</remarks>
public enum Level
{
    /// <summary>On nothing that changes.</summary>
    Constant,

    /// <summary>On one state.</summary>
    State,

    /// <summary>On a pair of states.</summary>
    Action,

    /// <summary>On a behaviour.</summary>
    Temporal,
}
