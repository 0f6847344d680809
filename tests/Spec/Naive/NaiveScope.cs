using System.Collections.Immutable;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Naive;

/// <summary>What a name stands for.</summary>
internal abstract record NaiveMeaning
{
    private NaiveMeaning()
    {
    }

    public sealed record Constant(NaiveValue Value) : NaiveMeaning;

    public sealed record Variable(string Name) : NaiveMeaning;

    /// <summary>An operator, with the scope that it was defined in; without parameters, an expression not yet evaluated.</summary>
    public sealed record Operator(ImmutableArray<string> Parameters, ExprSyntax Body, NaiveScope Scope) : NaiveMeaning;
}

/// <summary>Names with their meanings, and the states of a step: unprimed and primed variables.</summary>
internal sealed record NaiveScope(
    ImmutableDictionary<string, NaiveMeaning> Names,
    ImmutableDictionary<string, NaiveValue> Now,
    ImmutableDictionary<string, NaiveValue> Next)
{
    /// <summary>A function's results are evaluated when it is made; else when they are asked for.</summary>
    public bool IsStrict { get; init; }

    public static NaiveScope Empty { get; } = new(
        ImmutableDictionary<string, NaiveMeaning>.Empty,
        ImmutableDictionary<string, NaiveValue>.Empty,
        ImmutableDictionary<string, NaiveValue>.Empty);

    public NaiveScope With(string name, NaiveValue value) => With(name, new NaiveMeaning.Constant(value));

    public NaiveScope With(string name, NaiveMeaning meaning) => this with { Names = Names.SetItem(name, meaning) };

    /// <summary>The same names in another step.</summary>
    public NaiveScope At(ImmutableDictionary<string, NaiveValue> now, ImmutableDictionary<string, NaiveValue> next) =>
        this with { Now = now, Next = next };
}
