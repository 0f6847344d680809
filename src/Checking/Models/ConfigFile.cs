using System.Collections.Immutable;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking.Models;

/// <summary>A name in a <c>.cfg</c> file, with its place.</summary>
public readonly record struct ConfigName(string Text, Span Span);

/// <summary>One assignment under CONSTANT.</summary>
public abstract record ConstantAssignment(ConfigName Name)
{
    /// <summary><c>C = value</c>, or <c>C = [M]value</c> for the definition C of the module M.</summary>
    public sealed record ToValue(ConfigName Name, ConfigName? Module, Value Value) : ConstantAssignment(Name);

    /// <summary><c>C(a, b) = value</c>: the value of a constant operator at one place.</summary>
    public sealed record ToRow(ConfigName Name, ImmutableArray<Value> Arguments, Value Value) : ConstantAssignment(Name);

    /// <summary><c>C &lt;- D</c>, or <c>C &lt;- [M]D</c> for the definition C of the module M.</summary>
    public sealed record ToDefinition(ConfigName Name, ConfigName? Module, ConfigName Definition)
        : ConstantAssignment(Name);
}

/// <summary>A parsed <c>.cfg</c> file, the way TLC reads it.</summary>
public sealed record ConfigFile
{
    public ImmutableArray<ConstantAssignment> Constants { get; init; } = [];

    public ConfigName? Specification { get; init; }

    public ConfigName? Init { get; init; }

    public ConfigName? Next { get; init; }

    public ImmutableArray<ConfigName> Invariants { get; init; } = [];

    public ImmutableArray<ConfigName> Properties { get; init; } = [];

    public ImmutableArray<ConfigName> Constraints { get; init; } = [];

    public ImmutableArray<ConfigName> ActionConstraints { get; init; } = [];

    public ConfigName? Symmetry { get; init; }

    public ConfigName? View { get; init; }

    public ConfigName? Alias { get; init; }

    public ConfigName? Postcondition { get; init; }

    /// <summary>CHECK_DEADLOCK; true where the file does not say.</summary>
    public bool CheckDeadlock { get; init; } = true;
}
