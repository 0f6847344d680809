using System.Collections.Immutable;
using Verified.Tla.Syntax;

namespace Verified.Tests.Mutation.Specifications;

/// <summary>An expression as its direct sub-expressions and a way to put others in their places.</summary>
internal readonly record struct ExprParts(
    ImmutableArray<ExprSyntax> Items, Func<ImmutableArray<ExprSyntax>, ExprSyntax> Rebuild)
{
    /// <summary>The parts of an expression; those that are never evaluated have none.</summary>
    public static ExprParts Of(ExprSyntax expression) => expression switch
    {
        ExprSyntax.Apply e => new(e.Arguments, items => e with { Arguments = items }),
        ExprSyntax.Parenthesised e => new([e.Inner], items => e with { Inner = items[0] }),
        ExprSyntax.Junction e => new(e.Items, items => e with { Items = items }),
        ExprSyntax.Quantifier e => Bounded(e.Bounds, [e.Body],
            (bounds, rest) => e with { Bounds = bounds, Body = rest[0] }),
        ExprSyntax.Choose e => Bounded([e.Bound], [e.Body],
            (bounds, rest) => e with { Bound = bounds[0], Body = rest[0] }),
        ExprSyntax.SetEnumeration e => new(e.Elements, items => e with { Elements = items }),
        ExprSyntax.SetFilter e => Bounded([e.Bound], [e.Predicate],
            (bounds, rest) => e with { Bound = bounds[0], Predicate = rest[0] }),
        ExprSyntax.SetMap e => Bounded(e.Bounds, [e.Element],
            (bounds, rest) => e with { Bounds = bounds, Element = rest[0] }),
        ExprSyntax.FunctionConstructor e => Bounded(e.Bounds, [e.Body],
            (bounds, rest) => e with { Bounds = bounds, Body = rest[0] }),
        ExprSyntax.Tuple e => new(e.Elements, items => e with { Elements = items }),
        ExprSyntax.Product e => new(e.Sets, items => e with { Sets = items }),
        ExprSyntax.FunctionSet e => new([e.Domain, e.Range], items => e with { Domain = items[0], Range = items[1] }),
        ExprSyntax.FunctionApplication e => new([e.Function, .. e.Arguments],
            items => e with { Function = items[0], Arguments = items.RemoveAt(0) }),
        ExprSyntax.RecordConstructor e => Fields(e.Fields, fields => e with { Fields = fields }),
        ExprSyntax.RecordSet e => Fields(e.Fields, fields => e with { Fields = fields }),
        ExprSyntax.RecordField e => new([e.Record], items => e with { Record = items[0] }),
        ExprSyntax.Except e => new([e.Function, .. e.Updates.SelectMany(Of)], items => Updated(e, items)),
        ExprSyntax.If e => new([e.Condition, e.Then, e.Else],
            items => e with { Condition = items[0], Then = items[1], Else = items[2] }),
        ExprSyntax.Case e => Arms(e),
        ExprSyntax.Let e => Definitions(e),
        ExprSyntax.Lambda e => new([e.Body], items => e with { Body = items[0] }),
        ExprSyntax.ActionSubscript e => new([e.Action], items => e with { Action = items[0] }),
        ExprSyntax.Fairness e => new([e.Action], items => e with { Action = items[0] }),
        ExprSyntax.Labelled e => new([e.Body], items => e with { Body = items[0] }),
        _ => new([], _ => expression),
    };

    /// <summary>The expression and everything in it.</summary>
    public static IEnumerable<ExprSyntax> All(ExprSyntax expression) =>
        Of(expression).Items.SelectMany(All).Prepend(expression);

    private static ExprParts Bounded(
        ImmutableArray<BoundSyntax> bounds, ImmutableArray<ExprSyntax> rest,
        Func<ImmutableArray<BoundSyntax>, ImmutableArray<ExprSyntax>, ExprSyntax> rebuild)
    {
        var sets = bounds.Where(b => b.Set is not null).Select(b => b.Set!).ToImmutableArray();
        return new ExprParts([.. sets, .. rest], items =>
        {
            var next = 0;
            ImmutableArray<BoundSyntax> rebuilt = [.. bounds.Select(b => b.Set is null ? b : b with { Set = items[next++] })];
            return rebuild(rebuilt, items.RemoveRange(0, sets.Length));
        });
    }

    private static ExprParts Fields(
        ImmutableArray<FieldSyntax> fields, Func<ImmutableArray<FieldSyntax>, ExprSyntax> rebuild) =>
        new([.. fields.Select(f => f.Value)],
            items => rebuild([.. fields.Select((f, i) => f with { Value = items[i] })]));

    private static IEnumerable<ExprSyntax> Of(UpdateSyntax update) =>
        [.. update.Path.SelectMany(step => step.Arguments), update.Value];

    private static ExprSyntax.Except Updated(ExprSyntax.Except except, ImmutableArray<ExprSyntax> items)
    {
        var next = 1;
        PathStepSyntax Step(PathStepSyntax step) =>
            step with { Arguments = [.. step.Arguments.Select(_ => items[next++])] };
        return except with
        {
            Function = items[0],
            Updates = [.. except.Updates.Select(u => u with { Path = [.. u.Path.Select(Step)], Value = items[next++] })],
        };
    }

    private static ExprParts Arms(ExprSyntax.Case e)
    {
        ImmutableArray<ExprSyntax> arms = [.. e.Arms.SelectMany(a => new[] { a.Guard, a.Value })];
        return new ExprParts(e.Other is null ? arms : arms.Add(e.Other), items => e with
        {
            Arms = [.. e.Arms.Select((_, i) => new CaseArmSyntax(items[2 * i], items[(2 * i) + 1]))],
            Other = e.Other is null ? null : items[^1],
        });
    }

    private static ExprParts Definitions(ExprSyntax.Let e)
    {
        var bodies = e.Definitions.Select(BodyOf).OfType<ExprSyntax>().ToImmutableArray();
        return new ExprParts([.. bodies, e.Body], items =>
        {
            var next = 0;
            return e with
            {
                Definitions = [.. e.Definitions.Select(d => BodyOf(d) is null ? d : WithBody(d, items[next++]))],
                Body = items[^1],
            };
        });
    }

    /// <summary>What a definition says, or null where the unit defines nothing.</summary>
    public static ExprSyntax? BodyOf(UnitSyntax unit) => unit switch
    {
        UnitSyntax.Operator definition => definition.Body,
        UnitSyntax.Function definition => definition.Body,
        _ => null,
    };

    /// <summary>The definition with another body.</summary>
    public static UnitSyntax WithBody(UnitSyntax unit, ExprSyntax body) => unit switch
    {
        UnitSyntax.Operator definition => definition with { Body = body },
        UnitSyntax.Function definition => definition with { Body = body },
        _ => throw new ArgumentException("the unit defines nothing", nameof(unit)),
    };
}
