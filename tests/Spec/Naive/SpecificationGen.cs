using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Verified.Tests.Spec.Values;

namespace Verified.Tests.Spec.Naive;

/// <summary>A random specification over two variables with few values.</summary>
/// <param name="Variables">Their names, with the text of the set of their values.</param>
internal sealed record RandomSpecification(
    ImmutableArray<(string Name, string Type)> Variables, string Init, string Next, string Invariant)
{
    /// <summary>The module's body.</summary>
    public string Body => $"""
        EXTENDS Integers, Sequences, FiniteSets, TLC
        CONSTANTS m1, m2
        VARIABLES {string.Join(", ", Variables.Select(v => v.Name))}
        Names == <<"f1", "f2", "s1", "s2", "s3">>
        Same(k) == UNCHANGED <<{string.Join(", ", Variables.Select(v => v.Name))}>>
        Init == {Init}
        Next == {Next}
        StateInv == {Invariant}
        """;

    public override string ToString() => Body;
}

/// <summary>The parts of a random specification whose next-state relation is still to be made of two actions.</summary>
internal sealed record RandomActions(RandomSpecification Start, string A, string B, string P, string Q)
{
    /// <summary>The module's body up to there, with names for both variables and for the first.</summary>
    public string Body => Start.Body[..Start.Body.IndexOf("Next ==", StringComparison.Ordinal)] + $"""
        both == <<{string.Join(", ", Start.Variables.Select(v => v.Name))}>>
        first == {Start.Variables[0].Name}
        A == {A}
        B(arg) == {B}
        P == {P}
        Q == {Q}
        """;
}

/// <summary>Random specifications: every variable stays in a small set, whatever is assigned to it.</summary>
internal static class SpecificationGen
{
    private static readonly Sort s_int = new Sort.Int();
    private static readonly ExpressionGen s_expressions = new(slips: 0);

    private static readonly Variable[] s_variables =
    [
        new("n", s_int, "0 .. 2", e => $"(({e}) % 3)"),
        new("b", new Sort.Bool(), "BOOLEAN", e => $"({e})"),
        new("s", new Sort.SetOf(s_int), "SUBSET {1, 2}", e => $"(({e}) \\cap {{1, 2}})"),
        new("t", new Sort.Text(), "{\"s1\", \"s2\", \"s3\"}", e => $"({e})"),
        new("f", new Sort.Function(s_int, s_int), "[1 .. 2 -> 0 .. 1]",
            e => $"[i \\in 1 .. 2 |-> LET g == {e} IN IF i \\in DOMAIN g THEN g[i] % 2 ELSE 0]"),
        new("q", new Sort.Sequence(s_int), "UNION {[1 .. l -> 0 .. 1] : l \\in 0 .. 2}",
            e => $"(LET g == {e} IN [i \\in 1 .. (IF Len(g) > 2 THEN 2 ELSE Len(g)) |-> g[i] % 2])"),
        new("r", new Sort.Record(s_int, new Sort.Bool()), "[f1 : 0 .. 1, f2 : BOOLEAN]",
            e => $"(LET g == {e} IN [f1 |-> g.f1 % 2, f2 |-> g.f2])"),
    ];

    public static Gen<RandomSpecification> Any =>
        from chosen in Gen.Shuffle(s_variables).Select(v => v.Take(2).ToImmutableArray())
        from init in Initial(chosen)
        from next in Action(chosen, chosen, Names(chosen), 3)
        from invariant in s_expressions.Of(new Sort.Bool(), 2, Names(chosen))
        select new RandomSpecification(
            [.. chosen.Select(v => (v.Name, v.Type))], init, next, invariant);

    /// <summary>The same with two actions, A and B(arg), which give every variable a value, and two state predicates.</summary>
    public static Gen<RandomActions> Actions =>
        from chosen in Gen.Shuffle(s_variables).Select(v => v.Take(2).ToImmutableArray())
        from init in Initial(chosen)
        from a in Action(chosen, chosen, Names(chosen), 2)
        from b in Action(chosen, chosen, [.. Names(chosen), ("arg", s_int)], 2)
        from p in s_expressions.Of(new Sort.Bool(), 2, Names(chosen))
        from q in s_expressions.Of(new Sort.Bool(), 2, Names(chosen))
        select new RandomActions(new RandomSpecification([.. chosen.Select(v => (v.Name, v.Type))], init, "A", p), a, b, p, q);

    private static ImmutableArray<(string, Sort)> Names(ImmutableArray<Variable> variables) =>
        [.. variables.Select(v => (v.Name, v.Sort))];

    private static Gen<string> Initial(ImmutableArray<Variable> variables) =>
        from first in Start(variables[0], [])
        from second in Start(variables[1], Names([variables[0]]))
        select $"({first}) /\\ ({second})";

    private static Gen<string> Start(Variable variable, ImmutableArray<(string, Sort)> names) => Gen.OneOf(
        Gen.Constant($"{variable.Name} \\in {variable.Type}"),
        s_expressions.Of(variable.Sort, 1, names).Select(e => $"{variable.Name} = {variable.Within(e)}"));

    /// <summary>An action that gives each variable that is left a next value, in every one of its branches.</summary>
    private static Gen<string> Action(
        ImmutableArray<Variable> left, ImmutableArray<Variable> all, ImmutableArray<(string Name, Sort Sort)> names, int depth)
    {
        if (left.IsEmpty) return depth > 0 ? Guard(names, 1) : Gen.Constant("TRUE");
        Func<Gen<string>>[] choices =
        [
            () => Assigned(left, all, names, depth),
            () => Assigned(left, all, names, depth),
            () => Two(Guard(names, 2), Action(left, all, names, depth - 1), (g, a) => $"({g}) /\\ ({a})"),
            () => Two(Action(left, all, names, depth - 1), Action(left, all, names, depth - 1), (a, b) => $"({a}) \\/ ({b})"),
            () => Two(Gen.Elements("0 .. 1", "{1}", "{}", "{0, 2}"),
                Action(left, all, [.. names, ($"k{depth}", s_int)], depth - 1),
                (s, a) => $"(\\E k{depth} \\in {s} : {a})"),
            () => Guard(names, 2).SelectMany(g => Two(
                Action(left, all, names, depth - 1), Action(left, all, names, depth - 1), (a, b) => $"(IF {g} THEN {a} ELSE {b})")),
            () => Two(s_expressions.Of(s_int, 1, names), Action(left, all, [.. names, ($"l{depth}", s_int)], depth - 1),
                (e, a) => $"(LET l{depth} == {e} IN {a})"),
            () => left.Length == all.Length ? Gen.Constant("Same(1)") : Assigned(left, all, names, depth),
        ];
        return depth <= 0 ? Assigned(left, all, names, 0) : Gen.Choose(0, choices.Length - 1).SelectMany(i => choices[i]());
    }

    private static Gen<string> Assigned(
        ImmutableArray<Variable> left, ImmutableArray<Variable> all, ImmutableArray<(string Name, Sort Sort)> names, int depth) =>
        Gen.Elements(left.ToArray()).SelectMany(variable => Two(
            Gen.OneOf(
                s_expressions.Of(variable.Sort, 2, names).Select(e => $"{variable.Name}' = {variable.Within(e)}"),
                s_expressions.Of(new Sort.Bool(), 1, names).Select(p => $"{variable.Name}' \\in {{v \\in {variable.Type} : {p}}}"),
                Gen.Constant($"UNCHANGED {variable.Name}")),
            Action(left.Remove(variable), all, [.. names, ($"{variable.Name}'", variable.Sort)], depth - 1),
            (a, rest) => $"({a}) /\\ ({rest})"));

    private static Gen<string> Guard(ImmutableArray<(string Name, Sort Sort)> names, int depth) =>
        s_expressions.Of(new Sort.Bool(), depth, names);

    private static Gen<string> Two(Gen<string> a, Gen<string> b, Func<string, string, string> text) =>
        a.SelectMany(x => b.Select(y => text(x, y)));

    /// <param name="Within">An expression of the sort, bent into the variable's type.</param>
    private sealed record Variable(string Name, Sort Sort, string Type, Func<string, string> Within);
}
