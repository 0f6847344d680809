using System.Collections.Immutable;
using System.Text;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

/// <summary>Prints a tree so that its grouping is visible: <c>a + b * c</c> is <c>+(a, *(b,
/// c))</c>.</summary>
internal static class Shape
{
    public static string Of(string expression)
    {
        var result = TlaParser.ParseExpression(new SourceText("e", expression));
        return result.IsSuccess ? Of(result.Value) : result.Diagnostics[0].ToString();
    }

    /// <summary>The shapes of a module's units, one a line; or its diagnostic.</summary>
    public static string OfUnits(string units)
    {
        var result = TlaParser.Parse(new SourceText("M.tla", $"---- MODULE M ----\n{units}\n===="));
        return result.IsSuccess
            ? string.Join('\n', result.Value.Units.Select(Of))
            : result.Diagnostics[0].ToString();
    }

    public static string Of(UnitSyntax unit) => unit switch
    {
        UnitSyntax.Variables u => $"VARIABLES {Names(u.Names)}",
        UnitSyntax.Constants u => $"CONSTANTS {Declarations(u.Operators)}",
        UnitSyntax.Recursive u => $"RECURSIVE {Declarations(u.Operators)}",
        UnitSyntax.Operator u =>
            $"{Local(u.IsLocal)}{u.Name}({Declarations(u.Parameters)}) == {Of(u.Body)}",
        UnitSyntax.Function u => $"{Local(u.IsLocal)}{u.Name}[{Bounds(u.Bounds)}] == {Of(u.Body)}",
        UnitSyntax.Instance u => $"{Local(u.IsLocal)}{Of(u.Of)}",
        UnitSyntax.NamedInstance u =>
            $"{Local(u.IsLocal)}{u.Name}({Declarations(u.Parameters)}) == {Of(u.Of)}",
        UnitSyntax.Assume u => $"ASSUME {u.Name} == {Of(u.Body)}",
        UnitSyntax.Theorem u => $"THEOREM {u.Name} == {Of(u.Body)}",
        UnitSyntax.Inner u => $"MODULE {u.Module.Name} {{{string.Join("; ", u.Module.Units.Select(Of))}}}",
        _ => throw new ArgumentException(unit.ToString()),
    };

    /// <summary>With <c>⦅ ⦆</c> for the parentheses that the tree itself has.</summary>
    public static string Of(ExprSyntax e) => e switch
    {
        ExprSyntax.Number x => x.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ExprSyntax.Decimal x => $"decimal {x.Text}",
        ExprSyntax.String x => $"\"{x.Value}\"",
        ExprSyntax.At => "@",
        ExprSyntax.OperatorName x => $"`{x.Name}`",
        ExprSyntax.Parenthesised x => $"⦅{Of(x.Inner)}⦆",
        ExprSyntax.Apply x => Steps(x.Prefix) + x.Name + (x.Arguments.IsEmpty ? "" : $"({List(x.Arguments)})"),
        ExprSyntax.Lambda x => $"LAMBDA[{Names(x.Parameters)}: {Of(x.Body)}]",
        ExprSyntax.Junction x => $"{(x.IsConjunction ? "AND" : "OR")}[{List(x.Items)}]",
        ExprSyntax.Quantifier x => $"{(x.IsUniversal ? "A" : "E")}[{Bounds(x.Bounds)}: {Of(x.Body)}]",
        ExprSyntax.TemporalQuantifier x => $"{(x.IsUniversal ? "AA" : "EE")}[{Names(x.Names)}: {Of(x.Body)}]",
        ExprSyntax.Choose x => $"CHOOSE[{Bound(x.Bound)}: {Of(x.Body)}]",
        ExprSyntax.If x => $"IF[{Of(x.Condition)}, {Of(x.Then)}, {Of(x.Else)}]",
        ExprSyntax.Case x => $"CASE[{string.Join(", ", x.Arms.Select(a => $"{Of(a.Guard)} -> {Of(a.Value)}"))}"
            + (x.Other is null ? "]" : $", OTHER -> {Of(x.Other)}]"),
        ExprSyntax.Let x => $"LET[{string.Join("; ", x.Definitions.Select(Of))}: {Of(x.Body)}]",
        ExprSyntax.Labelled x => $"{x.Label}({Names(x.Parameters)}):: {Of(x.Body)}",
        ExprSyntax.AssumeProve => "ASSUME-PROVE",
        _ => OfBracketed(e),
    };

    private static string OfBracketed(ExprSyntax e) => e switch
    {
        ExprSyntax.SetEnumeration x => $"{{{List(x.Elements)}}}",
        ExprSyntax.SetFilter x => $"filter{{{Bound(x.Bound)}: {Of(x.Predicate)}}}",
        ExprSyntax.SetMap x => $"map{{{Of(x.Element)}: {Bounds(x.Bounds)}}}",
        ExprSyntax.Tuple x => $"<<{List(x.Elements)}>>",
        ExprSyntax.Product x => $"\\X({List(x.Sets)})",
        ExprSyntax.FunctionConstructor x => $"[{Bounds(x.Bounds)} |-> {Of(x.Body)}]",
        ExprSyntax.FunctionSet x => $"[{Of(x.Domain)} -> {Of(x.Range)}]",
        ExprSyntax.FunctionApplication x => $"{Of(x.Function)}[{List(x.Arguments)}]",
        ExprSyntax.RecordConstructor x => $"[{Fields(x.Fields, "|->")}]",
        ExprSyntax.RecordSet x => $"[{Fields(x.Fields, ":")}]",
        ExprSyntax.RecordField x => $"{Of(x.Record)}.{x.Field}",
        ExprSyntax.Except x => $"EXCEPT[{Of(x.Function)}, {string.Join(", ", x.Updates.Select(Of))}]",
        ExprSyntax.ActionSubscript x => $"{(x.IsBox ? "box" : "angle")}[{Of(x.Action)}, {Of(x.Subscript)}]",
        ExprSyntax.Fairness x => $"{(x.IsStrong ? "SF" : "WF")}[{Of(x.Subscript)}, {Of(x.Action)}]",
        _ => throw new ArgumentException(e.ToString()),
    };

    private static string Of(UpdateSyntax update)
    {
        var path = new StringBuilder();
        foreach (var step in update.Path)
            path.Append(step.Field is { } field ? $".{field}" : $"[{List(step.Arguments)}]");
        return $"!{path} = {Of(update.Value)}";
    }

    private static string Of(InstanceSyntax instance) =>
        $"INSTANCE {instance.Module}"
        + string.Concat(instance.Substitutions.Select(s => $" {s.Target} <- {Of(s.Value)}"));

    private static string Steps(ImmutableArray<NameStepSyntax> steps) => string.Concat(
        steps.Select(s => s.Name + (s.Arguments.IsEmpty ? "" : $"({List(s.Arguments)})") + "!"));

    private static string Bounds(ImmutableArray<BoundSyntax> bounds) =>
        string.Join(", ", bounds.Select(Bound));

    private static string Bound(BoundSyntax bound)
    {
        var names = bound.IsTuple ? $"<<{Names(bound.Names)}>>" : Names(bound.Names);
        return bound.Set is null ? names : $"{names} in {Of(bound.Set)}";
    }

    private static string Fields(ImmutableArray<FieldSyntax> fields, string separator) =>
        string.Join(", ", fields.Select(f => $"{f.Name} {separator} {Of(f.Value)}"));

    private static string Declarations(ImmutableArray<OperatorDeclaration> operators) =>
        string.Join(", ", operators.Select(o => o.Arity == 0 ? o.Name.Text : $"{o.Name}/{o.Arity}"));

    private static string Local(bool isLocal) => isLocal ? "LOCAL " : "";

    private static string Names(ImmutableArray<NameSyntax> names) => string.Join(", ", names);

    private static string List(ImmutableArray<ExprSyntax> items) =>
        string.Join(", ", items.Select(Of));
}
